// What the program does besides drawing and its views.
#pragma once

#include <span>

#include "app/command.h"
#include "app/setting.h"

namespace app {

// The colours that the user chooses; the platform remembers the choice.
void ChooseTheme(AppState& state, bool night);

extern const Command kHelpCommand;
extern const Command kShareCommand;
std::span<const Command> ModelCommands();
std::span<const Command> ShellCommands();
std::span<const Setting> ShellSettings();

}  // namespace app

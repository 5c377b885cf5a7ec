// All that can be set and done: the program's own, then each view's.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "app/command.h"
#include "app/setting.h"

namespace app {

struct Controls {
  std::string_view view;  // empty: the program's own
  std::span<const Setting> settings;
  std::span<const Command> commands;
};

std::vector<Controls> AllControls();

// Null if there is none.
const Setting* FindSetting(std::string_view name);
const Command* FindCommand(std::string_view name);

}  // namespace app

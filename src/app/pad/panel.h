// The pad, and its tools on two rows.
#pragma once

#include <span>

#include "app/command.h"
#include "app/frame.h"
#include "app/setting.h"

namespace app {

void DrawPanel(Frame& frame, const Rect& rect);
void DrawPad(Frame& frame, const Rect& rect);
void DrawTools(Frame& frame, const Rect& rect);
float ToolsHeight(const Ui& ui);

// In pad widths.
inline constexpr float kLeastBrush = 0.03f;
inline constexpr float kMostBrush = 0.16f;

// commands.cc
extern const Command kUndoCommand;
extern const Command kRedoCommand;
extern const Command kClearCommand;
std::span<const Command> PadCommands();
std::span<const Setting> PadSettings();  // tool, brush size

}  // namespace app

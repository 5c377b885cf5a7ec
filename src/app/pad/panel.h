// The pad and its tools.
#pragma once

#include <span>

#include "app/command.h"
#include "app/frame.h"
#include "app/setting.h"

namespace app {

// On a card, with or without its title; what remains of it is a square.
void DrawPanel(Frame& frame, const Rect& rect, bool titled);
// The height of that card without the square.
float PanelChrome(const Ui& ui, bool titled);

void DrawPad(Frame& frame, const Rect& rect);
// All of them on two rows.
void DrawTools(Frame& frame, const Rect& rect);
float ToolsHeight(const Ui& ui);
// The same where the pad is narrow: undo, redo and clear on two rows; brush, eraser and the brush's
// size on one.
void DrawHistoryTools(Frame& frame, const Rect& rect);
void DrawBrushTools(Frame& frame, const Rect& row);

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

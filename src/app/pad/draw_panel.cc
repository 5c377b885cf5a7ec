#include <algorithm>
#include <string>

#include "app/pad/drawing.h"
#include "app/pad/history.h"
#include "app/pad/panel.h"
#include "app/ui/overlay.h"

namespace app {
namespace {

constexpr float kPressureReach = 1.2f;  // from 0.4 to 1.6 of the brush
constexpr float kToolGap = 6;

// How wide a pen draws that is pressed like this: 1 where no pressure is reported.
float WidthOfPressure(float pressure) {
  return 1 + kPressureReach * (std::clamp(pressure, 0.0f, 1.0f) - 0.5f);
}

// Turns the pointer's movements into strokes. A stroke starts on the pad and goes on wherever the
// pointer is until it is released.
void TakePointer(Frame& frame, const Rect& pad) {
  for (const PointerEvent& event : frame.pointer) {
    const vae::InkPoint point{.x = (event.position.x - pad.x) / pad.width,
                              .y = (event.position.y - pad.y) / pad.height,
                              .width = WidthOfPressure(event.pressure)};
    switch (event.kind) {
      case PointerEvent::Kind::kDown:
        if (BeginsIn(event, pad)) {
          const Tool tool = event.eraser ? Tool::kEraser : frame.state.tool;
          BeginStroke(frame.state, point, tool);
        }
        break;
      case PointerEvent::Kind::kMove:
        ExtendStroke(frame.state, point);
        break;
      case PointerEvent::Kind::kUp:
        ExtendStroke(frame.state, point);
        EndStroke(frame.state);
        break;
      case PointerEvent::Kind::kTakeBack:
        TakeBackStroke(frame.state);
        break;
    }
  }
}

// The brush under the pointer, so that one sees where and how wide it would draw.
void BrushOutline(const Frame& frame, const Rect& pad) {
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const float radius = std::max(2.0f, frame.state.brush_width * pad.width / 2);
  const ImVec2 at = ImGui::GetIO().MousePos;
  canvas.PushClipRect(pad.min(), pad.max(), true);
  canvas.AddCircle(at, radius + 0.5f, Faded(IM_COL32_BLACK, 0.5f), 0, 2.5f);
  canvas.AddCircle(at, radius, Faded(IM_COL32_WHITE, 0.8f), 0, 1.2f);
  canvas.PopClipRect();
}

void PadHint(const Frame& frame, const Rect& pad) {
  const AppState& state = frame.state;
  const ImU32 color = Faded(frame.ui.theme.digit_ink, 0.62f);
  if (state.drawing.empty()) {
    Text(frame.ui.fonts.body, color, pad.center(), "Draw a digit here", Align::kCenter);
  } else if (state.example_shown) {
    const char* const hint =
        pad.width < 240 ? "an example – draw over it" : "an example – draw your own over it";
    Text(frame.ui.fonts.caption, color, {pad.center().x, pad.bottom() - 18}, hint, Align::kCenter);
  }
}

}  // namespace

void DrawPad(Frame& frame, const Rect& rect) {
  frame.ui.rects["draw_pad"] = rect;
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::InvisibleButton("draw_pad", {rect.width, rect.height});
  TakeDrag(frame.ui);
  const bool hovered = ImGui::IsItemHovered();
  TakePointer(frame, rect);

  Picture(rect, frame.pictures.ink.id);
  PadHint(frame, rect);
  if (hovered || frame.state.pen_down) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_None);
    BrushOutline(frame, rect);
  }
}

namespace {

enum class Turn { kBack, kForward };

// A square button with an arrow that turns back (undo) or forward (redo).
bool TurnButton(const Frame& frame, const Command& command, const Rect& rect, Turn turn) {
  const Ui& ui = frame.ui;
  const bool enabled = Can(command, frame.state, frame.results);
  const bool pressed = Button(ui, command.name, "", rect, enabled);
  Tooltip(ui, (std::string(command.label) + " (" + command.keys + ")").c_str());
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const ImU32 color = enabled ? ui.theme.text : Faded(ui.theme.muted, 0.6f);
  const float side = turn == Turn::kBack ? -1.0f : 1.0f;
  const ImVec2 c = rect.center();
  const ImVec2 tip{c.x + side * 6.5f, c.y - 2.5f};
  canvas.PathLineTo(tip);
  canvas.PathLineTo({c.x - side * 1.5f, tip.y});
  canvas.PathBezierCubicCurveTo({c.x - side * 8, tip.y}, {c.x - side * 8, tip.y + 9},
                                {c.x - side * 1.5f, tip.y + 9});
  canvas.PathLineTo({c.x + side * 2, tip.y + 9});
  canvas.PathStroke(color, 0, 1.6f);
  canvas.PathLineTo({tip.x - side * 4, tip.y - 4});
  canvas.PathLineTo(tip);
  canvas.PathLineTo({tip.x - side * 4, tip.y + 4});
  canvas.PathStroke(color, 0, 1.6f);
  return pressed;
}

void BrushSize(Frame& frame, const Rect& rect) {
  const float y = rect.center().y;
  const char* const label = rect.width < 170 ? "" : rect.width < 220 ? "Size" : "Brush size";
  const float text = Text(frame.ui.fonts.caption, frame.ui.theme.muted, {rect.x, y}, label);
  const float from = rect.x + (text > 0 ? text + kGap : 0);
  const Rect track{from, rect.y, rect.right() - from - 34, rect.height};
  Slider(frame.ui, "brush_size", track, frame.state.brush_width, kLeastBrush, kMostBrush);
  const float radius = std::clamp(frame.state.brush_width * 70, 1.5f, 11.0f);
  ImGui::GetWindowDrawList()->AddCircleFilled({rect.right() - 12, y}, radius, frame.ui.theme.text);
}

constexpr Choice kToolChoices[] = {{"brush", "Brush"}, {"eraser", "Eraser"}};

void ToolSwitch(Frame& frame, const Rect& rect) {
  Tool& tool = frame.state.tool;
  tool = static_cast<Tool>(Segmented(frame.ui, kToolChoices, static_cast<int>(tool), rect));
}

void ClearButton(Frame& frame, const Rect& rect) {
  AppState& state = frame.state;
  const bool can = Can(kClearCommand, state, frame.results);
  if (Button(frame.ui, "clear", kClearCommand.label, rect, can)) {
    Do(kClearCommand, state, frame.results);
  }
}

void TurnButtons(Frame& frame, const Rect& back, const Rect& forward) {
  if (TurnButton(frame, kUndoCommand, back, Turn::kBack)) Undo(frame.state);
  if (TurnButton(frame, kRedoCommand, forward, Turn::kForward)) Redo(frame.state);
}

}  // namespace

float ToolsHeight(const Ui& ui) { return 2 * ui.control_height + kToolGap; }

void DrawTools(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const float height = ui.control_height;
  const float clear_width = ButtonWidth(ui, "Clear");
  const Rect clear{rect.right() - clear_width, rect.y, clear_width, height};
  const float tool_width = std::min(SegmentedWidth(ui, kToolChoices), clear.x - 8 - rect.x);
  const Rect tool{rect.x, rect.y, tool_width, height};
  ToolSwitch(frame, tool);
  ClearButton(frame, clear);

  // Undo and redo stand between the two, or, on narrow pads, below, before the brush size.
  const bool fits = tool.right() + 2 * height + 3 * 8 <= clear.x;
  Rect size{rect.x, rect.y + height + kToolGap, rect.width, height};
  const Rect undo{fits ? tool.right() + 8 : size.x, fits ? rect.y : size.y, height, height};
  const Rect redo{undo.right() + 8, undo.y, height, height};
  TurnButtons(frame, undo, redo);
  if (!fits) {
    size.x = redo.right() + kGap;
    size.width = rect.right() - size.x;
  }
  BrushSize(frame, size);
}

void DrawHistoryTools(Frame& frame, const Rect& rect) {
  const float height = frame.ui.control_height;
  const float width = (rect.width - 8) / 2;
  TurnButtons(frame, {rect.x, rect.y, width, height},
              {rect.right() - width, rect.y, width, height});
  ClearButton(frame, {rect.x, rect.bottom() - height, rect.width, height});
}

void DrawBrushTools(Frame& frame, const Rect& row) {
  const float width = std::min(SegmentedWidth(frame.ui, kToolChoices), 0.6f * row.width);
  ToolSwitch(frame, {row.x, row.y, width, row.height});
  const float x = row.x + width + kGap;
  BrushSize(frame, {x, row.y, row.right() - x, row.height});
}

float PanelChrome(const Ui& ui, bool titled) {
  return 2 * kPadding + (titled ? kTitleHeight : 0) + kGap + ToolsHeight(ui);
}

void DrawPanel(Frame& frame, const Rect& rect, bool titled) {
  Card(frame.ui, rect, titled ? "Your ink" : "", titled ? "draw here" : "");
  const Rect pad = SquareOnCard(rect, titled, PanelChrome(frame.ui, titled));
  DrawPad(frame, pad);
  DrawTools(frame, {rect.x + kPadding, pad.bottom() + kGap, rect.width - 2 * kPadding,
                    ToolsHeight(frame.ui)});
}

}  // namespace app

#include <algorithm>

#include "app/drawing.h"
#include "app/history.h"
#include "app/panels.h"

namespace app {
namespace {

constexpr float kLeastBrush = 0.03f;
constexpr float kMostBrush = 0.16f;
constexpr float kPressureReach = 1.2f;  // from 0.4 to 1.6 of the brush
constexpr float kToolGap = 6;

// How wide a pen draws that is pressed like this: 1 where no pressure is reported.
float WidthOfPressure(float pressure) {
  return 1 + kPressureReach * (std::clamp(pressure, 0.0f, 1.0f) - 0.5f);
}

// Turns the pointer's movements into strokes. A stroke starts on the pad and goes on wherever the
// pointer is until it is released.
void TakePointer(View& view, const Rect& pad) {
  for (const PointerEvent& event : view.pointer) {
    const vae::InkPoint point{.x = (event.position.x - pad.x) / pad.width,
                              .y = (event.position.y - pad.y) / pad.height,
                              .width = WidthOfPressure(event.pressure)};
    switch (event.kind) {
      case PointerEvent::Kind::kDown:
        if (BeginsIn(event, pad)) {
          const Tool tool = event.eraser ? Tool::kEraser : view.state.tool;
          BeginStroke(view.state, point, tool);
        }
        break;
      case PointerEvent::Kind::kMove:
        ExtendStroke(view.state, point);
        break;
      case PointerEvent::Kind::kUp:
        ExtendStroke(view.state, point);
        EndStroke(view.state);
        break;
      case PointerEvent::Kind::kTakeBack:
        TakeBackStroke(view.state);
        break;
    }
  }
}

// The brush under the pointer, so that one sees where and how wide it would draw.
void BrushOutline(const View& view, const Rect& pad) {
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const float radius = std::max(2.0f, view.state.brush_width * pad.width / 2);
  const ImVec2 at = ImGui::GetIO().MousePos;
  canvas.PushClipRect(pad.min(), pad.max(), true);
  canvas.AddCircle(at, radius + 0.5f, Faded(IM_COL32_BLACK, 0.5f), 0, 2.5f);
  canvas.AddCircle(at, radius, Faded(IM_COL32_WHITE, 0.8f), 0, 1.2f);
  canvas.PopClipRect();
}

void PadHint(const View& view, const Rect& pad) {
  const AppState& state = view.state;
  const ImU32 color = Faded(view.ui.theme.digit_ink, 0.62f);
  if (state.drawing.empty()) {
    Text(view.ui.fonts.body, color, pad.center(), "Draw a digit here", Align::kCenter);
  } else if (state.example_shown) {
    const char* const hint =
        pad.width < 240 ? "an example – draw over it" : "an example – draw your own over it";
    Text(view.ui.fonts.caption, color, {pad.center().x, pad.bottom() - 18}, hint, Align::kCenter);
  }
}

// Shortcuts of the drawing, as everywhere else.
void TakeKeys(AppState& state) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool command = io.KeyCtrl || io.KeySuper;
  if (command && ImGui::IsKeyPressed(ImGuiKey_Z)) io.KeyShift ? Redo(state) : Undo(state);
  if (command && ImGui::IsKeyPressed(ImGuiKey_Y)) Redo(state);
  for (const ImGuiKey key : {ImGuiKey_Delete, ImGuiKey_Backspace}) {
    if (ImGui::IsKeyPressed(key, false)) Clear(state);
  }
}

}  // namespace

void DrawPad(View& view, const Rect& rect) {
  view.ui.rects["draw_pad"] = rect;
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::InvisibleButton("draw_pad", {rect.width, rect.height});
  TakeDrag(view.ui);
  const bool hovered = ImGui::IsItemHovered();
  TakePointer(view, rect);
  if (!view.state.pen_down && !view.state.repair.brush_down) TakeKeys(view.state);

  Picture(rect, view.pictures.ink.id);
  PadHint(view, rect);
  if (hovered || view.state.pen_down) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_None);
    BrushOutline(view, rect);
  }
}

namespace {

enum class Turn { kBack, kForward };

// A square button with an arrow that turns back (undo) or forward (redo).
bool TurnButton(const Ui& ui, const char* name, const Rect& rect, bool enabled, Turn turn) {
  const bool pressed = Button(ui, name, "", rect, enabled);
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

void BrushSize(View& view, const Rect& rect) {
  const float y = rect.center().y;
  const char* const label = rect.width < 220 ? "Size" : "Brush size";
  const float from =
      rect.x + Text(view.ui.fonts.caption, view.ui.theme.muted, {rect.x, y}, label) + kGap;
  const Rect track{from, rect.y, rect.right() - from - 34, rect.height};
  Slider(view.ui, "brush_size", track, view.state.brush_width, kLeastBrush, kMostBrush);
  const float radius = std::clamp(view.state.brush_width * 70, 1.5f, 11.0f);
  ImGui::GetWindowDrawList()->AddCircleFilled({rect.right() - 12, y}, radius, view.ui.theme.text);
}

}  // namespace

float ToolsHeight(const Ui& ui) { return 2 * ui.control_height + kToolGap; }

void DrawTools(View& view, const Rect& rect) {
  AppState& state = view.state;
  const Ui& ui = view.ui;
  const float height = ui.control_height;
  static constexpr Choice tools[] = {{"brush", "Brush"}, {"eraser", "Eraser"}};
  const float clear_width = ButtonWidth(ui, "Clear");
  const Rect clear{rect.right() - clear_width, rect.y, clear_width, height};
  const float tool_width = std::min(SegmentedWidth(ui, tools), clear.x - 8 - rect.x);
  const Rect tool{rect.x, rect.y, tool_width, height};
  state.tool = static_cast<Tool>(Segmented(ui, tools, static_cast<int>(state.tool), tool));

  if (Button(ui, "clear", "Clear", clear, CanClear(state))) Clear(state);

  // Undo and redo stand between the two, or, on narrow pads, below, before the brush size.
  const bool fits = tool.right() + 2 * height + 3 * 8 <= clear.x;
  Rect size{rect.x, rect.y + height + kToolGap, rect.width, height};
  Rect undo{fits ? tool.right() + 8 : size.x, fits ? rect.y : size.y, height, height};
  if (TurnButton(ui, "undo", undo, CanUndo(state), Turn::kBack)) Undo(state);
  Tooltip(ui, "Undo (Ctrl+Z)");
  undo.x = undo.right() + 8;
  if (TurnButton(ui, "redo", undo, CanRedo(state), Turn::kForward)) Redo(state);
  Tooltip(ui, "Redo (Ctrl+Shift+Z)");
  if (!fits) {
    size.x = undo.right() + kGap;
    size.width = rect.right() - size.x;
  }
  BrushSize(view, size);
}

void DrawPanel(View& view, const Rect& rect) {
  Card(view.ui, rect, "Your ink", "draw here");
  const float side = rect.width - 2 * kPadding;
  Rect place{rect.x + kPadding, rect.y + kPadding + kTitleHeight, side, side};
  DrawPad(view, place);
  place.y = place.bottom() + kGap;
  place.height = ToolsHeight(view.ui);
  DrawTools(view, place);
}

}  // namespace app

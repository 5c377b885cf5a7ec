#include <algorithm>

#include "app/drawing.h"
#include "app/panels.h"

namespace app {
namespace {

constexpr float kLeastBrush = 0.03f;
constexpr float kMostBrush = 0.16f;

// Turns the pointer's movements into strokes. A stroke starts on the pad and goes on wherever the
// pointer is until it is released.
void TakePointer(View& view, const Rect& pad, bool pad_free) {
  for (const PointerEvent& event : view.pointer) {
    const vae::InkPoint point{(event.position.x - pad.x) / pad.width,
                              (event.position.y - pad.y) / pad.height};
    switch (event.kind) {
      case PointerEvent::Kind::kDown:
        if (pad_free && pad.Contains(event.position)) BeginStroke(view.state, point);
        break;
      case PointerEvent::Kind::kMove:
        ExtendStroke(view.state, point);
        break;
      case PointerEvent::Kind::kUp:
        ExtendStroke(view.state, point);
        EndStroke(view.state);
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
    Text(view.ui.fonts.caption, color, {pad.center().x, pad.bottom() - 18},
         "an example – draw your own over it", Align::kCenter);
  }
}

// Shortcuts of the drawing, as everywhere else.
void TakeKeys(AppState& state) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool command = io.KeyCtrl || io.KeySuper;
  if (command && ImGui::IsKeyPressed(ImGuiKey_Z)) io.KeyShift ? Redo(state) : Undo(state);
  if (command && ImGui::IsKeyPressed(ImGuiKey_Y)) Redo(state);
  if (ImGui::IsKeyPressed(ImGuiKey_Delete, false)) Clear(state);
}

}  // namespace

void DrawPad(View& view, const Rect& rect) {
  view.ui.rects["draw_pad"] = rect;
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::InvisibleButton("draw_pad", {rect.width, rect.height});
  const bool hovered = ImGui::IsItemHovered();
  const bool popup = ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup);
  TakePointer(view, rect, !popup);
  if (!view.state.pen_down) TakeKeys(view.state);

  Picture(rect, view.pictures.ink.id);
  PadHint(view, rect);
  if (hovered || view.state.pen_down) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_None);
    BrushOutline(view, rect);
  }
}

void DrawTools(View& view, const Rect& rect) {
  AppState& state = view.state;
  const Ui& ui = view.ui;
  const std::initializer_list<Choice> tools = {{"brush", "Brush"}, {"eraser", "Eraser"}};
  const float clear = ButtonWidth(ui, "Clear");
  const float wish =
      SegmentedWidth(ui, tools) + ButtonWidth(ui, "Undo") + ButtonWidth(ui, "Redo") + clear + 3 * 8;
  // On narrow pads all give way alike.
  const float shrink = std::min(1.0f, (rect.width - 3 * 8) / (wish - 3 * 8));
  float x = rect.x;
  const auto place = [&](float width) {
    const Rect part{x, rect.y, width * shrink, rect.height};
    x += part.width + 8;
    return part;
  };
  state.tool = static_cast<Tool>(
      Segmented(ui, tools, static_cast<int>(state.tool), place(SegmentedWidth(ui, tools))));
  if (Button(ui, "undo", "Undo", place(ButtonWidth(ui, "Undo")), CanUndo(state))) Undo(state);
  if (Button(ui, "redo", "Redo", place(ButtonWidth(ui, "Redo")), CanRedo(state))) Redo(state);
  const Rect right{rect.right() - clear * shrink, rect.y, clear * shrink, rect.height};
  if (Button(ui, "clear", "Clear", right, CanClear(state))) Clear(state);
}

void BrushSize(View& view, const Rect& rect) {
  const float y = rect.center().y;
  const float label = Text(view.ui.fonts.caption, view.ui.theme.muted, {rect.x, y}, "Brush size");
  const float from = rect.x + label + kGap;
  const Rect track{from, rect.y, rect.right() - from - 34, rect.height};
  Slider(view.ui, "brush_size", track, view.state.brush_width, kLeastBrush, kMostBrush);
  const float radius = std::clamp(view.state.brush_width * 70, 1.5f, 11.0f);
  ImGui::GetWindowDrawList()->AddCircleFilled({rect.right() - 11, y}, radius, view.ui.theme.text);
}

void DrawPanel(View& view, const Rect& rect) {
  Card(view.ui, rect, "Your ink", "draw here");
  const float side = rect.width - 2 * kPadding;
  Rect place{rect.x + kPadding, rect.y + kPadding + kTitleHeight, side, side};
  DrawPad(view, place);
  place.y = place.bottom() + kGap;
  place.height = view.ui.control_height;
  DrawTools(view, place);
  place.y = place.bottom() + kGap;
  place.height = kBrushSizeHeight;
  BrushSize(view, place);
}

}  // namespace app

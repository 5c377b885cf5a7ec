#include "app/ui/sign_button.h"

namespace app {
namespace {

constexpr float kThickness = 1.6f;

void Line(std::initializer_list<ImVec2> points, ImVec2 center, ImU32 color) {
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  for (const ImVec2& point : points) canvas.PathLineTo({center.x + point.x, center.y + point.y});
  canvas.PathStroke(color, 0, kThickness);
}

// An arrow down into a tray.
void SaveSign(ImVec2 c, ImU32 color) {
  Line({{0, -7}, {0, 2.5f}}, c, color);
  Line({{-4, -1.5f}, {0, 2.5f}, {4, -1.5f}}, c, color);
  Line({{-7, 2.5f}, {-7, 6.5f}, {7, 6.5f}, {7, 2.5f}}, c, color);
}

// An arrow up out of a tray.
void ShareSign(ImVec2 c, ImU32 color) {
  Line({{0, 2.5f}, {0, -8}}, c, color);
  Line({{-4, -4}, {0, -8}, {4, -4}}, c, color);
  Line({{-3.5f, -2}, {-6.5f, -2}, {-6.5f, 7}, {6.5f, 7}, {6.5f, -2}, {3.5f, -2}}, c, color);
}

// Two sheets.
void CopySign(ImVec2 c, ImU32 color) {
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  canvas.AddRect({c.x - 3, c.y - 3.5f}, {c.x + 6.5f, c.y + 7}, color, 2, 0, kThickness);
  Line({{-3, 3.5f}, {-6.5f, 3.5f}, {-6.5f, -7}, {3, -7}, {3, -3.5f}}, c, color);
}

}  // namespace

bool SignButton(const Ui& ui, const char* name, Sign sign, const Rect& rect,
                const char* explanation, bool enabled) {
  const bool pressed = Button(ui, name, "", rect, enabled);
  Tooltip(ui, explanation);
  const ImU32 color = enabled ? ui.theme.text : Faded(ui.theme.muted, 0.6f);
  switch (sign) {
    case Sign::kSave:
      SaveSign(rect.center(), color);
      break;
    case Sign::kShare:
      ShareSign(rect.center(), color);
      break;
    case Sign::kCopy:
      CopySign(rect.center(), color);
      break;
  }
  return pressed;
}

}  // namespace app

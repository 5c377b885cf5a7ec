#include "app/ui/overlay.h"

namespace app {

void BeginOverlay(const Ui& ui, const char* name, const Rect& rect) {
  const Theme& theme = ui.theme;
  ui.rects[name] = rect;
  ImGui::SetNextWindowPos(rect.min());
  ImGui::SetNextWindowSize({rect.width, rect.height});
  ImGui::Begin(name, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoScrollWithMouse);
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  canvas.PushClipRectFullScreen();
  for (const float spread : {6.0f, 3.0f, 1.0f}) {  // a soft shadow
    const Rect shadow = rect.Inset(-spread);
    canvas.AddRectFilled({shadow.x, shadow.y + 3}, {shadow.right(), shadow.bottom() + 3},
                         Faded(IM_COL32_BLACK, 0.05f), kCorner + spread);
  }
  canvas.PopClipRect();
  canvas.AddRectFilled(rect.min(), rect.max(), theme.panel, kCorner);
  canvas.AddRect(rect.min(), rect.max(), theme.line, kCorner);
}

bool BeginsIn(const PointerEvent& event, const Rect& area) {
  return event.kind == PointerEvent::Kind::kDown && area.Contains(event.position) &&
         ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
}

void EndOverlay() { ImGui::End(); }

}  // namespace app

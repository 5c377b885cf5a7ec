#include <algorithm>

#include "app/model/errors.h"
#include "app/shell/panels.h"

namespace app {

void ErrorPanel(Frame& frame, const Rect& screen) {
  if (frame.state.error.empty()) return;
  const Ui& ui = frame.ui;
  const float width = std::min(screen.width - 32, 640.0f);
  const float wrap = width - 2 * kPadding - 80;
  ImDrawList& canvas = *ImGui::GetForegroundDrawList();
  const float size = ui.fonts.body->FontSize * ImGui::GetIO().FontGlobalScale;
  const char* const text = frame.state.error.c_str();
  const float height = ui.fonts.body->CalcTextSizeA(size, FLT_MAX, wrap, text).y + 2 * kPadding;
  const Rect box{screen.center().x - width / 2, screen.bottom() - height - 16, width, height};
  canvas.AddRectFilled(box.min(), box.max(), ui.theme.second, kControlCorner);
  canvas.AddText(ui.fonts.body, size, {box.x + kPadding, box.y + kPadding}, ui.theme.on_accent,
                 text, nullptr, wrap);
  ui.rects["error"] = box;
  const bool dismissed =
      ImGui::IsMouseClicked(ImGuiMouseButton_Left) && box.Contains(ImGui::GetIO().MousePos);
  canvas.AddText(
      ui.fonts.control, size,
      {box.right() - kPadding - TextWidth(ui.fonts.control, "Dismiss"), box.center().y - size / 2},
      ui.theme.on_accent, "Dismiss");
  if (dismissed) LeaveErrorBehind(frame.state);
}

}  // namespace app

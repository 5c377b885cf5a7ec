#include <string>

#include "app/layout.h"
#include "app/panels.h"

namespace app {

void HeaderPanel(View& view, const Rect& rect) {
  const Ui& ui = view.ui;
  const bool small = rect.width < kPhoneWidth;
  const float margin = IsPhone(ImGui::GetIO().DisplaySize) ? 16 : 24;
  const float y = rect.center().y;
  float x = rect.x + margin;
  x += Text(ui.fonts.name, ui.theme.text, {x, y}, "Latentpad");
  const char* const label = view.state.night ? "Light" : "Dark";
  const float width = ButtonWidth(ui, label);
  const Rect button{rect.right() - margin - width, y - ui.control_height / 2, width,
                    ui.control_height};
  if (Button(ui, "theme", label, button)) view.state.night = !view.state.night;
  if (!small) {
    Text(ui.fonts.body, ui.theme.muted, {x + 10, y},
         "draw a digit, see what a variational autoencoder makes of it");
  }
  if (view.state.model) {
    const std::string sizes =
        std::to_string(view.state.model->params.shape().latent_dim) + " latent dimensions";
    Text(ui.fonts.caption, ui.theme.muted, {button.x - 16, y}, sizes, Align::kRight);
  }
  ImGui::GetWindowDrawList()->AddLine({rect.x, rect.bottom()}, {rect.right(), rect.bottom()},
                                      ui.theme.line);
}

void ErrorPanel(View& view, const Rect& screen) {
  if (view.state.error.empty()) return;
  const Ui& ui = view.ui;
  const float width = std::min(screen.width - 32, 640.0f);
  const float wrap = width - 2 * kPadding - 80;
  ImDrawList& canvas = *ImGui::GetForegroundDrawList();
  const float size = ui.fonts.body->FontSize * ImGui::GetIO().FontGlobalScale;
  const char* const text = view.state.error.c_str();
  const float height = ui.fonts.body->CalcTextSizeA(size, FLT_MAX, wrap, text).y + 2 * kPadding;
  const Rect box{screen.center().x - width / 2, screen.bottom() - height - 16, width, height};
  canvas.AddRectFilled(box.min(), box.max(), ui.theme.second, kControlCorner);
  canvas.AddText(ui.fonts.body, size, {box.x + kPadding, box.y + kPadding},
                 ui.theme.night ? ui.theme.on_accent : IM_COL32_WHITE, text, nullptr, wrap);
  ui.rects["error"] = box;
  const bool dismissed =
      ImGui::IsMouseClicked(ImGuiMouseButton_Left) && box.Contains(ImGui::GetIO().MousePos);
  canvas.AddText(
      ui.fonts.control, size,
      {box.right() - kPadding - TextWidth(ui.fonts.control, "Dismiss"), box.center().y - size / 2},
      ui.theme.night ? ui.theme.on_accent : IM_COL32_WHITE, "Dismiss");
  if (dismissed) view.state.error.clear();
}

}  // namespace app

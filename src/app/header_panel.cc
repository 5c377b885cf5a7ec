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

}  // namespace app

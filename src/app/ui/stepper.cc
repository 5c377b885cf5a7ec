#include "app/ui/stepper.h"

namespace app {

float StepperWidth(const Ui& ui, std::string_view label) {
  return 2 * ui.control_height + TextWidth(ui.fonts.control, label) + 20;
}

int Stepper(const Ui& ui, const std::string& name, std::string_view label, const Rect& rect,
            bool can_go_back) {
  const Theme& theme = ui.theme;
  const float arrow = ui.control_height;
  ImGui::GetWindowDrawList()->AddRectFilled(rect.min(), rect.max(), theme.soft, kControlCorner);
  Text(ui.fonts.control, theme.text, rect.center(), label, Align::kCenter);
  int step = 0;
  if (Button(ui, (name + "_previous").c_str(), "←", {rect.x, rect.y, arrow, rect.height},
             can_go_back)) {
    step = -1;
  }
  if (Button(ui, (name + "_next").c_str(), "→",
             {rect.right() - arrow, rect.y, arrow, rect.height})) {
    step = 1;
  }
  return step;
}

}  // namespace app

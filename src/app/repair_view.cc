#include "app/panels.h"

namespace app {

float RepairView(View& view, const Rect& rect) {
  Text(view.ui.fonts.body, view.ui.theme.muted, rect.center(), "Repair", Align::kCenter);
  return rect.height;
}

}  // namespace app

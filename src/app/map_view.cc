#include "app/panels.h"

namespace app {

float MapView(View& view, const Rect& rect) {
  Text(view.ui.fonts.body, view.ui.theme.muted, rect.center(), "Map", Align::kCenter);
  return rect.height;
}

}  // namespace app

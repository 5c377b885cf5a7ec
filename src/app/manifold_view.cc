#include "app/panels.h"

namespace app {

float ManifoldView(View& view, const Rect& rect) {
  Text(view.ui.fonts.body, view.ui.theme.muted, rect.center(), "Manifold", Align::kCenter);
  return rect.height;
}

}  // namespace app

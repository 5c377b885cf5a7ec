#include "app/panels.h"

namespace app {

float MorphView(View& view, const Rect& rect) {
  Text(view.ui.fonts.body, view.ui.theme.muted, rect.center(), "Morph", Align::kCenter);
  return rect.height;
}

}  // namespace app

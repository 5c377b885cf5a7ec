#include "app/panels.h"

namespace app {

float DigitsView(View& view, const Rect& rect) {
  Text(view.ui.fonts.body, view.ui.theme.muted, rect.center(), "Digits", Align::kCenter);
  return rect.height;
}

}  // namespace app

#include "app/model/class_colors.h"

#include "explore/class_colors.h"

namespace app {

ImU32 ClassColor(const Theme& theme, int digit) {
  const uint32_t rgb = vae::kClassColors[static_cast<size_t>(digit)];
  const ImU32 color = IM_COL32((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff, 0xff);
  return theme.night ? Mix(color, IM_COL32_WHITE, 0.18f) : Mix(color, IM_COL32_BLACK, 0.06f);
}

}  // namespace app

#include "app/ui/floating_digit.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace app {
namespace {

constexpr float kShownSide = 112;
constexpr float kMargin = 8;
constexpr float kLine = 16;
constexpr float kAway = 20;  // from the pointer

// Beside `at`, inside the screen.
Rect Place(ImVec2 at, float width, float height) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  Rect rect{at.x + kAway, at.y - kAway - height, width, height};
  if (rect.right() > screen.x - kMargin) rect.x = at.x - kAway - width;
  if (rect.y < kMargin) rect.y = at.y + kAway;
  rect.x = std::max(rect.x, kMargin);
  rect.y = std::max(std::min(rect.y, screen.y - kMargin - height), kMargin);
  return rect;
}

}  // namespace

void FloatingDigit(const Ui& ui, const char* name, ImVec2 at, ImTextureID texture,
                   std::span<const std::string> lines) {
  const float text = kLine * static_cast<float>(lines.size());
  const float width = kShownSide + 2 * kMargin;
  const Rect rect = Place(at, width, kShownSide + 2 * kMargin + (lines.empty() ? 0 : text + 6));
  ui.rects[name] = rect;
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const float alpha = ui.theme.night ? 0.16f : 0.025f;
  for (const float spread : {8.0f, 6.0f, 4.0f, 2.0f, 1.0f}) {
    const Rect shadow = rect.Inset(-spread);
    canvas.AddRectFilled({shadow.x, shadow.y + 3}, {shadow.right(), shadow.bottom() + 3},
                         Faded(IM_COL32_BLACK, alpha), kDigitCorner + kMargin + spread);
  }
  canvas.AddRectFilled(rect.min(), rect.max(), ui.theme.panel, kDigitCorner + kMargin);
  canvas.AddRect(rect.min(), rect.max(), ui.theme.line, kDigitCorner + kMargin);
  Picture({rect.x + kMargin, rect.y + kMargin, kShownSide, kShownSide}, texture);
  float y = rect.y + kMargin + kShownSide + 6 + kLine / 2;
  for (const std::string& line : lines) {
    Text(ui.fonts.caption, ui.theme.text, {rect.center().x, y}, line, Align::kCenter);
    y += kLine;
  }
}

std::string Signed(float value) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%.2f", static_cast<double>(std::abs(value)));
  return (value < 0 ? "−" : "+") + std::string(digits);
}

}  // namespace app

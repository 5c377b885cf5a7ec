#include "figure/tiles.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace figure {
namespace {

constexpr int kLeastScale = 2;  // pixels per pixel of the digit
constexpr int kMostScale = 12;

}  // namespace

int SquareColumns(int count, double aspect) {
  int best = 1;
  double best_cost = std::numeric_limits<double>::infinity();
  for (int columns = 1; columns <= count; ++columns) {
    const int rows = (count + columns - 1) / columns;
    const int empty = columns * rows - count;
    const double cost = std::abs(std::log2(aspect * columns / rows)) + 2.0 * empty / count;
    if (cost < best_cost) {
      best_cost = cost;
      best = columns;
    }
  }
  return best;
}

double TileSide(int count, double width) {
  const double most = width / count * kDensity / vae::kDigitSide;
  const int scale = std::clamp(static_cast<int>(most), kLeastScale, kMostScale);
  return static_cast<double>(scale * vae::kDigitSide) / kDensity;
}

void DrawTile(Canvas& canvas, const Rect& rect, const Eigen::Ref<const vae::Vector>& digit) {
  const std::span<const float> pixels(digit.data(), static_cast<size_t>(digit.size()));
  canvas.Digit(rect, pixels, Sampling::kPixels, std::min(6.0, rect.width / 10));
}

}  // namespace figure

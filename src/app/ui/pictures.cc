#include "app/ui/pictures.h"

#include <algorithm>
#include <array>
#include <vector>

namespace app {
namespace {

// The theme's digit colours, from paper to ink in 256 steps.
class Ramp {
 public:
  explicit Ramp(const Theme& theme) {
    for (size_t i = 0; i < colors_.size(); ++i) {
      colors_[i] = Mix(theme.digit_ground, theme.digit_ink, static_cast<float>(i) / 255);
    }
  }
  uint32_t operator()(float value) const {
    const int step = static_cast<int>(std::clamp(value, 0.0f, 1.0f) * 255 + 0.5f);
    return colors_[static_cast<size_t>(step)];
  }

 private:
  std::array<uint32_t, 256> colors_;
};

std::vector<uint32_t> SheetPixels(const Theme& theme, const vae::Matrix& digits, int columns,
                                  int first_row, int rows) {
  constexpr int kSide = vae::kDigitSide;
  const int width = columns * kSide;
  const Ramp ramp(theme);
  std::vector<uint32_t> pixels(static_cast<size_t>(width) * static_cast<size_t>(rows * kSide));
  const int first = first_row * columns;
  const int end = std::min(first + rows * columns, static_cast<int>(digits.cols()));
  for (int n = first; n < end; ++n) {
    const int left = n % columns * kSide;
    const int top = (n / columns - first_row) * kSide;
    const float* digit = digits.col(n).data();
    for (int y = 0; y < kSide; ++y, digit += kSide) {
      uint32_t* const row = &pixels[static_cast<size_t>((top + y) * width + left)];
      for (int x = 0; x < kSide; ++x) row[x] = ramp(digit[x]);
    }
  }
  return pixels;
}

}  // namespace

void UpdateInkPicture(const Theme& theme, const vae::InkRaster& ink, Texture& texture) {
  const Ramp ramp(theme);
  std::vector<uint32_t> pixels(ink.coverage.size());
  std::transform(ink.coverage.begin(), ink.coverage.end(), pixels.begin(), ramp);
  UpdateTexture(texture, ink.side, ink.side, pixels, Filter::kLinear);
}

void UpdateDigitPicture(const Theme& theme, const vae::Vector& digit, Texture& texture) {
  const Ramp ramp(theme);
  std::array<uint32_t, vae::kDigitPixels> pixels;
  std::transform(digit.begin(), digit.end(), pixels.begin(), ramp);
  UpdateTexture(texture, vae::kDigitSide, vae::kDigitSide, pixels, Filter::kNearest);
}

SheetPlace PlaceInSheet(int index, int count) {
  const int rows = (count + kSheetColumns - 1) / kSheetColumns;
  const float width = kSheetColumns * vae::kDigitSide;
  const auto height = static_cast<float>(rows * vae::kDigitSide);
  const auto left = static_cast<float>(index % kSheetColumns * vae::kDigitSide);
  const auto top = static_cast<float>(index / kSheetColumns * vae::kDigitSide);
  constexpr auto kSide = static_cast<float>(vae::kDigitSide);
  return {{(left + 0.5f) / width, (top + 0.5f) / height},
          {(left + kSide - 0.5f) / width, (top + kSide - 0.5f) / height}};
}

void UpdateSheet(const Theme& theme, const vae::Matrix& digits, Texture& texture, Filter filter,
                 int columns) {
  const int rows = (static_cast<int>(digits.cols()) + columns - 1) / columns;
  if (rows == 0) return;
  UpdateTexture(texture, columns * vae::kDigitSide, rows * vae::kDigitSide,
                SheetPixels(theme, digits, columns, 0, rows), filter);
}

void UpdateSheetRow(const Theme& theme, const vae::Matrix& digits, int row, Texture& texture,
                    int columns) {
  UpdateTextureRows(texture, row * vae::kDigitSide, SheetPixels(theme, digits, columns, row, 1));
}

}  // namespace app

#include "app/model/weight_pictures.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace app {
namespace {

ImU32 WeightColor(const Theme& theme, float weight) {
  // Small weights would hardly be seen.
  const float strength = std::sqrt(std::min(std::abs(weight), 1.0f));
  return Mix(theme.digit_ground, weight < 0 ? theme.second : theme.accent, strength);
}

void DrawUnit(const WeightRamp& ramp, const vae::Vector& unit, int left, int top, int width,
              std::vector<uint32_t>& pixels) {
  const float scale = std::max(unit.cwiseAbs().maxCoeff(), 1e-6f);
  for (int i = 0; i < vae::kDigitPixels; ++i) {
    const int at = (top + i / vae::kDigitSide) * width + left + i % vae::kDigitSide;
    pixels[static_cast<size_t>(at)] = ramp(unit(i) / scale);
  }
}

}  // namespace

WeightRamp::WeightRamp(const Theme& theme) {
  for (int i = 0; i < kSteps; ++i) {
    const float weight = 2 * static_cast<float>(i) / (kSteps - 1) - 1;
    colors_[static_cast<size_t>(i)] = WeightColor(theme, weight);
  }
}

uint32_t WeightRamp::operator()(float weight) const {
  const float place = (std::clamp(weight, -1.0f, 1.0f) + 1) / 2 * (kSteps - 1);
  return colors_[static_cast<size_t>(std::lround(place))];
}

void UpdateWeightSheet(const WeightRamp& ramp, const vae::Matrix& units, Texture& texture,
                       int columns) {
  const int count = static_cast<int>(units.cols());
  const int width = columns * vae::kDigitSide;
  const int height = (count + columns - 1) / columns * vae::kDigitSide;
  std::vector<uint32_t> pixels(static_cast<size_t>(width) * static_cast<size_t>(height));
  for (int unit = 0; unit < count; ++unit) {
    DrawUnit(ramp, units.col(unit), unit % columns * vae::kDigitSide,
             unit / columns * vae::kDigitSide, width, pixels);
  }
  UpdateTexture(texture, width, height, pixels, Filter::kLinear);
}

void UpdateWeightPicture(const WeightRamp& ramp, const vae::Vector& unit, Texture& texture) {
  std::vector<uint32_t> pixels(vae::kDigitPixels);
  DrawUnit(ramp, unit, 0, 0, vae::kDigitSide, pixels);
  UpdateTexture(texture, vae::kDigitSide, vae::kDigitSide, pixels, Filter::kNearest);
}

WeightPlace PlaceOfUnit(const Texture& sheet, int index, int columns) {
  constexpr auto kSide = static_cast<float>(vae::kDigitSide);
  const auto width = static_cast<float>(sheet.width);
  const auto height = static_cast<float>(sheet.height);
  const auto left = static_cast<float>(index % columns) * kSide;
  const auto top = static_cast<float>(index / columns) * kSide;
  return {{(left + 0.5f) / width, (top + 0.5f) / height},
          {(left + kSide - 0.5f) / width, (top + kSide - 0.5f) / height}};
}

}  // namespace app

// Weights that have one value for each pixel, as pictures: positive ones in the accent, negative
// ones in the second colour, the largest of a unit, whichever sign it has, at full strength.
#pragma once

#include <array>
#include <cstdint>

#include "app/ui/texture.h"
#include "app/ui/theme.h"
#include "core/types.h"

namespace app {

class WeightRamp {
 public:
  explicit WeightRamp(const Theme& theme);
  // Of a weight in [-1, 1].
  uint32_t operator()(float weight) const;

 private:
  static constexpr int kSteps = 511;
  std::array<uint32_t, kSteps> colors_;
};

// Units (784, H) in rows of `columns`, from the top left.
void UpdateWeightSheet(const WeightRamp& ramp, const vae::Matrix& units, Texture& texture,
                       int columns);
// One unit (784), 28 x 28.
void UpdateWeightPicture(const WeightRamp& ramp, const vae::Vector& unit, Texture& texture);

// Where unit `index` is in a sheet: half a texel inside, so that filtering does not reach the
// neighbours.
struct WeightPlace {
  ImVec2 uv0;
  ImVec2 uv1;
};
WeightPlace PlaceOfUnit(const Texture& sheet, int index, int columns);

}  // namespace app

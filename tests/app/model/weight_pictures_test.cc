#include "app/model/weight_pictures.h"

#include <gtest/gtest.h>

#include <cmath>

#include "app/textures.h"
#include "core/vae.h"

namespace app {
namespace {

TEST(WeightRampTest, GoesFromTheSecondColourOverTheGroundToTheAccent) {
  for (const Theme* theme : {&PaperTheme(), &NightTheme()}) {
    const WeightRamp ramp(*theme);
    EXPECT_EQ(ramp(-1), theme->second);
    EXPECT_EQ(ramp(0), theme->digit_ground);
    EXPECT_EQ(ramp(1), theme->accent);
    EXPECT_EQ(ramp(7), theme->accent);
    EXPECT_EQ(ramp(-7), theme->second);
    // A quarter of the largest weight is half as strong.
    EXPECT_EQ(ramp(130.0f / 510), Mix(theme->digit_ground, theme->accent, std::sqrt(130.0f / 510)));
    EXPECT_EQ(ramp(-130.0f / 510),
              Mix(theme->digit_ground, theme->second, std::sqrt(130.0f / 510)));
  }
}

TEST(WeightSheetTest, UnitsStandInRowsEachAtItsOwnScale) {
  const Theme& theme = PaperTheme();
  const WeightRamp ramp(theme);
  // Five units, each with one weight; the largest is 10^unit, and negative where that is odd.
  vae::Matrix units = vae::Matrix::Zero(vae::kDigitPixels, 5);
  for (int unit = 0; unit < 5; ++unit) {
    units(28 * 3 + unit, unit) =
        std::pow(10.0f, static_cast<float>(unit)) * (unit % 2 ? -1.f : 1.f);
  }
  Texture sheet;
  UpdateWeightSheet(ramp, units, sheet, 3);
  ASSERT_EQ(sheet.width, 3 * 28);
  ASSERT_EQ(sheet.height, 2 * 28);
  int drawn = 0;
  for (const uint32_t pixel : PixelsOf(sheet)) drawn += pixel != 0 && pixel != theme.digit_ground;
  EXPECT_EQ(drawn, 5);
  for (int unit = 0; unit < 5; ++unit) {
    const int x = unit % 3 * 28 + unit;
    const int y = unit / 3 * 28 + 3;
    EXPECT_EQ(PixelsOf(sheet)[static_cast<size_t>(y * sheet.width + x)],
              unit % 2 ? theme.second : theme.accent)
        << unit;
    // Half a texel inside its own square.
    const WeightPlace place = PlaceOfUnit(sheet, unit, 3);
    const auto left = static_cast<float>(unit % 3 * 28);
    const auto top = static_cast<float>(unit / 3 * 28);
    EXPECT_FLOAT_EQ(place.uv0.x * 84, left + 0.5f);
    EXPECT_FLOAT_EQ(place.uv0.y * 56, top + 0.5f);
    EXPECT_FLOAT_EQ(place.uv1.x * 84, left + 27.5f);
    EXPECT_FLOAT_EQ(place.uv1.y * 56, top + 27.5f);
  }
  Texture one;
  UpdateWeightPicture(ramp, units.col(4), one);
  ASSERT_EQ(PixelsOf(one).size(), static_cast<size_t>(vae::kDigitPixels));
  EXPECT_EQ(PixelsOf(one)[28 * 3 + 4], theme.accent);
}

TEST(WeightSheetTest, AUnitWithoutWeightsIsGround) {
  const Theme& theme = NightTheme();
  Texture one;
  UpdateWeightPicture(WeightRamp(theme), vae::Vector::Zero(vae::kDigitPixels), one);
  for (const uint32_t pixel : PixelsOf(one)) EXPECT_EQ(pixel, theme.digit_ground);
}

}  // namespace
}  // namespace app

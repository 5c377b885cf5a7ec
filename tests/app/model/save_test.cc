#include "app/model/save.h"

#include <gtest/gtest.h>

#include "app/ui/theme.h"

namespace app {
namespace {

ImU32 PixelOf(const vae::Picture& picture, int x, int y) {
  const size_t at = 3 * static_cast<size_t>(y * picture.width + x);
  return IM_COL32(picture.rgb[at], picture.rgb[at + 1], picture.rgb[at + 2], 255);
}

// Digit n has ink at pixel n only.
vae::Matrix Digits(vae::Index count) {
  vae::Matrix digits = vae::Matrix::Zero(vae::kDigitPixels, count);
  for (vae::Index n = 0; n < count; ++n) digits(n, n) = 1;
  return digits;
}

TEST(Save, OneDigitIsEnlargedByWholePixels) {
  const vae::Picture picture = SheetOfDigits(false, Digits(1), 1);
  ASSERT_EQ(picture.width, picture.height);
  ASSERT_EQ(picture.width % vae::kDigitSide, 0);
  const int scale = picture.width / vae::kDigitSide;
  EXPECT_GE(scale, 10);
  const Theme& theme = PaperTheme();
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const bool ink = x < scale && y < scale;
      ASSERT_EQ(PixelOf(picture, x, y), ink ? theme.digit_ink : theme.digit_ground)
          << x << ", " << y;
    }
  }
}

TEST(Save, DigitsStandInRows) {
  constexpr int kColumns = 3;
  const vae::Picture picture = SheetOfDigits(true, Digits(7), kColumns);
  // Three columns, three rows: as high as wide, the gaps alike.
  ASSERT_EQ(picture.width, picture.height);
  const int scale = picture.width / (kColumns * vae::kDigitSide);
  const int step = (picture.width - scale * vae::kDigitSide) / (kColumns - 1);
  int ink = 0;
  for (int n = 0; n < 7; ++n) {
    const int x = n % kColumns * step + n * scale;
    const int y = n / kColumns * step;
    EXPECT_EQ(PixelOf(picture, x, y), NightTheme().digit_ink) << n;
  }
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      ink += PixelOf(picture, x, y) == NightTheme().digit_ink ? 1 : 0;
    }
  }
  EXPECT_EQ(ink, 7 * scale * scale);
}

TEST(Save, ManyDigitsStayOfAReasonableSize) {
  const vae::Picture picture = SheetOfDigits(false, vae::Matrix::Zero(vae::kDigitPixels, 900), 30);
  EXPECT_LE(picture.width, 2000);
  EXPECT_EQ(picture.width, picture.height);
}

TEST(Save, AsksForAFile) {
  AppState state;
  SavePicture(state, "digits.png", Digits(2), 2);
  ASSERT_EQ(state.requests.size(), 1u);
  EXPECT_EQ(state.requests[0].kind, Request::Kind::kSave);
  EXPECT_EQ(state.requests[0].text, "digits.png");
  EXPECT_EQ(state.requests[0].bytes, vae::EncodePng(SheetOfDigits(false, Digits(2), 2)));
  SavePicture(state, "nothing.png", vae::Matrix(vae::kDigitPixels, 0), 2);
  EXPECT_EQ(state.requests.size(), 1u);
}

}  // namespace
}  // namespace app

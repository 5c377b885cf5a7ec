#include "app/ui/pictures.h"

#include <gtest/gtest.h>

#include "app/textures.h"
#include "app/ui/theme.h"

namespace app {
namespace {

TEST(SheetTest, DigitsStandInRowsAndNoRowIsEmpty) {
  const Theme& theme = PaperTheme();
  for (const auto& [count, rows] : {std::pair(1, 1), {3, 1}, {4, 2}, {6, 2}, {7, 3}}) {
    vae::Matrix digits = vae::Matrix::Zero(vae::kDigitPixels, count);
    for (int n = 0; n < count; ++n) digits(28 * 5 + n, n) = 1;
    Texture sheet;
    UpdateSheet(theme, digits, sheet, Filter::kNearest, 3);
    ASSERT_EQ(sheet.width, 3 * 28);
    ASSERT_EQ(sheet.height, rows * 28) << count;
    for (int n = 0; n < count; ++n) {
      const int at = (n / 3 * 28 + 5) * sheet.width + n % 3 * 28 + n;
      EXPECT_EQ(PixelsOf(sheet)[static_cast<size_t>(at)], theme.digit_ink) << n << " of " << count;
    }
  }
}

}  // namespace
}  // namespace app

// What figures are drawn with.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <numbers>
#include <string>

#include "figure/axes.h"
#include "figure/canvas.h"
#include "figure/sheet.h"
#include "figure/text.h"
#include "figure/tiles.h"

namespace figure {
namespace {

constexpr Color kBlack = Rgb(0x000000);

// How much of the canvas is no longer paper, in square points, by its blue.
double Inked(const Canvas& canvas) {
  const vae::Picture& picture = canvas.picture();
  const auto paper = static_cast<double>(std::lround(255 * kGround.blue));
  double sum = 0;
  for (size_t i = 2; i < picture.rgb.size(); i += 3) sum += 1 - picture.rgb[i] / paper;
  return sum / (kDensity * kDensity);
}

int BlueAt(const Canvas& canvas, int x, int y) {
  const vae::Picture& picture = canvas.picture();
  return picture.rgb[static_cast<size_t>(3 * (y * picture.width + x) + 2)];
}

TEST(Canvas, AreasOfShapesAreExact) {
  Canvas rect(40, 30);
  rect.Fill({3.25, 4.25, 10.5, 7.5}, kBlack);
  EXPECT_NEAR(Inked(rect), 10.5 * 7.5, 0.3);
  Canvas rounded(40, 30);
  rounded.Fill({3, 4, 20, 12}, kBlack, 4);
  EXPECT_NEAR(Inked(rounded), 20 * 12 - (4 - std::numbers::pi) * 16, 0.3);
  Canvas disc(40, 30);
  disc.Disc({20.3, 15.1}, 7, kBlack);
  EXPECT_NEAR(Inked(disc), std::numbers::pi * 49, 0.5);
  Canvas ring(40, 30);
  ring.Ring({20, 15}, 8, 2, kBlack, {5, 5, 30, 20});
  EXPECT_NEAR(Inked(ring), 2 * std::numbers::pi * 8 * 2, 0.5);
  Canvas arc(40, 30);
  arc.Ring({20, 15}, 8, 2, kBlack, {20, 15, 20, 15});
  EXPECT_NEAR(Inked(arc), 2 * std::numbers::pi * 8 * 2 / 4, 0.5);
  Canvas line(40, 30);
  line.Line({5, 5}, {25, 20}, 3, kBlack);
  EXPECT_NEAR(Inked(line), 25 * 3 + std::numbers::pi * 2.25, 0.5);
}

TEST(Canvas, TranslucentInkBlends) {
  Canvas canvas(10, 10);
  canvas.Fill({0, 0, 10, 10}, Rgb(0xffffff));
  canvas.Fill({0, 0, 10, 10}, Faded(kBlack, 0.25f));
  EXPECT_EQ(BlueAt(canvas, 10, 10), 191);
}

TEST(Canvas, ShapesAreClippedAtTheEdges) {
  Canvas canvas(10, 10);
  canvas.Disc({0, 0}, 5, kBlack);
  canvas.Line({-50, 5}, {60, 5}, 1, kBlack);
  canvas.Fill({8, 8, 100, 100}, kBlack);
  canvas.Disc({1e300, NAN}, 5, kBlack);
  canvas.Line({-1e300, -1e300}, {-1e200, -1e200}, 1, kBlack);
  DrawText(canvas, {-5, 3}, "Wide text over both edges", kTitle);
  EXPECT_GT(Inked(canvas), std::numbers::pi * 25 / 4);
}

TEST(Canvas, DigitsKeepTheirPixels) {
  vae::Vector digit(vae::kDigitPixels);
  for (vae::Index i = 0; i < digit.size(); ++i) digit[i] = static_cast<float>(i % 5) / 4;
  Canvas canvas(28, 28);  // two pixels each
  canvas.Digit({0, 0, 28, 28}, {digit.data(), vae::kDigitPixels}, Sampling::kPixels, 0);
  const float ground = 255 * kDigitGround.blue;
  for (int y = 0; y < 56; ++y) {
    for (int x = 0; x < 56; ++x) {
      const float ink = digit[y / 2 * vae::kDigitSide + x / 2];
      ASSERT_NEAR(BlueAt(canvas, x, y), ground + ink * (255 - ground), 0.51) << x << " " << y;
    }
  }
}

TEST(Canvas, SmoothDigitsKeepFlatPlacesAndMeanInk) {
  vae::Vector digit = vae::Vector::Zero(vae::kDigitPixels);
  for (int y = 8; y < 20; ++y) digit.segment(y * vae::kDigitSide + 8, 12).setOnes();
  Canvas canvas(70, 70);
  canvas.Digit({0, 0, 70, 70}, {digit.data(), vae::kDigitPixels}, Sampling::kSmooth, 0);
  EXPECT_EQ(BlueAt(canvas, 70, 70), 255);
  EXPECT_EQ(BlueAt(canvas, 5, 5), std::lround(255 * kDigitGround.blue));
  double sum = 0;
  for (int y = 0; y < 140; ++y) {
    for (int x = 0; x < 140; ++x) sum += BlueAt(canvas, x, y);
  }
  const double ground = 255 * kDigitGround.blue;
  const double share = (sum / (140 * 140) - ground) / (255 - ground);
  EXPECT_NEAR(share, 144.0 / vae::kDigitPixels, 0.005);
}

TEST(Canvas, PixelsThatAreNoNumbersArePaper) {
  const vae::Vector digit = vae::Vector::Constant(vae::kDigitPixels, NAN);
  Canvas canvas(28, 28);
  canvas.Digit({0, 0, 28, 28}, {digit.data(), vae::kDigitPixels}, Sampling::kPixels, 0);
  EXPECT_EQ(BlueAt(canvas, 20, 20), std::lround(255 * kDigitGround.blue));
}

// The table `tag` of the font that is embedded; empty if it has none.
std::string FontTable(const char* tag) {
  std::ifstream file(VAE_FONT_FILE, std::ios::binary);
  const std::string font{std::istreambuf_iterator<char>(file), {}};
  const auto number = [&font](size_t at, size_t bytes) {
    size_t value = 0;
    for (size_t i = 0; i < bytes; ++i) value = value << 8 | static_cast<uint8_t>(font.at(at + i));
    return value;
  };
  for (size_t i = 0; i < number(4, 2); ++i) {
    const size_t entry = 12 + 16 * i;
    if (font.compare(entry, 4, tag) == 0)
      return font.substr(number(entry + 8, 4), number(entry + 12, 4));
  }
  return "";
}

TEST(Text, WidthAddsUpAndPairsAreKerned) {
  EXPECT_EQ(TextWidth("", kBody), 0);
  EXPECT_NEAR(TextWidth("nn", kBody), 2 * TextWidth("n", kBody), 1e-6);
  const double apart = TextWidth("V", kBody) + TextWidth("A", kBody);
  EXPECT_LE(TextWidth("VA", kBody), apart);
  // Inter 3 has its pairs where stb_truetype looks for them; Inter 4 has not.
  const std::string head = FontTable("head");
  ASSERT_GT(head.size(), 8u);
  if (head[5] < 4) {
    EXPECT_LT(TextWidth("VA", kBody), apart);
  }
  EXPECT_GT(TextWidth("−σ→", kBody), 15);  // three characters, not eight bytes
  EXPECT_LT(TextWidth("−σ→", kBody), 45);
}

TEST(Text, AlignmentMovesIt) {
  const double width = TextWidth("latent", kBody);
  for (const Align align : {Align::kLeft, Align::kCenter, Align::kRight}) {
    Canvas canvas(200, 40);
    DrawText(canvas, {100, 25}, "latent", Aligned(kBody, align));
    int first = 400;
    for (int y = 0; y < 80; ++y) {
      for (int x = 0; x < first; ++x) {
        if (BlueAt(canvas, x, y) < 200) first = x;
      }
    }
    const double left = 100 - (align == Align::kLeft     ? 0
                               : align == Align::kCenter ? width / 2
                                                         : width);
    EXPECT_NEAR(first / 2.0, left, 2);
  }
}

TEST(Sheet, IsAsWideAsItsWidestPart) {
  const Sheet narrow(100, 50, {"Title", {}, {}});
  const Sheet wide(100, 50, {"Title", {"A line that is much wider than the content is"}, {}});
  EXPECT_EQ(narrow.content().width, 100);
  EXPECT_EQ(wide.content().width, 100);
  EXPECT_LT(narrow.picture().width, wide.picture().width);
  EXPECT_EQ(narrow.picture().width, kDensity * (100 + 88));
}

TEST(Tiles, GridsAreNearlySquare) {
  EXPECT_EQ(SquareColumns(1, 1), 1);
  EXPECT_EQ(SquareColumns(7, 1), 3);
  EXPECT_EQ(SquareColumns(12, 1), 4);
  EXPECT_EQ(SquareColumns(100, 1), 10);
  EXPECT_EQ(SquareColumns(8, 2), 2);
  for (int count = 1; count < 400; ++count) {
    const int columns = SquareColumns(count, 1);
    const int rows = (count + columns - 1) / columns;
    EXPECT_LE(std::abs(std::log2(static_cast<double>(columns) / rows)), 1) << count;
  }
}

TEST(Tiles, SidesAreWholePixelsThatFit) {
  for (int count = 1; count <= 30; ++count) {
    const double scale = TileSide(count, 900) * kDensity / vae::kDigitSide;
    EXPECT_EQ(scale, std::round(scale));
    EXPECT_LE(count * TileSide(count, 900), 900);
  }
  EXPECT_EQ(TileSide(1000, 900), 28);
}

TEST(Axes, TicksAreRoundAndInside) {
  EXPECT_EQ(NiceTicks(0, 10, 5), (std::vector<double>{0, 2, 4, 6, 8, 10}));
  EXPECT_EQ(NiceTicks(-0.3, 0.3, 4).size(), 3u);
  EXPECT_EQ(NiceTicks(101.2, 163.9, 7), (std::vector<double>{110, 120, 130, 140, 150, 160}));
  EXPECT_TRUE(NiceTicks(1, 1, 5).empty());
  EXPECT_TRUE(NiceTicks(0, INFINITY, 5).empty());
  EXPECT_EQ(LogTicks(1, 50), (std::vector<double>{1, 2, 5, 10, 20, 50}));
}

TEST(Axes, ScalesAndLabels) {
  const Scale linear = {.low = -1, .high = 3, .from = 100, .to = 20};
  EXPECT_DOUBLE_EQ(linear(-1), 100);
  EXPECT_DOUBLE_EQ(linear(1), 60);
  const Scale logarithmic = {.low = 1, .high = 100, .from = 0, .to = 10, .logarithmic = true};
  EXPECT_DOUBLE_EQ(logarithmic(10), 5);
  const std::vector<Tick> ticks = TicksAt({-0.5, 0, 0.5}, linear);
  EXPECT_EQ(ticks[0].label, "−0.5");
  EXPECT_EQ(ticks[1].label, "0.0");
  EXPECT_DOUBLE_EQ(ticks[1].at, 80);
}

TEST(Axes, LabelsKeepApart) {
  using Heights = std::vector<double>;
  EXPECT_EQ(KeepLabelsApart({}, 16), Heights{});
  EXPECT_EQ(KeepLabelsApart({5}, 16), Heights{5});
  EXPECT_EQ(KeepLabelsApart({5, 21}, 16), (Heights{5, 21}));
  EXPECT_EQ(KeepLabelsApart({5, 11}, 16), (Heights{0, 16}));
  EXPECT_EQ(KeepLabelsApart({0, 16, 20}, 16), (Heights{0, 16, 32}));
}

TEST(Axes, Numbers) {
  EXPECT_EQ(Fixed(-3.14159, 2), "−3.14");
  EXPECT_EQ(Fixed(-0.001, 2), "0.00");
  EXPECT_EQ(Fixed(NAN, 2), "–");
  EXPECT_EQ(WithSpaces(7), "7");
  EXPECT_EQ(WithSpaces(1000), "1000");
  EXPECT_EQ(WithSpaces(10000), "10\u00a0000");
  EXPECT_EQ(WithSpaces(100), "100");
  EXPECT_EQ(WithSpaces(100000), "100\u00a0000");
  EXPECT_EQ(WithSpaces(1234567), "1\u00a0234\u00a0567");
}

}  // namespace
}  // namespace figure

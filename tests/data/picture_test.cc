#include "data/picture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

#include "data/coverage.h"
#include "data/example_digit.h"

namespace vae {
namespace {

struct Rgba {
  uint8_t red = 0;
  uint8_t green = 0;
  uint8_t blue = 0;
  uint8_t alpha = 255;
};

constexpr Rgba kWhite = {255, 255, 255};
constexpr Rgba kBlack = {0, 0, 0};

struct TestPicture {
  int width = 0;
  int height = 0;
  std::vector<uint8_t> rgba;
};

TestPicture Paint(int width, int height, const std::function<Rgba(int, int)>& color) {
  TestPicture picture{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const Rgba c = color(x, y);
      picture.rgba.insert(picture.rgba.end(), {c.red, c.green, c.blue, c.alpha});
    }
  }
  return picture;
}

Rgba Between(Rgba a, Rgba b, float t) {
  const auto mix = [t](uint8_t from, uint8_t to) {
    return static_cast<uint8_t>(
        std::lround(static_cast<float>(from) + t * static_cast<float>(to - from)));
  };
  return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue), mix(a.alpha, b.alpha)};
}

// `ink` in one colour on another, `side` pixels wide.
TestPicture InColors(const InkRaster& ink, Rgba ground, Rgba pen) {
  return Paint(ink.side, ink.side, [&](int x, int y) {
    return Between(ground, pen, ink.coverage[static_cast<size_t>(y * ink.side + x)]);
  });
}

InkRaster Ink(const TestPicture& picture) {
  const Result<InkRaster> ink = PictureToInk(picture.rgba, picture.width, picture.height);
  EXPECT_TRUE(ink) << ink.error();
  return ink.value_or(EmptyInk());
}

std::string Complaint(const TestPicture& picture) {
  const Result<InkRaster> ink = PictureToInk(picture.rgba, picture.width, picture.height);
  return ink ? "" : ink.error();
}

double MeanDifference(const InkRaster& a, const InkRaster& b) {
  double sum = 0;
  for (size_t i = 0; i < a.coverage.size(); ++i) sum += std::abs(a.coverage[i] - b.coverage[i]);
  return sum / static_cast<double>(a.coverage.size());
}

TEST(PictureToInk, AnyTwoColoursGiveTheSameInk) {
  const InkRaster drawn = RasterizeInk(ExampleDigit(0.09f));
  for (const auto& [ground, pen] :
       std::vector<std::pair<Rgba, Rgba>>{{kWhite, kBlack},
                                          {kBlack, kWhite},
                                          {{240, 235, 220}, {30, 40, 160}},    // blue on cream
                                          {{40, 70, 50}, {230, 230, 235}},     // chalk on a board
                                          {{120, 120, 120}, {180, 180, 180}},  // grey on grey
                                          {{0, 0, 0, 0}, {0, 0, 0, 255}},      // cut out, dark
                                          {{0, 0, 0, 0}, {255, 255, 255, 255}}}) {
    const InkRaster ink = Ink(InColors(drawn, ground, pen));
    EXPECT_LT(MeanDifference(ink, drawn), 0.003)
        << int{ground.red} << " " << int{pen.red} << " " << int{ground.alpha};
  }
}

TEST(PictureToInk, ADigitComesBackAsItWas) {
  // 28 x 28 pixels, as MNIST has them, greys included.
  const Vector digit = NormalizedDigit(RasterizeInk(ExampleDigit(0.09f)));
  const TestPicture picture = Paint(28, 28, [&](int x, int y) {
    return Between(kBlack, kWhite, digit(y * kDigitSide + x) / digit.maxCoeff());
  });
  const Vector back = RawDigit(Ink(picture));
  EXPECT_LT((back - digit / digit.maxCoeff()).cwiseAbs().maxCoeff(), 0.01f);
}

TEST(PictureToInk, SizeDoesNotMatter) {
  const InkRaster drawn = RasterizeInk(ExampleDigit(0.09f));
  for (const int side : {70, 333, 1400}) {
    const InkRaster other = RasterizeInk(ExampleDigit(0.09f), side);
    EXPECT_LT(MeanDifference(Ink(InColors(other, kWhite, kBlack)), drawn), 0.02) << side;
  }
}

TEST(PictureToInk, KeepsTheAspectInTheMiddle) {
  // A square of ink in the middle of a strip stays one.
  for (const bool wide : {true, false}) {
    const int width = wide ? 800 : 200;
    const int height = wide ? 200 : 800;
    const InkRaster ink = Ink(Paint(width, height, [&](int x, int y) {
      return std::abs(x - width / 2) < 50 && std::abs(y - height / 2) < 50 ? kBlack : kWhite;
    }));
    EXPECT_NEAR(std::accumulate(ink.coverage.begin(), ink.coverage.end(), 0.0), 35 * 35, 80);
    EXPECT_EQ(CoverageAt(ink, 140, 140), 1);
    EXPECT_EQ(CoverageAt(ink, 140 - 14, 140 - 14), 1);
    EXPECT_EQ(CoverageAt(ink, 140 - 22, 140), 0);
    EXPECT_EQ(CoverageAt(ink, 140, 140 + 22), 0);
    EXPECT_EQ(CoverageAt(ink, 2, 2), 0);  // where the picture does not reach
  }
}

TEST(PictureToInk, AnUnevenGroundIsNotInk) {
  // A photograph of paper: a shadow across it, and grain.
  const InkRaster drawn = RasterizeInk(ExampleDigit(0.09f));
  uint32_t random = 1;
  const TestPicture photo = Paint(280, 280, [&](int x, int y) {
    random = random * 1664525u + 1013904223u;
    const float paper = 190 + 0.1f * static_cast<float>(x) + static_cast<float>(random >> 28);
    const float ink = drawn.coverage[static_cast<size_t>(y * 280 + x)];
    const auto grey = static_cast<uint8_t>(paper * (1 - 0.8f * ink));
    return Rgba{grey, grey, grey};
  });
  const InkRaster ink = Ink(photo);
  double ground = 0;
  for (size_t i = 0; i < ink.coverage.size(); ++i) {
    if (drawn.coverage[i] == 0) ground += ink.coverage[i];
  }
  EXPECT_LT(ground / static_cast<double>(ink.coverage.size()), 0.005);
  EXPECT_LT(MeanDifference(ink, drawn), 0.03);
}

TEST(PictureToInk, AThinLineIsFound) {
  const InkRaster ink = Ink(Paint(
      560, 560, [](int x, int y) { return x == 280 && y > 100 && y < 460 ? kBlack : kWhite; }));
  EXPECT_GT(CoverageAt(ink, 140, 140), 0.9f);
  EXPECT_EQ(CoverageAt(ink, 120, 140), 0);
}

TEST(PictureToInk, NothingInItIsSaid) {
  for (const Rgba color : {kWhite, kBlack, Rgba{10, 200, 90, 255}, Rgba{0, 0, 0, 0}}) {
    EXPECT_EQ(Complaint(Paint(50, 40, [&](int, int) { return color; })),
              "The picture is one even colour; choose one whose digit stands out from its ground.");
  }
  const std::string none = "The picture has no pixels; choose another one.";
  EXPECT_EQ(Complaint({0, 0, {}}), none);
  EXPECT_EQ(Complaint({-3, 5, {}}), none);
  EXPECT_EQ(Complaint({2, 2, std::vector<uint8_t>(15)}), none);
}

TEST(PictureToInk, StrangeSizesStayInTheUnitRange) {
  for (const auto& size :
       std::vector<std::pair<int, int>>{{1, 2}, {3, 1}, {2000, 1}, {1, 1999}, {281, 279}, {5, 3}}) {
    const int third = (size.first + size.second) / 3;
    const InkRaster ink = Ink(Paint(size.first, size.second, [third](int x, int y) {
      return x + y < third ? kBlack : kWhite;
    }));
    for (const float c : ink.coverage) ASSERT_TRUE(c >= 0 && c <= 1) << c;
  }
}

TEST(DigitToInk, IsTheOppositeOfRawDigit) {
  Vector digit(kDigitPixels);
  for (Index i = 0; i < digit.size(); ++i) digit(i) = static_cast<float>(i * 37 % 256) / 255;
  const InkRaster ink = DigitToInk(digit);
  EXPECT_EQ(ink.side, kInkSide);
  EXPECT_EQ(CoverageAt(ink, 0, 0), digit(0));
  EXPECT_EQ(CoverageAt(ink, 279, 9), digit(27));
  EXPECT_EQ(CoverageAt(ink, 35, 279), digit(27 * 28 + 3));
  EXPECT_LT((RawDigit(ink) - digit).cwiseAbs().maxCoeff(), 1e-6f);
}

}  // namespace
}  // namespace vae

#include "data/ink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <vector>

#include "data/coverage.h"
#include "data/example_digit.h"

namespace vae {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

Stroke Line(InkPoint from, InkPoint to, float width = 0.1f) {
  return {.points = {from, to}, .width = width};
}

InkRaster Raster(const Stroke& stroke) { return RasterizeInk({stroke}); }

// The ink's area, in raster pixels.
double Area(const InkRaster& raster) {
  double sum = 0;
  for (float c : raster.coverage) sum += c;
  return sum;
}

float Largest(const InkRaster& raster) {
  return *std::max_element(raster.coverage.begin(), raster.coverage.end());
}

void ExpectUnitRange(const InkRaster& raster) {
  for (float c : raster.coverage) ASSERT_TRUE(c >= 0 && c <= 1) << c;
}

// Every point through `map`, widths times `scale`.
std::vector<Stroke> Mapped(std::vector<Stroke> strokes, float scale,
                           const std::function<InkPoint(InkPoint)>& map) {
  for (Stroke& stroke : strokes) {
    stroke.width *= scale;
    for (InkPoint& p : stroke.points) p = map(p);
  }
  return strokes;
}

// What a digit looks like, in pixel indices.
struct DigitShape {
  double mass = 0;
  double x = 0;  // centre of mass
  double y = 0;
  int left = kDigitSide;  // of the pixels with more than a trace of ink
  int top = kDigitSide;
  int right = -1;
  int bottom = -1;

  int width() const { return right - left + 1; }
  int height() const { return bottom - top + 1; }
};

DigitShape ShapeOf(const Vector& digit) {
  DigitShape shape;
  for (int i = 0; i < kDigitPixels; ++i) {
    const int x = i % kDigitSide;
    const int y = i / kDigitSide;
    const double value = digit[i];
    shape.mass += value;
    shape.x += value * x;
    shape.y += value * y;
    if (value < 0.02) continue;
    shape.left = std::min(shape.left, x);
    shape.right = std::max(shape.right, x);
    shape.top = std::min(shape.top, y);
    shape.bottom = std::max(shape.bottom, y);
  }
  shape.x /= shape.mass;
  shape.y /= shape.mass;
  return shape;
}

void ExpectCentred(const Vector& digit) {
  const DigitShape shape = ShapeOf(digit);
  EXPECT_NEAR(shape.x, 14, 0.501);
  EXPECT_NEAR(shape.y, 14, 0.501);
}

// ---- strokes to a raster

TEST(InkRaster, EmptyInkIsEmptyEverywhere) {
  const InkRaster raster = EmptyInk();
  EXPECT_EQ(raster.side, kInkSide);
  EXPECT_EQ(raster.coverage.size(), static_cast<size_t>(kInkSide * kInkSide));
  EXPECT_TRUE(raster.empty());
  EXPECT_EQ(RawDigit(raster), Vector::Zero(kDigitPixels));
  EXPECT_EQ(NormalizedDigit(raster), Vector::Zero(kDigitPixels));
  EXPECT_TRUE(RasterizeInk({Stroke{}}).empty());
}

TEST(InkRaster, DotIsADiscOfTheBrushsDiameter) {
  const InkRaster raster = Raster({.points = {{0.5f, 0.25f}}, .width = 0.2f});
  const double radius = 0.1 * kInkSide;
  EXPECT_NEAR(Area(raster), std::numbers::pi * radius * radius, 5);
  EXPECT_FALSE(raster.empty());
  EXPECT_EQ(CoverageAt(raster, 140, 70), 1);
  EXPECT_EQ(CoverageAt(raster, 140, 140), 0);
  EXPECT_EQ(CoverageAt(raster, 70, 140), 0);
}

TEST(InkRaster, LineHasItsLengthWidthAndRoundCaps) {
  // Areas over many directions: a box of length x width and the two halves of a disc.
  for (int degrees = 0; degrees < 180; degrees += 15) {
    const float angle = static_cast<float>(degrees) * std::numbers::pi_v<float> / 180;
    const InkPoint offset = {0.3f * std::cos(angle), 0.3f * std::sin(angle)};
    const InkRaster raster =
        Raster(Line({0.5f - offset.x, 0.5f - offset.y}, {0.5f + offset.x, 0.5f + offset.y}));
    const double radius = 0.05 * kInkSide;
    const double expected = 0.6 * kInkSide * 2 * radius + std::numbers::pi * radius * radius;
    EXPECT_NEAR(Area(raster), expected, 0.003 * expected) << degrees << " degrees";
    ExpectUnitRange(raster);
  }
}

TEST(InkRaster, PressureWidensThePointsItWasPressedAt) {
  // A cone of a line: its area is the mean width times the length, and the two caps.
  const InkRaster raster =
      Raster({.points = {{0.2f, 0.5f, 0.4f}, {0.8f, 0.5f, 1.6f}}, .width = 0.1f});
  const double narrow = 0.02 * kInkSide;
  const double wide = 0.08 * kInkSide;
  const double expected =
      0.6 * kInkSide * (narrow + wide) + std::numbers::pi / 2 * (narrow * narrow + wide * wide);
  EXPECT_NEAR(Area(raster), expected, 0.01 * expected);
  const auto thickness = [&](int x) {
    double sum = 0;
    for (int y = 0; y < kInkSide; ++y) sum += CoverageAt(raster, x, y);
    return sum;
  };
  EXPECT_NEAR(thickness(56), 2 * narrow, 0.2);
  EXPECT_NEAR(thickness(140), narrow + wide, 0.2);
  EXPECT_NEAR(thickness(223), 2 * wide, 0.2);
}

// Rows are cut to what a line can reach, columns are not.
TEST(InkRaster, ALineThatGrowsWiderIsTheSameAcrossAndDown) {
  for (const auto& [end, width] :
       {std::pair(InkPoint{0.9f, 0.2f, 0.1f}, 0.3f), std::pair(InkPoint{0.9f, 0.1f, 3}, 0.1f),
        std::pair(InkPoint{0.8f, 0.4f, 0.01f}, 0.4f)}) {
    const InkPoint begin{0.1f, 0.2f};
    const InkRaster across = Raster({.points = {begin, end}, .width = width});
    const InkRaster down =
        Raster({.points = {{begin.y, begin.x}, {end.y, end.x, end.width}}, .width = width});
    for (int y = 0; y < across.side; ++y) {
      for (int x = 0; x < across.side; ++x) {
        ASSERT_NEAR(across.coverage[static_cast<size_t>(y * across.side + x)],
                    down.coverage[static_cast<size_t>(x * across.side + y)], 1e-5)
            << x << ", " << y;
      }
    }
  }
}

TEST(InkRaster, PressureOfOneIsTheStrokesOwnWidth) {
  std::vector<Stroke> strokes = ExampleDigit(0.09f);
  const InkRaster plain = RasterizeInk(strokes);
  for (Stroke& stroke : strokes) {
    stroke.width *= 2;
    for (InkPoint& point : stroke.points) point.width = 0.5f;
  }
  EXPECT_EQ(RasterizeInk(strokes).coverage, plain.coverage);
}

TEST(InkRaster, NoPressureAndPressureThatIsNoNumberAreHarmless) {
  const Stroke line = {.points = {{0.2f, 0.5f, 0}, {0.8f, 0.5f, -3}}, .width = 0.1f};
  EXPECT_LE(Largest(Raster(line)), 0.5f);
  const Stroke broken = {.points = {{0.2f, 0.5f}, {0.5f, 0.1f, kNaN}, {0.8f, 0.5f}}, .width = 0.1f};
  EXPECT_EQ(Raster(broken).coverage, Raster(Line({0.2f, 0.5f}, {0.8f, 0.5f})).coverage);
  ExpectUnitRange(Raster({.points = {{0.2f, 0.5f, 1e30f}, {0.8f, 0.5f, 1}}, .width = 1e30f}));
}

TEST(InkRaster, EdgeIsAntialiasedOverOnePixel) {
  // Half a pixel below a pixel's edge: the edge rows are half covered, none in between.
  const float centre = 140.0f / kInkSide;
  const InkRaster raster = Raster(Line({0.2f, centre}, {0.8f, centre}, 21.0f / kInkSide));
  EXPECT_FLOAT_EQ(CoverageAt(raster, 140, 128), 0);
  EXPECT_NEAR(CoverageAt(raster, 140, 129), 0.5f, 1e-4);
  EXPECT_FLOAT_EQ(CoverageAt(raster, 140, 130), 1);
  EXPECT_FLOAT_EQ(CoverageAt(raster, 140, 149), 1);
  EXPECT_NEAR(CoverageAt(raster, 140, 150), 0.5f, 1e-4);
  EXPECT_FLOAT_EQ(CoverageAt(raster, 140, 151), 0);
}

TEST(InkRaster, FastStrokeHasNoGaps) {
  const InkRaster raster = Raster(Line({0.05f, 0.1f}, {0.95f, 0.9f}, 0.03f));
  for (int i = 0; i <= 1000; ++i) {
    const float t = static_cast<float>(i) / 1000;
    const int x = static_cast<int>((0.05f + 0.9f * t) * kInkSide);
    const int y = static_cast<int>((0.1f + 0.8f * t) * kInkSide);
    ASSERT_EQ(CoverageAt(raster, x, y), 1) << "at " << t;
  }
}

TEST(InkRaster, OverlapDoesNotAddUp) {
  // Antialiased edges are where adding would show.
  const Stroke line = Line({0.2f, 0.3f}, {0.8f, 0.6f});
  Stroke thrice = line;
  thrice.points = {line.points[0], line.points[1], line.points[0], line.points[1]};
  EXPECT_EQ(Raster(thrice).coverage, Raster(line).coverage);
  EXPECT_EQ(RasterizeInk({line, line, line}).coverage, Raster(line).coverage);
}

TEST(InkRaster, SegmentBySegmentEqualsTheWholeStrokeExactly) {
  for (bool eraser : {false, true}) {
    Stroke stroke = ExampleDigit()[0];
    stroke.eraser = eraser;
    stroke.points[5].x = kNaN;
    InkRaster whole = Raster(Line({0.1f, 0.1f}, {0.9f, 0.9f}, 0.5f));
    InkRaster growing = whole;
    DrawStroke(stroke, whole);
    for (size_t last = 0; last < stroke.points.size(); ++last) {
      DrawStrokeSegment(stroke, last, growing);
    }
    EXPECT_EQ(growing.coverage, whole.coverage);
  }
}

TEST(InkRaster, UndoByReplayEqualsNeverHavingDrawn) {
  std::vector<Stroke> strokes = ExampleFive();
  const InkRaster before = RasterizeInk(strokes);
  InkRaster live = before;
  strokes.push_back(Line({0.1f, 0.1f}, {0.9f, 0.9f}));
  DrawStroke(strokes.back(), live);
  EXPECT_NE(live.coverage, before.coverage);
  EXPECT_EQ(live.coverage, RasterizeInk(strokes).coverage);
  strokes.pop_back();
  EXPECT_EQ(RasterizeInk(strokes).coverage, before.coverage);
}

TEST(InkRaster, EraserTakesInkAwayWhereItGoesOnly) {
  const Stroke pen = Line({0.1f, 0.5f}, {0.9f, 0.5f});
  Stroke eraser = Line({0.5f, 0.3f}, {0.5f, 0.7f});
  eraser.eraser = true;
  const InkRaster raster = RasterizeInk({pen, eraser});
  EXPECT_EQ(CoverageAt(raster, 140, 140), 0);
  EXPECT_EQ(CoverageAt(raster, 60, 140), 1);
  EXPECT_EQ(CoverageAt(raster, 220, 140), 1);
  ExpectUnitRange(raster);
  // The order counts: what is drawn after the eraser stays.
  EXPECT_EQ(RasterizeInk({eraser, pen}).coverage, Raster(pen).coverage);
}

TEST(InkRaster, EraserDoesNotAddUpEither) {
  const Stroke pen = Line({0.1f, 0.5f}, {0.9f, 0.5f}, 0.4f);
  Stroke eraser = Line({0.2f, 0.4f}, {0.8f, 0.6f}, 0.06f);
  eraser.eraser = true;
  EXPECT_EQ(RasterizeInk({pen, eraser, eraser, eraser}).coverage,
            RasterizeInk({pen, eraser}).coverage);
}

TEST(InkRaster, EraserAlongTheSameStrokeLeavesNothing) {
  std::vector<Stroke> strokes = ExampleDigit();
  strokes.push_back(strokes[0]);
  strokes[1].eraser = true;
  const InkRaster raster = RasterizeInk(strokes);
  EXPECT_EQ(Largest(raster), 0);
  EXPECT_TRUE(raster.empty());
}

TEST(InkRaster, StrokeGoesOnOutsideThePad) {
  // Out at the right and back in: the part outside is not drawn as a line along the edge.
  const Stroke out = {.points = {{0.5f, 0.2f}, {1.5f, 0.2f}, {1.5f, 0.8f}, {0.5f, 0.8f}},
                      .width = 0.1f};
  const InkRaster raster = Raster(out);
  EXPECT_EQ(CoverageAt(raster, 279, 56), 1);
  EXPECT_EQ(CoverageAt(raster, 279, 224), 1);
  EXPECT_EQ(CoverageAt(raster, 279, 140), 0);
  // Wholly outside, but within reach of the brush; then out of reach.
  EXPECT_GT(Area(Raster(Line({-0.02f, 0.2f}, {-0.02f, 0.8f}))), 1000);
  EXPECT_EQ(Area(Raster(Line({-0.2f, 0.2f}, {-0.2f, 0.8f}))), 0);
}

TEST(InkRaster, LineAlongTheEdgeIsCutInHalf) {
  const double radius = 0.05 * kInkSide;
  const double half = 0.6 * kInkSide * radius + 0.5 * std::numbers::pi * radius * radius;
  EXPECT_NEAR(Area(Raster(Line({0.2f, 0.0f}, {0.8f, 0.0f}))), half, 0.003 * half);
  EXPECT_NEAR(Area(Raster(Line({1.0f, 0.2f}, {1.0f, 0.8f}))), half, 0.003 * half);
}

TEST(InkRaster, PointsThatAreNotFiniteAreIgnored) {
  const Stroke clean = {.points = {{0.2f, 0.2f}, {0.8f, 0.3f}, {0.4f, 0.8f}}, .width = 0.1f};
  Stroke dirty = clean;
  dirty.points = {{kNaN, 0.1f},    clean.points[0], {0.5f, kInfinity}, {kNaN, kNaN},
                  clean.points[1], clean.points[2], {-kInfinity, 0.5f}};
  EXPECT_EQ(Raster(dirty).coverage, Raster(clean).coverage);
  EXPECT_TRUE(Raster({.points = {{kNaN, kNaN}, {kInfinity, 0}}}).empty());
}

TEST(InkRaster, FarPointsDrawThePartThatIsOnThePad) {
  const InkRaster near = Raster(Line({0.5f, 0.5f}, {2.0f, 0.5f}));
  for (float far : {1e3f, 1e9f, 1e30f, std::numeric_limits<float>::max()}) {
    EXPECT_EQ(Raster(Line({0.5f, 0.5f}, {far, 0.5f})).coverage, near.coverage) << far;
    EXPECT_EQ(Raster(Line({far, 0.5f}, {0.5f, 0.5f})).coverage, near.coverage) << far;
    ExpectUnitRange(Raster(Line({-far, far}, {far, -far})));
    EXPECT_TRUE(Raster({.points = {{far, far}}}).empty());
  }
}

TEST(InkRaster, StrokeWithoutAPositiveWidthDrawsNothing) {
  for (float width : {0.0f, -0.1f, kNaN}) {
    EXPECT_EQ(Area(Raster(Line({0.2f, 0.2f}, {0.8f, 0.8f}, width))), 0) << width;
    EXPECT_EQ(Area(Raster({.points = {{0.5f, 0.5f}}, .width = width})), 0) << width;
  }
  ExpectUnitRange(Raster(Line({0.2f, 0.2f}, {0.8f, 0.8f}, kInfinity)));
}

// ---- the digit as drawn

TEST(RawDigit, IsTheMeanOfBlocks) {
  const InkRaster raster = RasterizeInk(ExampleDigit());
  const Vector digit = RawDigit(raster);
  constexpr int kBlock = kInkSide / kDigitSide;
  for (int y = 0; y < kDigitSide; ++y) {
    for (int x = 0; x < kDigitSide; ++x) {
      float sum = 0;
      for (int i = 0; i < kBlock * kBlock; ++i) {
        sum += CoverageAt(raster, x * kBlock + i % kBlock, y * kBlock + i / kBlock);
      }
      ASSERT_NEAR(digit[y * kDigitSide + x], sum / (kBlock * kBlock), 1e-5) << x << ", " << y;
    }
  }
}

TEST(RawDigit, HardlyDependsOnTheRastersSide) {
  const Vector expected = RawDigit(RasterizeInk(ExampleDigit()));
  for (int side : {28, 100, 333}) {  // one pixel to a pixel; pixels that straddle
    const Vector digit = RawDigit(RasterizeInk(ExampleDigit(), side));
    EXPECT_NEAR(digit.sum(), expected.sum(), 0.02 * expected.sum()) << side;
    EXPECT_LT((digit - expected).cwiseAbs().maxCoeff(), 0.2) << side;
  }
}

// ---- the digit as MNIST would hold it

TEST(NormalizedDigit, FitsTheLongerSideTo20AndCentresTheMass) {
  for (const std::vector<Stroke>& strokes : {ExampleDigit(), ExampleFive()}) {
    const Vector digit = NormalizedDigit(RasterizeInk(strokes));
    const DigitShape shape = ShapeOf(digit);
    EXPECT_EQ(shape.height(), 20);
    EXPECT_GE(shape.width(), 12);
    EXPECT_LE(shape.width(), 16);
    ExpectCentred(digit);
    EXPECT_GE(digit.minCoeff(), 0);
    EXPECT_LE(digit.maxCoeff(), 1);
  }
}

// The mean over MNIST's 60 000 digits is 0.13, and of their pixels with ink 41 % are full.
TEST(NormalizedDigit, ExampleHasAsMuchInkAsAnMnistDigit) {
  const Vector digit = NormalizedDigit(RasterizeInk(ExampleDigit()));
  EXPECT_NEAR(digit.mean(), 0.13, 0.01);
  const auto inked = (digit.array() > 0.02f).count();
  const auto full = (digit.array() > 0.95f).count();
  EXPECT_NEAR(static_cast<double>(full) / static_cast<double>(inked), 0.41, 0.08);
}

TEST(NormalizedDigit, KeepsTheAspect) {
  const Vector one = NormalizedDigit(Raster(Line({0.5f, 0.2f}, {0.5f, 0.8f})));
  EXPECT_EQ(ShapeOf(one).height(), 20);
  EXPECT_LE(ShapeOf(one).width(), 4);  // 20 * 0.1 / 0.7 = 2.9, on up to 4 pixels
  EXPECT_NEAR(ShapeOf(one).mass, 20 * 2.857 - 0.215 * 2.857 * 2.857, 0.5);  // round caps
  ExpectCentred(one);
  const Vector dash = NormalizedDigit(Raster(Line({0.2f, 0.5f}, {0.8f, 0.5f})));
  EXPECT_EQ(ShapeOf(dash).width(), 20);
  EXPECT_LE(ShapeOf(dash).height(), 4);
  ExpectCentred(dash);
}

TEST(NormalizedDigit, PutsTheLeftAndTheTopWhereTheyWere) {
  // A 7 has its ink at the top and runs down from the right.
  const Stroke seven = {.points = {{0.3f, 0.2f}, {0.7f, 0.2f}, {0.45f, 0.8f}}, .width = 0.06f};
  const Vector digit = NormalizedDigit(Raster(seven));
  const DigitShape shape = ShapeOf(digit);
  const auto row = [&digit](int y) { return digit.segment(y * kDigitSide, kDigitSide); };
  EXPECT_GT(row(shape.top + 1).sum(), 3 * row(shape.bottom - 1).sum());
  EXPECT_GT(row(shape.top + 4).tail(kDigitSide / 2).sum(),
            10 * row(shape.top + 4).head(kDigitSide / 2).sum());
}

TEST(NormalizedDigit, IsTheSameWhereverItIsDrawn) {
  const auto halved = [](InkPoint p) -> InkPoint {
    p.x /= 2;
    p.y /= 2;
    return p;
  };
  const std::vector<Stroke> small = Mapped(ExampleDigit(), 0.5f, halved);
  const Vector expected = NormalizedDigit(RasterizeInk(small));
  for (const int dx : {0, 37, 120}) {
    for (const int dy : {0, 61, 130}) {
      const auto moved = Mapped(small, 1, [&](InkPoint p) {
        return InkPoint{p.x + static_cast<float>(dx) / kInkSide,
                        p.y + static_cast<float>(dy) / kInkSide};
      });
      const Vector digit = NormalizedDigit(RasterizeInk(moved));
      EXPECT_LT((digit - expected).cwiseAbs().maxCoeff(), 1e-3) << dx << ", " << dy;
    }
  }
}

TEST(NormalizedDigit, IsNearlyTheSameAtAnySize) {
  const Vector expected = NormalizedDigit(RasterizeInk(ExampleFive()));
  for (const float scale : {0.25f, 0.5f, 0.8f, 1.2f}) {
    const auto scaled = Mapped(ExampleFive(), scale, [scale](InkPoint p) {
      return InkPoint{0.5f + scale * (p.x - 0.5f), 0.5f + scale * (p.y - 0.5f)};
    });
    const Vector digit = NormalizedDigit(RasterizeInk(scaled));
    EXPECT_NEAR(digit.sum(), expected.sum(), 0.05 * expected.sum()) << scale;
    // In the smallest, a raster pixel is more than a quarter of a digit's.
    EXPECT_LT((digit - expected).norm(), (scale < 0.5f ? 0.15 : 0.1) * expected.norm()) << scale;
  }
}

TEST(NormalizedDigit, AveragesByArea) {
  // A box of 200 x 100 raster pixels becomes 20 x 10 with no grey but at its round corners, and one
  // of thin stripes becomes as grey as its ink.
  InkRaster raster = EmptyInk();
  for (int y = 40; y < 240; ++y) {
    for (int x = 40; x < 240; ++x) {
      const bool frame = x == 40 || x == 239 || y == 40 || y == 239;
      if (frame || x % 5 == 0) raster.coverage[static_cast<size_t>(y * kInkSide + x)] = 1;
    }
  }
  const Vector digit = NormalizedDigit(raster);
  for (int y = 6; y <= 21; ++y) {
    for (int x = 6; x <= 21; ++x) {
      ASSERT_NEAR(digit[y * kDigitSide + x], 0.2, 1e-4) << x << ", " << y;
    }
  }
}

TEST(NormalizedDigit, DotIsNotBlownUpAndDoesNotDependOnItsSize) {
  for (const float width : {0.03f, 0.09f, 0.4f}) {
    const Vector digit = NormalizedDigit(Raster({.points = {{0.3f, 0.6f}}, .width = width}));
    // A disc 8 pixels across, give or take the pixel steps of the smallest.
    EXPECT_LE(digit.sum(), 1.2 * std::numbers::pi * 16) << width;
    EXPECT_GE(digit.sum(), 0.8 * std::numbers::pi * 16) << width;
    ExpectCentred(digit);
  }
}

TEST(NormalizedDigit, ThickSmallInkIsLimitedAndThinSmallInkIsNot) {
  const Vector thick = NormalizedDigit(Raster(Line({0.5f, 0.45f}, {0.5f, 0.55f})));  // 1 : 2
  EXPECT_LE(ShapeOf(thick).width(), 10);
  EXPECT_LE(ShapeOf(thick).height(), 18);
  const Vector thin = NormalizedDigit(Raster(Line({0.5f, 0.45f}, {0.5f, 0.55f}, 0.02f)));
  EXPECT_EQ(ShapeOf(thin).height(), 20);
}

TEST(NormalizedDigit, IsNotMisledByATraceOfInk) {
  InkRaster raster = RasterizeInk(ExampleDigit());
  const Vector expected = NormalizedDigit(raster);
  raster.coverage[3] = 0.4f;  // what an eraser may leave
  EXPECT_EQ(NormalizedDigit(raster), expected);
  InkRaster trace = EmptyInk();
  trace.coverage[3] = 0.4f;
  EXPECT_TRUE(trace.empty());
  EXPECT_EQ(NormalizedDigit(trace), Vector::Zero(kDigitPixels));
}

// A blot at one end of a long hairline pulls the centre of mass to the blot: centring alone would
// push the other end off the digit.
TEST(NormalizedDigit, LosesNothingAtTheEdge) {
  const float far = 0.9f;
  for (const InkPoint blot :
       {InkPoint{0.1f, 0.1f}, InkPoint{far, 0.1f}, InkPoint{0.1f, far}, InkPoint{far, far}}) {
    const Stroke dot = {.points = {blot}, .width = 0.19f};
    const Stroke hair = Line(blot, {1 - blot.x, 1 - blot.y}, 0.012f);
    const InkRaster raster = RasterizeInk({dot, hair});
    const Vector digit = NormalizedDigit(raster);
    const DigitShape shape = ShapeOf(digit);
    EXPECT_EQ(shape.width(), 20);
    EXPECT_EQ(shape.height(), 20);
    const double scale = 20 / (0.895 * kInkSide + 1.68);  // of the box, from blot to hair
    EXPECT_NEAR(shape.mass, Area(raster) * scale * scale, 0.03 * shape.mass);
    // As far towards the centre as the edge allows.
    EXPECT_TRUE(shape.left == 0 || shape.right == kDigitSide - 1) << shape.left;
    EXPECT_TRUE(shape.top == 0 || shape.bottom == kDigitSide - 1) << shape.top;
  }
}

TEST(NormalizedDigit, CentresEveryReasonableDrawing) {
  // Arcs of growing length: lopsided, off centre, of any aspect.
  for (int points = 2; points <= 24; ++points) {
    Stroke arc;
    for (int i = 0; i < points; ++i) {
      const float angle = 0.25f * static_cast<float>(i);
      arc.points.push_back({0.4f + 0.25f * std::cos(angle), 0.45f + 0.3f * std::sin(angle)});
    }
    SCOPED_TRACE(points);
    ExpectCentred(NormalizedDigit(Raster(arc)));
  }
}

TEST(NormalizedDigit, FilledPadIsAFilledBox) {
  InkRaster raster = EmptyInk();
  std::fill(raster.coverage.begin(), raster.coverage.end(), 1.0f);
  const Vector digit = NormalizedDigit(raster);
  EXPECT_NEAR(digit.sum(), 64, 8);  // the thickness limit, 8 x 8
  EXPECT_LE(digit.maxCoeff(), 1);
}

// ---- the example

TEST(ExampleDigit, LiesOnThePadAndFills70PerCent) {
  for (const std::vector<Stroke>& strokes : {ExampleDigit(), ExampleFive()}) {
    float top = 1;
    float bottom = 0;
    for (const Stroke& stroke : strokes) {
      EXPECT_FALSE(stroke.eraser);
      for (const InkPoint& p : stroke.points) {
        EXPECT_GE(std::min(p.x, p.y), 0.1f);
        EXPECT_LE(std::max(p.x, p.y), 0.9f);
        top = std::min(top, p.y - stroke.width / 2);
        bottom = std::max(bottom, p.y + stroke.width / 2);
      }
    }
    EXPECT_NEAR(bottom - top, 0.7f, 0.05f);
  }
}

TEST(ExampleDigit, IsSmooth) {
  // No more than a few degrees from one piece to the next, but for the waist of the 3.
  const Stroke stroke = ExampleDigit()[0];
  int corners = 0;
  for (size_t i = 1; i + 1 < stroke.points.size(); ++i) {
    const InkPoint& a = stroke.points[i - 1];
    const InkPoint& b = stroke.points[i];
    const InkPoint& c = stroke.points[i + 1];
    const float turn = std::atan2((b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x),
                                  (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y));
    if (std::abs(turn) > 0.35f) ++corners;
  }
  EXPECT_EQ(corners, 1);
}

}  // namespace
}  // namespace vae

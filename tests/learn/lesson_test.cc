#include "learn/lesson.h"

#include <gtest/gtest.h>

#include "learn/symbols.h"

namespace vae {
namespace {

constexpr RandomKey kKey{.seed = 3, .stream = Stream::kVariation, .step = 1};
constexpr Variation kNone{
    .turn = 0, .scale = 0, .shear = 0, .shift = 0, .thickness = 0, .jitter = 0};

// How far the points of `b` are from those of `a`, at most.
float FurthestPoint(const Drawing& a, const Drawing& b) {
  float furthest = 0;
  for (size_t s = 0; s < a.size(); ++s) {
    for (size_t i = 0; i < a[s].points.size(); ++i) {
      const InkPoint& p = a[s].points[i];
      const InkPoint& q = b[s].points[i];
      furthest = std::max(furthest, std::hypot(p.x - q.x, p.y - q.y));
    }
  }
  return furthest;
}

TEST(VaryTest, ChangesNothingWhereNothingMayVary) {
  const Drawing house = Symbol("house");
  const Drawing same = Vary(house, kNone, kKey);
  ASSERT_EQ(same.size(), house.size());
  EXPECT_LT(FurthestPoint(house, same), 1e-6f);
  EXPECT_EQ(same[0].width, house[0].width);
}

TEST(VaryTest, RepeatsItselfAndDiffersByKey) {
  const Drawing star = Symbol("star");
  EXPECT_EQ(Vary(star, {}, kKey), Vary(star, {}, kKey));
  EXPECT_NE(Vary(star, {}, kKey), Vary(star, {}, {3, Stream::kVariation, 2}));
}

TEST(VaryTest, EachRangeDoesItsPartAndNoMore) {
  const Drawing arrow = Symbol("arrow");
  const auto vary = [&](auto member, double range) {
    Variation one = kNone;
    one.*member = range;
    return Vary(arrow, one, kKey);
  };
  // The arrow reaches 0.4 pad widths from its centre.
  for (const auto& [member, reach] :
       {std::pair{&Variation::turn, 0.2 * 0.45}, std::pair{&Variation::scale, 0.2 * 0.45},
        std::pair{&Variation::shear, 0.2 * 0.3}, std::pair{&Variation::shift, 0.2 * 1.42}}) {
    const Drawing varied = vary(member, 0.2);
    EXPECT_GT(FurthestPoint(arrow, varied), 1e-4);
    EXPECT_LT(FurthestPoint(arrow, varied), reach);
    EXPECT_EQ(varied[0].width, arrow[0].width);
  }
  const Drawing thick = vary(&Variation::thickness, 0.5);
  EXPECT_LT(FurthestPoint(arrow, thick), 1e-6f);
  EXPECT_NE(thick[0].width, arrow[0].width);
  EXPECT_NEAR(thick[0].width, arrow[0].width, 0.5f * arrow[0].width);
  EXPECT_EQ(thick[0].width, thick[1].width);
  const float wobble = FurthestPoint(arrow, vary(&Variation::jitter, 0.01));
  EXPECT_GT(wobble, 0.001f);
  EXPECT_LT(wobble, 0.06f);
}

TEST(VaryTest, AWobbleIsSmooth) {
  const Drawing spiral = Symbol("spiral");
  Variation jitter = kNone;
  jitter.jitter = 0.02;
  const Drawing varied = Vary(spiral, jitter, kKey);
  for (size_t i = 1; i < varied[0].points.size(); ++i) {
    const InkPoint& p = varied[0].points[i - 1];
    const InkPoint& q = varied[0].points[i];
    EXPECT_LT(std::hypot(p.x - q.x, p.y - q.y), 0.06f) << i;
  }
}

TEST(VaryTest, TakesADrawingWithoutPoints) {
  EXPECT_TRUE(Vary({}, {}, kKey).empty());
  EXPECT_EQ(Vary({Stroke{}}, {}, kKey).size(), 1u);
}

TEST(DigitOfTest, ACoarserRasterGivesNearlyTheSame) {
  for (const std::string_view name : kSymbols) {
    const Vector fine = DigitOf(Symbol(name), DigitForm::kAsDrawn);
    const Vector coarse = DigitOf(Symbol(name), DigitForm::kAsDrawn, 112);
    EXPECT_LT((fine - coarse).cwiseAbs().mean(), 0.01) << name;
    EXPECT_GT(fine.maxCoeff(), 0.9) << name;
    // Centred by whole pixels, it may lie one further to a side.
    const Vector centred = DigitOf(Symbol(name), DigitForm::kCentred);
    const Vector coarse_centred = DigitOf(Symbol(name), DigitForm::kCentred, 112);
    EXPECT_NEAR(coarse_centred.sum(), centred.sum(), 0.03 * centred.sum()) << name;
  }
  EXPECT_NE(DigitOf(Symbol("heart"), DigitForm::kAsDrawn),
            DigitOf(Symbol("heart"), DigitForm::kCentred));
}

}  // namespace
}  // namespace vae

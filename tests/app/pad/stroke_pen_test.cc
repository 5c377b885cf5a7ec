// Whether smooth strokes help the model: digits as hands draw them, seen at a pointer's pace and as
// seldom as a fast pointer is.
#include "data/stroke_pen.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

#include "core/vae.h"
#include "data/ink.h"
#include "io/file.h"
#include "io/weights.h"

namespace vae {
namespace {

// An arc of an ellipse: centre, radii, angles in degrees, clockwise on the pad from the right; with
// radii of 0 a corner or the end of a line.
struct Arc {
  double x, y, rx, ry, from, to;
};
using Hand = std::vector<std::vector<Arc>>;  // strokes

constexpr Arc Point(double x, double y) { return {x, y, 0, 0, 0, 0}; }

std::array<Hand, 12> Hands() {
  return {{
      {{{0.5, 0.5, 0.2, 0.3, -90, -450}}},
      {{Point(0.47, 0.2), Point(0.53, 0.8)}},
      {{{0.5, 0.35, 0.17, 0.15, 190, 380}, Point(0.33, 0.78), Point(0.7, 0.76)}},
      {{{0.48, 0.34, 0.15, 0.14, 200, 440}, {0.48, 0.64, 0.18, 0.16, 280, 500}}},
      {{Point(0.4, 0.2), Point(0.33, 0.5), Point(0.68, 0.5)}, {Point(0.6, 0.2), Point(0.58, 0.8)}},
      {{Point(0.65, 0.2), Point(0.4, 0.2), Point(0.38, 0.45), {0.48, 0.6, 0.17, 0.17, 250, 490}}},
      {{{0.68, 0.55, 0.32, 0.35, 260, 180}, {0.5, 0.64, 0.14, 0.15, 180, -180}}},
      {{Point(0.32, 0.22), Point(0.68, 0.22), Point(0.45, 0.8)}},
      {{{0.5, 0.35, 0.13, 0.14, -60, -270}, {0.5, 0.65, 0.16, 0.16, -90, 270}, Point(0.6, 0.25)}},
      {{{0.48, 0.36, 0.15, 0.15, 0, -360}, Point(0.63, 0.4), Point(0.58, 0.8)}},
      {{{0.5, 0.5, 0.26, 0.28, -80, -445}}},
      {{{0.5, 0.33, 0.2, 0.13, 170, 400}, {0.4, 0.73, 0.09, 0.06, 300, 60}, Point(0.74, 0.74)}},
  }};
}

// Where a pointer is that is seen every `pace` of the pad's width, and at the end.
std::vector<InkPoint> Seen(const std::vector<Arc>& arcs, double pace) {
  std::vector<InkPoint> way;
  for (const Arc& arc : arcs) {
    const int steps = arc.rx > 0 ? 400 : 1;
    for (int i = 0; i < steps; ++i) {
      const double turn = (arc.from + (arc.to - arc.from) * i / 400) * std::numbers::pi / 180;
      const InkPoint to{static_cast<float>(arc.x + arc.rx * std::cos(turn)),
                        static_cast<float>(arc.y + arc.ry * std::sin(turn))};
      const InkPoint from = way.empty() ? to : way.back();
      for (int k = 1; k <= 50; ++k) {
        const float t = static_cast<float>(k) / 50;
        way.push_back({from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)});
      }
    }
  }
  std::vector<InkPoint> seen = {way.front()};
  double since = 0;
  for (size_t i = 1; i < way.size(); ++i) {
    since += std::hypot(way[i].x - way[i - 1].x, way[i].y - way[i - 1].y);
    if (since < pace) continue;
    seen.push_back(way[i]);
    since = 0;
  }
  seen.push_back(way.back());
  return seen;
}

std::vector<InkPoint> Drawn(const std::vector<InkPoint>& seen) {
  StrokePen pen;
  std::vector<InkPoint> points;
  for (const InkPoint& point : seen) pen.Move(point, points);
  return points;
}

class HandsTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto bytes = ReadFile(VAE_SOURCE_DIR "/weights/latent10.safetensors");
    ASSERT_TRUE(bytes);
    auto model = ParseWeights(*bytes, "latent10");
    ASSERT_TRUE(model);
    params_ = std::move(model->params);
  }

  double NegElbo(const Hand& hand, double pace, bool smooth) const {
    std::vector<Stroke> strokes;
    for (const std::vector<Arc>& arcs : hand) {
      const std::vector<InkPoint> seen = Seen(arcs, pace);
      strokes.push_back({.points = smooth ? Drawn(seen) : seen});
    }
    const Matrix digit = NormalizedDigit(RasterizeInk(strokes));
    const Posterior q = Encode(params_, digit);
    return BernoulliNats(digit, DecodeLogits(params_, q.mu))(0) + GaussianKlNats(q)(0);
  }

  VaeParams params_;
};

// Straight lines cut round corners, and less ink costs less: what counts is how near a digit that
// is seen seldom comes to what the hand drew, which a slow pointer shows, and that it costs no
// more.
TEST_F(HandsTest, SmoothStrokesComeNearerToWhatTheHandDrew) {
  const std::array<Hand, 12> hands = Hands();
  for (const double pace : {0.01, 0.03, 0.06, 0.1, 0.15, 0.2}) {
    double drawn = 0, straight = 0, smooth = 0, straight_off = 0, smooth_off = 0;
    for (const Hand& hand : hands) {
      const double by_hand = NegElbo(hand, 0.004, false);
      const double by_lines = NegElbo(hand, pace, false);
      const double by_curves = NegElbo(hand, pace, true);
      constexpr double kShare = 1.0 / std::tuple_size_v<decltype(hands)>;
      drawn += kShare * by_hand;
      straight += kShare * by_lines;
      smooth += kShare * by_curves;
      straight_off += kShare * std::abs(by_lines - by_hand);
      smooth_off += kShare * std::abs(by_curves - by_hand);
    }
    std::printf(
        "seen every %.2f of the pad: nats %.2f by hand, %.2f by lines (%.2f off), %.2f by "
        "curves (%.2f off)\n",
        pace, drawn, straight, straight_off, smooth, smooth_off);
    EXPECT_LT(smooth, drawn + 0.5) << pace;
    EXPECT_LE(smooth_off, straight_off + (pace < 0.05 ? 0.2 : 0.0)) << pace;
  }
}

TEST(StrokePen, ARoundLineSeenSeldomIsRound) {
  const std::vector<Arc> circle = {{0.5, 0.5, 0.3, 0.3, 0, 360}};
  const auto off = [](const std::vector<InkPoint>& points) {
    double most = 0;
    for (size_t i = 1; i < points.size(); ++i) {
      const double x = 0.5 * (points[i].x + points[i - 1].x) - 0.5;
      const double y = 0.5 * (points[i].y + points[i - 1].y) - 0.5;
      most = std::max(most, std::abs(std::hypot(x, y) - 0.3));
    }
    return most;
  };
  const std::vector<InkPoint> seen = Seen(circle, 0.2);
  EXPECT_GT(off(seen), 0.012);
  EXPECT_LT(off(Drawn(seen)), 0.5 * off(seen));
}

TEST(StrokePen, SharpCornersAndStraightLinesStayAsTheyAre) {
  const std::vector<InkPoint> there_and_back = {{0.2f, 0.2f}, {0.8f, 0.3f}, {0.2f, 0.4f}};
  EXPECT_EQ(Drawn(there_and_back), there_and_back);
  const std::vector<InkPoint> straight = {{0.2f, 0.5f}, {0.5f, 0.5f}, {0.9f, 0.5f}};
  EXPECT_EQ(Drawn(straight), straight);
}

TEST(StrokePen, GoesThroughEveryPlaceAndChangesOnlyItsEnd) {
  const std::vector<InkPoint> seen = Seen(Hands()[3][0], 0.12);
  StrokePen pen;
  std::vector<InkPoint> points;
  for (const InkPoint& place : seen) {
    const std::vector<InkPoint> settled(points.begin(),
                                        points.begin() + static_cast<long>(pen.settled()));
    pen.Move(place, points);
    EXPECT_EQ(points.back(), place);
    ASSERT_GE(pen.settled(), settled.size());
    EXPECT_TRUE(std::equal(settled.begin(), settled.end(), points.begin()));
  }
  for (const InkPoint& place : seen) {
    EXPECT_NE(std::find(points.begin(), points.end(), place), points.end());
  }
}

TEST(StrokePen, WhereThePointerRestsTheCurveEndsAndAnotherBegins) {
  const std::vector<InkPoint> there = {{0.2f, 0.2f}, {0.5f, 0.3f}, {0.6f, 0.6f}};
  const std::vector<InkPoint> on = {{0.6f, 0.6f}, {0.5f, 0.8f}, {0.2f, 0.9f}};
  const std::vector<InkPoint> first = Drawn(there);
  const std::vector<InkPoint> second = Drawn(on);
  ASSERT_GT(first.size(), there.size());
  ASSERT_GT(second.size(), on.size());
  std::vector<InkPoint> both = there;
  both.insert(both.end(), on.begin(), on.end());
  std::vector<InkPoint> expected = first;
  expected.insert(expected.end(), second.begin(), second.end());
  EXPECT_EQ(Drawn(both), expected);
}

TEST(StrokePen, RestsAndPlacesThatAreNoPlaceAreHarmless) {
  constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
  const std::vector<InkPoint> seen = {{0.2f, 0.2f, 0.5f}, {0.2f, 0.2f, 0.9f}, {kNaN, 0.2f},
                                      {0.5f, 0.2f},       {0.5f, 0.2f, 1.2f}, {0.5f, 0.9f},
                                      {1e30f, -1e30f},    {0.2f, 0.2f}};
  for (const InkPoint& point : Drawn(seen)) {
    EXPECT_TRUE(std::isfinite(point.x) && std::isfinite(point.y) && std::isfinite(point.width));
  }
}

}  // namespace
}  // namespace vae

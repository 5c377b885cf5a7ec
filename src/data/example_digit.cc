#include "data/example_digit.h"

#include <array>
#include <initializer_list>

namespace vae {
namespace {

// A cubic Bezier curve from the end of the one before it.
struct OutlineCurve {
  InkPoint control1;
  InkPoint control2;
  InkPoint end;
};

constexpr int kPointsPerCurve = 16;  // about the pace of a pointer, and no corners to be seen

InkPoint PointAt(const InkPoint& start, const OutlineCurve& curve, float t) {
  const float s = 1 - t;
  const std::array<float, 4> weight = {s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t};
  const auto mix = [&weight](float a, float b, float c, float d) {
    return weight[0] * a + weight[1] * b + weight[2] * c + weight[3] * d;
  };
  return {mix(start.x, curve.control1.x, curve.control2.x, curve.end.x),
          mix(start.y, curve.control1.y, curve.control2.y, curve.end.y)};
}

Stroke Draw(float width, InkPoint start, std::initializer_list<OutlineCurve> curves) {
  Stroke stroke{.points = {start}, .width = width};
  for (const OutlineCurve& curve : curves) {
    for (int i = 1; i <= kPointsPerCurve; ++i) {
      const float t = static_cast<float>(i) / kPointsPerCurve;
      stroke.points.push_back(PointAt(start, curve, t));
    }
    start = curve.end;
  }
  return stroke;
}

}  // namespace

std::vector<Stroke> ExampleDigit(float width) {
  return {Draw(width, {0.335f, 0.285f},
               {{{0.370f, 0.205f}, {0.455f, 0.170f}, {0.525f, 0.180f}},
                {{0.665f, 0.200f}, {0.660f, 0.400f}, {0.445f, 0.465f}},
                {{0.600f, 0.445f}, {0.695f, 0.530f}, {0.670f, 0.650f}},
                {{0.640f, 0.790f}, {0.440f, 0.880f}, {0.305f, 0.760f}}})};
}

std::vector<Stroke> ExampleFive(float width) {
  return {Draw(width, {0.425f, 0.195f},
               {{{0.405f, 0.280f}, {0.385f, 0.365f}, {0.365f, 0.450f}},
                {{0.450f, 0.390f}, {0.670f, 0.400f}, {0.650f, 0.605f}},
                {{0.635f, 0.790f}, {0.430f, 0.870f}, {0.310f, 0.765f}}}),
          Draw(width, {0.425f, 0.195f}, {{{0.510f, 0.210f}, {0.590f, 0.205f}, {0.685f, 0.180f}}})};
}

}  // namespace vae

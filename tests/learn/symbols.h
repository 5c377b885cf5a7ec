// Things to teach that are no digits, drawn by formula and varied as one hand's drawings of the
// same thing vary.
#pragma once

#include <array>
#include <cmath>
#include <numbers>
#include <string_view>
#include <vector>

#include "learn/lesson.h"

namespace vae {

inline constexpr std::array<std::string_view, 5> kSymbols = {"star", "heart", "spiral", "house",
                                                             "arrow"};

inline Stroke Polyline(std::initializer_list<std::array<double, 2>> places) {
  Stroke stroke;
  for (const auto& [x, y] : places) {
    stroke.points.push_back({static_cast<float>(x), static_cast<float>(y)});
  }
  return stroke;
}

// A curve t -> (x, y) for t in [0, 1].
template <class Curve>
Stroke Traced(const Curve& curve, int pieces = 60) {
  Stroke stroke;
  for (int i = 0; i <= pieces; ++i) {
    const std::array<double, 2> p = curve(static_cast<double>(i) / pieces);
    stroke.points.push_back({static_cast<float>(p[0]), static_cast<float>(p[1])});
  }
  return stroke;
}

inline Drawing Symbol(std::string_view name) {
  constexpr double kPi = std::numbers::pi;
  if (name == "star") {  // five points, in one line
    return {Traced(
        [](double t) -> std::array<double, 2> {
          const double corner = std::min(std::floor(t * 5), 4.0);
          const double part = t * 5 - corner;
          const auto at = [](double i) {
            const double angle = -kPi / 2 + i * 4 * kPi / 5;
            return std::array{0.5 + 0.36 * std::cos(angle), 0.53 + 0.36 * std::sin(angle)};
          };
          const auto from = at(corner);
          const auto to = at(corner + 1);
          return {from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])};
        },
        100)};
  }
  if (name == "heart") {
    return {Traced([](double t) -> std::array<double, 2> {
      const double a = 2 * kPi * t;
      return {0.5 + 0.0205 * 16 * std::pow(std::sin(a), 3),
              0.47 - 0.0205 * (13 * std::cos(a) - 5 * std::cos(2 * a) - 2 * std::cos(3 * a) -
                               std::cos(4 * a))};
    })};
  }
  if (name == "spiral") {
    return {Traced(
        [](double t) -> std::array<double, 2> {
          const double a = 3 * kPi * t;
          return {0.5 + (0.03 + 0.33 * t) * std::cos(a), 0.5 + (0.03 + 0.33 * t) * std::sin(a)};
        },
        120)};
  }
  if (name == "house") {
    return {
        Polyline(
            {{0.25, 0.82}, {0.25, 0.45}, {0.5, 0.18}, {0.75, 0.45}, {0.75, 0.82}, {0.25, 0.82}}),
        Polyline({{0.25, 0.45}, {0.75, 0.45}})};
  }
  return {Polyline({{0.15, 0.5}, {0.85, 0.5}}),  // arrow
          Polyline({{0.6, 0.25}, {0.85, 0.5}, {0.6, 0.75}})};
}

// Drawing `number` of a symbol by one hand.
inline Drawing HandDrawn(std::string_view name, uint64_t number) {
  const Variation hand{
      .turn = 0.12, .scale = 0.1, .shear = 0.1, .shift = 0.03, .thickness = 0.15, .jitter = 0.012};
  return Vary(Symbol(name), hand, {.seed = 4711, .stream = Stream::kVariation, .step = number});
}

}  // namespace vae

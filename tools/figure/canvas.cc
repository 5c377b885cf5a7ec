#include "figure/canvas.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/types.h"

namespace figure {
namespace {

constexpr int kSide = vae::kDigitSide;

// What std::hypot takes several times as long for, to hold where squares overflow.
double Length(double x, double y) { return std::sqrt(x * x + y * y); }

// Signed distances of (x, y) from the edges of shapes, negative inside.
struct RoundedBox {
  RoundedBox(const Rect& rect, double corner)
      : x(rect.center().x * kDensity),
        y(rect.center().y * kDensity),
        radius(corner * kDensity),
        half_width(rect.width * kDensity / 2 - radius),
        half_height(rect.height * kDensity / 2 - radius) {}

  double operator()(double px, double py) const {
    const double dx = std::abs(px - x) - half_width;
    const double dy = std::abs(py - y) - half_height;
    return Length(std::max(dx, 0.0), std::max(dy, 0.0)) + std::min(std::max(dx, dy), 0.0) - radius;
  }

  double x, y, radius, half_width, half_height;
};

struct Capsule {
  double operator()(double px, double py) const {
    const double dx = to.x - from.x;
    const double dy = to.y - from.y;
    const double length2 = dx * dx + dy * dy;
    const double t =
        length2 > 0 ? std::clamp(((px - from.x) * dx + (py - from.y) * dy) / length2, 0.0, 1.0) : 0;
    return Length(px - from.x - t * dx, py - from.y - t * dy) - radius;
  }

  Point from, to;
  double radius;
};

size_t Clamped(int place) { return static_cast<size_t>(std::clamp(place, 0, kSide - 1)); }

float PixelAt(std::span<const float> pixels, int column, int row) {
  return pixels[Clamped(row) * kSide + Clamped(column)];
}

// Catmull and Rom's weights of the four pixels around a place `t` behind the second.
std::array<float, 4> CubicWeights(float t) {
  return {((2 - t) * t - 1) * t / 2, ((3 * t - 5) * t * t + 2) / 2, ((4 - 3 * t) * t + 1) * t / 2,
          (t - 1) * t * t / 2};
}

// u and v in [0, 1] across the digit.
float SampleSmooth(std::span<const float> pixels, double u, double v) {
  const double x = u * kSide - 0.5;
  const double y = v * kSide - 0.5;
  const int column = static_cast<int>(std::floor(x));
  const int row = static_cast<int>(std::floor(y));
  const std::array<float, 4> across = CubicWeights(static_cast<float>(x - column));
  const std::array<float, 4> down = CubicWeights(static_cast<float>(y - row));
  std::array<size_t, 4> columns;
  for (int i = 0; i < 4; ++i) columns[static_cast<size_t>(i)] = Clamped(column + i - 1);
  float sum = 0;
  for (int j = 0; j < 4; ++j) {
    const float* const line = &pixels[Clamped(row + j - 1) * kSide];
    for (size_t i = 0; i < 4; ++i) {
      sum += across[i] * down[static_cast<size_t>(j)] * line[columns[i]];
    }
  }
  return sum;
}

Color DigitColor(float ink) {
  const float t = ink > 0 ? std::min(ink, 1.0f) : 0;  // 0 for what is not a number, too
  const auto mix = [t](float ground, float full) { return ground + t * (full - ground); };
  return {mix(kDigitGround.red, kDigitInk.red), mix(kDigitGround.green, kDigitInk.green),
          mix(kDigitGround.blue, kDigitInk.blue)};
}

}  // namespace

Canvas::Canvas(double width, double height) {
  picture_.width = static_cast<int>(std::lround(width * kDensity));
  picture_.height = static_cast<int>(std::lround(height * kDensity));
  picture_.rgb.resize(3 * static_cast<size_t>(picture_.width) *
                      static_cast<size_t>(picture_.height));
  Fill({0, 0, width + 1, height + 1}, kGround);
}

template <class Distance, class Paint>
void Canvas::Shade(const Rect& bounds, const Distance& distance, const Paint& color) {
  const auto pixel = [](double length) {  // far outside stays outside, and so does NaN
    return length > -1e6 ? static_cast<int>(std::floor(std::min(length, 1e6) * kDensity)) : -2;
  };
  const int left = std::max(pixel(bounds.x) - 1, 0);
  const int right = std::min(pixel(bounds.right()) + 2, picture_.width);
  const int top = std::max(pixel(bounds.y) - 1, 0);
  const int bottom = std::min(pixel(bounds.bottom()) + 2, picture_.height);
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      const double coverage = std::clamp(0.5 - distance(x + 0.5, y + 0.5), 0.0, 1.0);
      if (coverage > 0) Blend(x, y, color(x, y), static_cast<float>(coverage));
    }
  }
}

void Canvas::Blend(int x, int y, Color color, float coverage) {
  uint8_t* pixel = &picture_.rgb[3 * (static_cast<size_t>(y) * static_cast<size_t>(picture_.width) +
                                      static_cast<size_t>(x))];
  const float alpha = coverage * color.alpha;
  const std::array<float, 3> parts = {color.red, color.green, color.blue};
  for (size_t i = 0; i < 3; ++i) {
    const auto old = static_cast<float>(pixel[i]);
    pixel[i] = static_cast<uint8_t>(old + alpha * (255 * parts[i] - old) + 0.5f);  // rounded
  }
}

void Canvas::Fill(const Rect& rect, Color color, double radius) {
  Shade(rect, RoundedBox(rect, radius), [color](int, int) { return color; });
}

void Canvas::Disc(Point center, double radius, Color color) {
  Line(center, center, 2 * radius, color);
}

void Canvas::Ring(Point center, double radius, double width, Color color, const Rect& inside) {
  const RoundedBox box(inside, 0);
  const auto distance = [&](double x, double y) {
    const double from_center = Length(x - center.x * kDensity, y - center.y * kDensity);
    return std::max(std::abs(from_center - radius * kDensity) - width * kDensity / 2, box(x, y));
  };
  Shade(inside, distance, [color](int, int) { return color; });
}

void Canvas::Line(Point from, Point to, double width, Color color) {
  const double radius = width / 2;
  const Rect bounds = {std::min(from.x, to.x) - radius, std::min(from.y, to.y) - radius,
                       std::abs(to.x - from.x) + width, std::abs(to.y - from.y) + width};
  const Capsule capsule = {{from.x * kDensity, from.y * kDensity},
                           {to.x * kDensity, to.y * kDensity},
                           radius * kDensity};
  Shade(bounds, capsule, [color](int, int) { return color; });
}

void Canvas::Polyline(std::span<const Point> points, double width, Color color) {
  for (size_t i = 1; i < points.size(); ++i) Line(points[i - 1], points[i], width, color);
}

void Canvas::Digit(const Rect& rect, std::span<const float> pixels, Sampling sampling,
                   double radius) {
  Shade(rect, RoundedBox(rect, radius), [&](int x, int y) {
    const double u = ((x + 0.5) / kDensity - rect.x) / rect.width;
    const double v = ((y + 0.5) / kDensity - rect.y) / rect.height;
    if (sampling == Sampling::kSmooth) return DigitColor(SampleSmooth(pixels, u, v));
    return DigitColor(PixelAt(pixels, static_cast<int>(std::floor(u * kSide)),
                              static_cast<int>(std::floor(v * kSide))));
  });
}

void Canvas::Stamp(const Mask& mask, Color color) {
  for (int row = 0; row < mask.height; ++row) {
    for (int column = 0; column < mask.width; ++column) {
      const int x = mask.x + column;
      const int y = mask.y + row;
      const unsigned char coverage = mask.coverage[static_cast<size_t>(row * mask.width + column)];
      if (coverage == 0 || x < 0 || y < 0 || x >= picture_.width || y >= picture_.height) continue;
      Blend(x, y, color, static_cast<float>(coverage) / 255);
    }
  }
}

}  // namespace figure

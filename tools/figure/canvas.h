// A small anti-aliased canvas. Lengths are in points, of which one is kDensity pixels wide; x goes
// right and y down from the top left corner.
#pragma once

#include <span>

#include "figure/color.h"
#include "io/png.h"

namespace figure {

inline constexpr int kDensity = 2;

struct Point {
  double x = 0;
  double y = 0;
};

struct Rect {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;

  double right() const { return x + width; }
  double bottom() const { return y + height; }
  Point center() const { return {x + width / 2, y + height / 2}; }
};

enum class Sampling { kPixels, kSmooth };

// One grey value a pixel with its share of the pixel, as fonts are drawn.
struct Mask {
  int x = 0;  // in pixels, as width and height
  int y = 0;
  int width = 0;
  int height = 0;
  std::span<const unsigned char> coverage;
};

class Canvas {
 public:
  Canvas(double width, double height);

  double width() const { return static_cast<double>(picture_.width) / kDensity; }
  double height() const { return static_cast<double>(picture_.height) / kDensity; }
  const vae::Picture& picture() const { return picture_; }

  void Fill(const Rect& rect, Color color, double radius = 0);
  void Disc(Point center, double radius, Color color);
  // As much of it as lies in `inside`.
  void Ring(Point center, double radius, double width, Color color, const Rect& inside);
  // With round ends.
  void Line(Point from, Point to, double width, Color color);
  void Polyline(std::span<const Point> points, double width, Color color);
  // The 28 x 28 values in [0, 1] of a digit, from kDigitGround to kDigitInk.
  void Digit(const Rect& rect, std::span<const float> pixels, Sampling sampling, double radius);
  void Stamp(const Mask& mask, Color color);

 private:
  // Paints color(x, y) where distance(x, y), the signed distance in pixels of a pixel's centre from
  // the edge of a shape inside `bounds` (points), is not positive.
  template <class Distance, class Paint>
  void Shade(const Rect& bounds, const Distance& distance, const Paint& color);
  void Blend(int x, int y, Color color, float coverage);

  vae::Picture picture_;
};

}  // namespace figure

#include "learn/lesson.h"

#include <cmath>
#include <numbers>

namespace vae {
namespace {

// Numbers from (-1, 1), one after the other.
class Draws {
 public:
  explicit Draws(const RandomKey& key, Index count) : numbers_(1, count) {
    FillUniform(key, 1, numbers_);
  }
  double Next() { return static_cast<double>(numbers_(0, next_++)); }

 private:
  Weights numbers_;
  Index next_ = 0;
};

struct Place {
  double x = 0;
  double y = 0;
};

Place Centre(const Drawing& drawing) {
  Place sum;
  size_t count = 0;
  for (const Stroke& stroke : drawing) {
    count += stroke.points.size();
    for (const InkPoint& point : stroke.points) {
      sum.x += static_cast<double>(point.x);
      sum.y += static_cast<double>(point.y);
    }
  }
  const auto n = static_cast<double>(std::max<size_t>(count, 1));
  return {sum.x / n, sum.y / n};
}

// p -> A (p - centre) + centre + shift.
struct Affine {
  double xx = 1, xy = 0, yx = 0, yy = 1;
  Place centre;
  Place shift;

  Place At(const InkPoint& p) const {
    const double x = static_cast<double>(p.x) - centre.x;
    const double y = static_cast<double>(p.y) - centre.y;
    return {xx * x + xy * y + centre.x + shift.x, yx * x + yy * y + centre.y + shift.y};
  }
};

// Turn * shear * scale.
Affine DrawAffine(const Variation& range, const Place& centre, Draws& draws) {
  const double turn = range.turn * draws.Next();
  const double sx = 1 + range.scale * draws.Next();
  const double sy = 1 + range.scale * draws.Next();
  const double shear = range.shear * draws.Next();
  const double c = std::cos(turn);
  const double s = std::sin(turn);
  Affine affine{.xx = c * sx,
                .xy = (c * shear - s) * sy,
                .yx = s * sx,
                .yy = (s * shear + c) * sy,
                .centre = centre,
                .shift = {}};
  affine.shift.x = range.shift * draws.Next();
  affine.shift.y = range.shift * draws.Next();
  return affine;
}

// A smooth wobble along a stroke: waves whose lengths a hand has, so that neighbouring points,
// which may be many, move together.
class Wobble {
 public:
  Wobble(double deviation, Draws& draws) {
    for (Wave& wave : waves_) {
      wave.amplitude = deviation * draws.Next() * std::sqrt(3.0 * 2 / kWaves);
      wave.phase = std::numbers::pi * draws.Next();
      wave.frequency = 2 * std::numbers::pi * (1.5 + draws.Next());  // 0.5 to 2.5 a pad width
    }
  }
  double At(double way) const {
    double sum = 0;
    for (const Wave& wave : waves_) {
      sum += wave.amplitude * std::sin(wave.phase + wave.frequency * way);
    }
    return sum;
  }
  static constexpr int kWaves = 3;
  static constexpr Index kDraws = 3 * kWaves;

 private:
  struct Wave {
    double amplitude = 0;
    double phase = 0;
    double frequency = 0;
  };
  Wave waves_[kWaves];
};

void VaryStroke(const Affine& affine, const Variation& range, Draws& draws, Stroke& stroke) {
  const Wobble wobble_x(range.jitter, draws);
  const Wobble wobble_y(range.jitter, draws);
  double way = 0;
  InkPoint before = stroke.points.empty() ? InkPoint{} : stroke.points.front();
  for (InkPoint& point : stroke.points) {
    way += std::hypot(static_cast<double>(point.x - before.x),
                      static_cast<double>(point.y - before.y));
    before = point;
    const Place place = affine.At(point);
    point.x = static_cast<float>(place.x + wobble_x.At(way));
    point.y = static_cast<float>(place.y + wobble_y.At(way));
  }
}

}  // namespace

Drawing Vary(const Drawing& drawing, const Variation& range, const RandomKey& key) {
  Drawing varied = drawing;
  Draws draws(key, 7 + static_cast<Index>(drawing.size()) * 2 * Wobble::kDraws);
  const Affine affine = DrawAffine(range, Centre(drawing), draws);
  const double thickness = 1 + range.thickness * draws.Next();
  for (Stroke& stroke : varied) {
    VaryStroke(affine, range, draws, stroke);
    stroke.width = static_cast<float>(thickness * static_cast<double>(stroke.width));
  }
  return varied;
}

Vector DigitOf(const Drawing& drawing, DigitForm form, int side) {
  const InkRaster ink = RasterizeInk(drawing, side);
  return form == DigitForm::kCentred ? NormalizedDigit(ink) : RawDigit(ink);
}

}  // namespace vae

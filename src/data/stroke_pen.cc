#include "data/stroke_pen.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace vae {
namespace {

// How far the polyline may be from the curve, in pad widths: less than a tenth of a raster pixel.
constexpr double kDeviation = 0.0003;
constexpr double kMostPieces = 64;

struct Offset {
  double x = 0;
  double y = 0;

  Offset operator+(const Offset& o) const { return {x + o.x, y + o.y}; }
  Offset operator-(const Offset& o) const { return {x - o.x, y - o.y}; }
  Offset operator*(double s) const { return {x * s, y * s}; }
  double Length() const { return std::hypot(x, y); }
};

Offset Between(const InkPoint& from, const InkPoint& to) {
  return {double{to.x} - double{from.x}, double{to.y} - double{from.y}};
}

// 1 up to a turn of 60 degrees, which a round line seen at six places has; 0 from 120 on: a corner.
double Roundness(const Offset& in, const Offset& out) {
  const double cosine = (in.x * out.x + in.y * out.y) / (in.Length() * out.Length());
  return std::clamp(cosine + 0.5, 0.0, 1.0);
}

// The direction of the curve between `in` and `out`, the ways from the place before and to the
// next: of the parabola through the three, where time goes as the square root of distance. Nothing
// when the pointer rested: each side then ends there.
std::optional<Offset> Tangent(const Offset& in, const Offset& out) {
  const double before = std::sqrt(in.Length());
  const double after = std::sqrt(out.Length());
  if (!(before > 0) || !(after > 0)) return std::nullopt;
  const Offset parabola = (in * (after / before) + out * (before / after)) * (1 / (before + after));
  return parabola * Roundness(in, out);
}

// The cubic Bezier curve from (0, 0) to `end`.
struct Curve {
  Offset control1;
  Offset control2;
  Offset end;

  Offset At(double t) const {
    const double s = 1 - t;
    return control1 * (3 * s * s * t) + control2 * (3 * s * t * t) + end * (t * t * t);
  }

  // Into how many straight pieces it has to be cut.
  int Pieces() const {
    const auto off = [this](const Offset& control) {
      return std::abs(control.x * end.y - control.y * end.x) / end.Length();
    };
    if (std::max(off(control1), off(control2)) < kDeviation) return 1;
    const double bend =
        std::max((control1 * -2 + control2).Length(), (control1 - control2 * 2 + end).Length());
    return static_cast<int>(
        std::ceil(std::clamp(std::sqrt(0.75 * bend / kDeviation), 1.0, kMostPieces)));
  }
};

// Where nothing lies before or after, the curve bends as it does at its other end, but less so
// towards its end.
Curve CurveOf(const Offset& way, const std::optional<Offset>& tangent1,
              const std::optional<Offset>& tangent2) {
  const double time = std::sqrt(way.Length());
  const auto natural = [&way](const Offset& other) { return way * 1.5 - other * 0.5; };
  Offset start = way;
  Offset end = way;
  if (tangent1) start = *tangent1 * time;
  if (tangent2) end = *tangent2 * time;
  if (!tangent1 && tangent2) start = natural(end);
  if (!tangent2 && tangent1) end = natural(start);
  return {start * (1 / 3.0), way - end * (1 / 3.0), way};
}

// Appends the way from `from` to `to`, without `from`.
void Append(const InkPoint* before, const InkPoint& from, const InkPoint& to, const InkPoint* after,
            std::vector<InkPoint>& points) {
  const Offset way = Between(from, to);
  if (way.Length() > 0) {
    const auto tangent1 = before ? Tangent(Between(*before, from), way) : std::nullopt;
    const auto tangent2 = after ? Tangent(way, Between(to, *after)) : std::nullopt;
    const Curve curve = CurveOf(way, tangent1, tangent2);
    const int pieces = curve.Pieces();
    for (int i = 1; i < pieces; ++i) {
      const double t = static_cast<double>(i) / pieces;
      const Offset at = curve.At(t);
      points.push_back({static_cast<float>(from.x + at.x), static_cast<float>(from.y + at.y),
                        static_cast<float>(from.width + t * (double{to.width} - from.width))});
    }
  }
  points.push_back(to);
}

}  // namespace

void StrokePen::Move(const InkPoint& point, std::vector<InkPoint>& points) {
  if (!std::isfinite(point.x) || !std::isfinite(point.y) || !std::isfinite(point.width)) return;
  points.resize(settled_);
  if (seen_.empty()) {
    points.push_back(point);
    settled_ = 1;
  } else {
    const size_t count = seen_.size();
    if (count > 1) {
      Append(count > 2 ? &seen_[0] : nullptr, seen_[count - 2], seen_[count - 1], &point, points);
      settled_ = points.size();
    }
    Append(count > 1 ? &seen_[count - 2] : nullptr, seen_.back(), point, nullptr, points);
  }
  seen_.push_back(point);
  if (seen_.size() > 3) seen_.erase(seen_.begin());
}

}  // namespace vae

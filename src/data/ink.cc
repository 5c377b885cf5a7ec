#include "data/ink.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>

#include "data/resample.h"

namespace vae {
namespace {

constexpr float kInkThreshold = 0.5f;
constexpr int kBoxSide = 20;         // of MNIST's bounding boxes
constexpr int kMassCentre = 14;      // the pixel that holds MNIST's centres of mass
constexpr double kMaxThickness = 8;  // of a stroke, in digit pixels

// Pixels [x0, x1) x [y0, y1).
struct Box {
  int x0 = 0;
  int y0 = 0;
  int x1 = 0;
  int y1 = 0;

  int width() const { return x1 - x0; }
  int height() const { return y1 - y0; }
};

// One end of a segment, in raster pixels, in double: points far from the pad must neither overflow
// nor lose the pad.
struct End {
  double x = 0;
  double y = 0;
  double radius = 0;
};

// A round-capped line as thick at each place as between its ends; a dot when these are the same.
struct Segment {
  End from;
  End to;

  // Of pixel (x, y), whose centre is at + 0.5. 0 beyond radius + 0.5, 1 within radius - 0.5.
  float Coverage(int x, int y) const {
    const double dx = to.x - from.x;
    const double dy = to.y - from.y;
    const double px = x + 0.5 - from.x;
    const double py = y + 0.5 - from.y;
    const double length2 = dx * dx + dy * dy;
    const double t = length2 > 0 ? std::clamp((px * dx + py * dy) / length2, 0.0, 1.0) : 1.0;
    const double ex = px - t * dx;
    const double ey = py - t * dy;
    const double distance2 = ex * ex + ey * ey;
    const double radius =
        from.radius == to.radius ? to.radius : from.radius + t * (to.radius - from.radius);
    const double reach = radius + 0.5;
    if (distance2 >= reach * reach) return 0;
    return static_cast<float>(std::min(reach - std::sqrt(distance2), 1.0));
  }
};

bool IsFinite(const InkPoint& p) {
  return std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.width);
}

End EndAt(const Stroke& stroke, const InkPoint& point, int side) {
  const double scale = side;
  const double width = stroke.width * static_cast<double>(std::max(point.width, 0.0f));
  return {.x = point.x * scale,
          .y = point.y * scale,
          .radius = 0.5 * width * scale + (stroke.eraser ? 1.0 : 0.0)};
}

// The segment of `stroke` that ends at points[last], from the last finite point before it.
std::optional<Segment> SegmentAt(const Stroke& stroke, size_t last, int side) {
  const InkPoint& to = stroke.points[last];
  if (!IsFinite(to) || !(stroke.width > 0)) return std::nullopt;
  InkPoint from = to;
  for (size_t i = last; i-- > 0;) {
    if (!IsFinite(stroke.points[i])) continue;
    from = stroke.points[i];
    break;
  }
  Segment segment{EndAt(stroke, from, side), EndAt(stroke, to, side)};
  // Distances are measured along from -> to: starting near the pad keeps them exact on it.
  if (std::hypot(segment.to.x, segment.to.y) < std::hypot(segment.from.x, segment.from.y)) {
    std::swap(segment.from, segment.to);
  }
  return segment;
}

// The pixels that `segment` can touch. Clamped before the conversion, which is undefined for
// values out of range.
Box TouchedPixels(const Segment& segment, int side) {
  const double reach = std::max(segment.from.radius, segment.to.radius) + 0.5;
  const auto clamped = [side](double v) {
    return static_cast<int>(std::clamp(v, 0.0, static_cast<double>(side)));
  };
  return {clamped(std::floor(std::min(segment.from.x, segment.to.x) - reach)),
          clamped(std::floor(std::min(segment.from.y, segment.to.y) - reach)),
          clamped(std::ceil(std::max(segment.from.x, segment.to.x) + reach)),
          clamped(std::ceil(std::max(segment.from.y, segment.to.y) + reach))};
}

// Of row y of `box`, the pixels that `segment` can touch: those near the part of it that the row
// can reach, which is short where a long line crosses the row.
std::pair<int, int> TouchedInRow(const Segment& segment, const Box& box, int y) {
  constexpr double kMargin = 1;  // for what the rounding below may miss
  const double reach = std::max(segment.from.radius, segment.to.radius) + 0.5 + kMargin;
  const double dy = segment.to.y - segment.from.y;
  if (std::abs(dy) <= 2 * reach) return {box.x0, box.x1};
  const auto x_at = [&](double row) {
    const double t = std::clamp((row - segment.from.y) / dy, 0.0, 1.0);
    return segment.from.x + t * (segment.to.x - segment.from.x);
  };
  const auto [left, right] = std::minmax({x_at(y + 0.5 - reach), x_at(y + 0.5 + reach)});
  const auto clamped = [&box](double v) {
    return static_cast<int>(
        std::clamp(v, static_cast<double>(box.x0), static_cast<double>(box.x1)));
  };
  return {clamped(std::floor(left - reach)), clamped(std::ceil(right + reach))};
}

Box InkBox(const InkRaster& raster) {
  Box box{raster.side, raster.side, 0, 0};
  const float* value = raster.coverage.data();
  for (int y = 0; y < raster.side; ++y) {
    for (int x = 0; x < raster.side; ++x) {
      if (*value++ < kInkThreshold) continue;
      box = {std::min(box.x0, x), std::min(box.y0, y), std::max(box.x1, x + 1),
             std::max(box.y1, y + 1)};
    }
  }
  return box;
}

// How thick the ink is where it is thickest, in raster pixels: twice the distance of its deepest
// pixel to the nearest paper, by two chamfer passes (Borgefors 1986), which say at most 8 % more
// than the Euclidean distance.
double MaxThickness(const ConstPixels& ink) {
  constexpr float kDiagonal = std::numbers::sqrt2_v<float>;
  const Index rows = ink.rows();
  const Index columns = ink.cols();
  // A frame of zeros, the paper around the box, spares the loops their edges.
  Eigen::MatrixXf d = Eigen::MatrixXf::Zero(columns + 2, rows + 2);  // (x, y)
  float thickest = 0;
  for (Index y = 1; y <= rows; ++y) {
    for (Index x = 1; x <= columns; ++x) {
      if (ink(y - 1, x - 1) < kInkThreshold) continue;
      d(x, y) = std::min({d(x - 1, y) + 1, d(x, y - 1) + 1, d(x - 1, y - 1) + kDiagonal,
                          d(x + 1, y - 1) + kDiagonal});
    }
  }
  for (Index y = rows; y >= 1; --y) {
    for (Index x = columns; x >= 1; --x) {
      d(x, y) = std::min({d(x, y), d(x + 1, y) + 1, d(x, y + 1) + 1, d(x + 1, y + 1) + kDiagonal,
                          d(x - 1, y + 1) + kDiagonal});
      thickest = std::max(thickest, d(x, y));
    }
  }
  return 2.0 * thickest;
}

// The pixels (y, x) of a digit, each the mean of `ink` over its area.
Eigen::MatrixXf DigitPixels(const ConstPixels& ink, const Placement& rows,
                            const Placement& columns) {
  return Resample(ink, {kDigitSide, kDigitSide}, rows, columns).cwiseMax(0.0f).cwiseMin(1.0f);
}

// In the middle of MNIST's box, where its short sides lie too.
Placement InBox(Index size, double scale) {
  return {size, scale, std::max(0.0, 0.5 * (kBoxSide - static_cast<double>(size) * scale))};
}

// `place` moved by whole pixels to where MNIST has the centre of mass, but never off the digit.
// mass: of each source pixel.
Placement Centred(Placement place, const Eigen::VectorXf& mass) {
  Eigen::VectorXf pixels = Eigen::VectorXf::Zero(kBoxSide);
  ForEachShare(kBoxSide, place, [&](Index target, Index source, float share) {
    pixels[target] += share * mass[source];
  });
  const Eigen::VectorXf index = Eigen::VectorXf::LinSpaced(kBoxSide, 0.0f, kBoxSide - 1.0f);
  const double centre = pixels.dot(index) / pixels.sum();
  const double shift = std::floor(kMassCentre - centre + 0.5);
  const double first = std::floor(place.begin);
  const double last = std::min<double>(kBoxSide, std::ceil(place.end()));
  place.begin += std::clamp(shift, -first, kDigitSide - last);
  return place;
}

// A (y, x) digit as the model takes it.
Vector Flatten(const Eigen::MatrixXf& digit) {
  const Eigen::MatrixXf row_by_row = digit.transpose();
  return row_by_row.reshaped().cast<Scalar>();
}

}  // namespace

bool InkRaster::empty() const {
  return std::none_of(coverage.begin(), coverage.end(), [](float c) { return c >= kInkThreshold; });
}

InkRaster EmptyInk(int side) {
  assert(side > 0);
  const auto length = static_cast<size_t>(side);
  return {side, std::vector<float>(length * length, 0.0f)};
}

void DrawStroke(const Stroke& stroke, InkRaster& raster) {
  for (size_t last = 0; last < stroke.points.size(); ++last) {
    DrawStrokeSegment(stroke, last, raster);
  }
}

InkRows DrawStrokeSegment(const Stroke& stroke, size_t last, InkRaster& raster) {
  assert(last < stroke.points.size());
  const std::optional<Segment> segment = SegmentAt(stroke, last, raster.side);
  if (!segment) return {};
  const Box box = TouchedPixels(*segment, raster.side);
  for (int y = box.y0; y < box.y1; ++y) {
    float* row = raster.coverage.data() + static_cast<size_t>(y) * static_cast<size_t>(raster.side);
    const auto [x0, x1] = TouchedInRow(*segment, box, y);
    for (int x = x0; x < x1; ++x) {
      const float c = segment->Coverage(x, y);
      row[x] = stroke.eraser ? std::min(row[x], 1 - c) : std::max(row[x], c);
    }
  }
  return {box.y0, box.y1};
}

int64_t CoveredPixels(const Stroke& stroke, int side) {
  int64_t pixels = 0;
  for (size_t last = 0; last < stroke.points.size(); ++last) {
    const std::optional<Segment> segment = SegmentAt(stroke, last, side);
    if (!segment) continue;
    const Box box = TouchedPixels(*segment, side);
    for (int y = box.y0; y < box.y1; ++y) {
      const auto [x0, x1] = TouchedInRow(*segment, box, y);
      pixels += std::max(x1 - x0, 0);
    }
  }
  return pixels;
}

InkRaster RasterizeInk(const std::vector<Stroke>& strokes, int side) {
  InkRaster raster = EmptyInk(side);
  for (const Stroke& stroke : strokes) DrawStroke(stroke, raster);
  return raster;
}

Vector RawDigit(const InkRaster& raster) {
  const Eigen::Map<const PixelRows> ink(raster.coverage.data(), raster.side, raster.side);
  const Placement place{raster.side, static_cast<double>(kDigitSide) / raster.side, 0};
  return Flatten(DigitPixels(ink, place, place));
}

Vector NormalizedDigit(const InkRaster& raster) {
  if (raster.empty()) return Vector::Zero(kDigitPixels);
  const Eigen::Map<const PixelRows> all(raster.coverage.data(), raster.side, raster.side);
  const Box box = InkBox(raster);
  const ConstPixels ink = all.block(box.y0, box.x0, box.height(), box.width());

  const double fit = static_cast<double>(kBoxSide) / std::max(box.width(), box.height());
  const double scale = std::min(fit, kMaxThickness / MaxThickness(ink));
  const Placement rows = Centred(InBox(ink.rows(), scale), ink.rowwise().sum());
  const Placement columns = Centred(InBox(ink.cols(), scale), ink.colwise().sum().transpose());
  return Flatten(DigitPixels(ink, rows, columns));
}

}  // namespace vae

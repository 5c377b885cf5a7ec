#include "app/pad/drawing_code.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "app/model/compact.h"
#include "data/picture.h"

namespace app {
namespace {

// A point of a stroke: position in 1/1024 of the pad, width in 1/32 of the stroke's.
struct GridPoint {
  int x;
  int y;
  int width;
  bool operator==(const GridPoint&) const = default;
};
using GridStroke = std::vector<GridPoint>;

constexpr float kSteps = 1024;
constexpr int kWidthSteps = 32;
// What a text may say.
constexpr int kFurthest = 8 * 1024;
constexpr int kWidest = 512;

int OnGrid(float value, float steps, int least, int most) {
  if (!(std::abs(value) < 1e6f)) return std::clamp(0, least, most);
  return std::clamp(static_cast<int>(std::lround(value * steps)), least, most);
}

GridStroke OnGrid(const vae::Stroke& stroke) {
  GridStroke points;
  for (const vae::InkPoint& point : stroke.points) {
    const GridPoint on_grid{OnGrid(point.x, kSteps, -kFurthest, kFurthest),
                            OnGrid(point.y, kSteps, -kFurthest, kFurthest),
                            OnGrid(point.width, float{kWidthSteps}, 0, 8 * kWidthSteps)};
    if (points.empty() || !(points.back() == on_grid)) points.push_back(on_grid);
  }
  return points;
}

// How far `point` is from the segment from `a` to `b`, in grid steps; a width that differs from
// the segment's counts as distance too.
double Deviation(const GridPoint& point, const GridPoint& a, const GridPoint& b) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  const double length = dx * dx + dy * dy;
  const double along = (point.x - a.x) * dx + (point.y - a.y) * dy;
  const double t = length > 0 ? std::clamp(along / length, 0.0, 1.0) : 0.0;
  const double off = std::hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
  const double width = std::abs(point.width - a.width - t * (b.width - a.width));
  return std::max(off, width);
}

// Ramer, Douglas and Peucker: the points without which the line would move by more than
// `tolerance`. They give themselves again.
GridStroke Simplified(const GridStroke& points, double tolerance) {
  if (points.size() < 3) return points;
  std::vector<bool> kept(points.size(), false);
  kept.front() = kept.back() = true;
  std::vector<std::pair<size_t, size_t>> open{{0, points.size() - 1}};
  while (!open.empty()) {
    const auto [first, last] = open.back();
    open.pop_back();
    double furthest = tolerance;
    size_t split = 0;
    for (size_t i = first + 1; i < last; ++i) {
      const double deviation = Deviation(points[i], points[first], points[last]);
      if (deviation > furthest) {
        furthest = deviation;
        split = i;
      }
    }
    if (split == 0) continue;
    kept[split] = true;
    open.push_back({first, split});
    open.push_back({split, last});
  }
  GridStroke simple;
  for (size_t i = 0; i < points.size(); ++i) {
    if (kept[i] && (simple.empty() || !(simple.back() == points[i]))) simple.push_back(points[i]);
  }
  return simple;
}

bool HasWidths(const GridStroke& points) {
  return std::any_of(points.begin(), points.end(),
                     [](const GridPoint& point) { return point.width != kWidthSteps; });
}

// Number of points with two flags, width, then points, each relative to the one before.
void Write(const GridStroke& points, const vae::Stroke& stroke, CompactWriter& writer) {
  const bool widths = HasWidths(points);
  writer.Unsigned(static_cast<uint32_t>(points.size() << 2) | (widths ? 2u : 0u) |
                  (stroke.eraser ? 1u : 0u));
  writer.Unsigned(static_cast<uint32_t>(OnGrid(stroke.width, kSteps, 1, kWidest)));
  GridPoint last{0, 0, kWidthSteps};
  for (const GridPoint& point : points) {
    writer.Signed(point.x - last.x);
    writer.Signed(point.y - last.y);
    if (widths) writer.Signed(point.width - last.width);
    last = point;
  }
}

std::string StrokesToText(const std::vector<vae::Stroke>& strokes, double tolerance) {
  CompactWriter writer;
  for (const vae::Stroke& stroke : strokes) {
    if (!stroke.points.empty()) Write(Simplified(OnGrid(stroke), tolerance), stroke, writer);
  }
  return writer.Text();
}

bool IsOnPad(const GridPoint& point) {
  return std::abs(point.x) <= kFurthest && std::abs(point.y) <= kFurthest && point.width >= 0 &&
         point.width <= 8 * kWidthSteps;
}

std::optional<vae::Stroke> Read(CompactReader& reader) {
  const uint32_t head = reader.Unsigned();
  const size_t count = head >> 2;
  const uint32_t width = reader.Unsigned();
  if (!reader.ok() || count < 1 || width < 1 || width > kWidest) return std::nullopt;
  vae::Stroke stroke;
  stroke.eraser = (head & 1) != 0;
  stroke.width = static_cast<float>(width) / kSteps;
  // Sums of hostile differences must not overflow either.
  int64_t x = 0;
  int64_t y = 0;
  int64_t thickness = int64_t{kWidthSteps};
  // As many as there are characters for: the reader fails at the end of the text.
  for (size_t i = 0; i < count && reader.ok(); ++i) {
    x += reader.Signed();
    y += reader.Signed();
    if ((head & 2) != 0) thickness += reader.Signed();
    if (std::max({std::abs(x), std::abs(y), std::abs(thickness)}) > kFurthest) return std::nullopt;
    const GridPoint point{static_cast<int>(x), static_cast<int>(y), static_cast<int>(thickness)};
    if (!IsOnPad(point)) return std::nullopt;
    stroke.points.push_back({static_cast<float>(x) / kSteps, static_cast<float>(y) / kSteps,
                             static_cast<float>(thickness) / float{kWidthSteps}});
  }
  return reader.ok() ? std::optional(stroke) : std::nullopt;
}

constexpr float kGreys = 15;

}  // namespace

std::optional<std::string> StrokesToText(const std::vector<vae::Stroke>& strokes, size_t most) {
  for (double tolerance = 1; tolerance <= 32; tolerance *= 2) {
    std::string text = StrokesToText(strokes, tolerance);
    // Only what can be read again: that also tells what the simpler strokes cost.
    if (text.size() <= most && StrokesFromText(text)) return text;
  }
  return std::nullopt;
}

std::optional<std::vector<vae::Stroke>> StrokesFromText(std::string_view text) {
  CompactReader reader(text);
  std::vector<vae::Stroke> strokes;
  int64_t covered = 0;
  while (reader.ok() && !reader.at_end()) {
    std::optional<vae::Stroke> stroke = Read(reader);
    if (!stroke) return std::nullopt;
    covered += vae::CoveredPixels(*stroke);
    if (covered > kMostCovered) return std::nullopt;
    strokes.push_back(std::move(*stroke));
  }
  if (!reader.ok()) return std::nullopt;
  return strokes;
}

// Runs of one grey: length and grey in one number.
std::string PictureToText(const vae::InkRaster& ink) {
  const vae::Vector digit = vae::RawDigit(ink);
  CompactWriter writer;
  vae::Index i = 0;
  while (i < digit.size()) {
    const auto grey = [&](vae::Index at) { return OnGrid(digit(at), kGreys, 0, 15); };
    const int here = grey(i);
    uint32_t run = 0;
    while (i < digit.size() && grey(i) == here) ++run, ++i;
    writer.Unsigned((run - 1) << 4 | static_cast<uint32_t>(here));
  }
  return writer.Text();
}

std::optional<vae::InkRaster> PictureFromText(std::string_view text) {
  CompactReader reader(text);
  std::vector<float> pixels;
  while (reader.ok() && !reader.at_end()) {
    const uint32_t both = reader.Unsigned();
    const size_t run = (both >> 4) + size_t{1};
    if (!reader.ok() || run > vae::kDigitPixels - pixels.size()) return std::nullopt;
    pixels.insert(pixels.end(), run, static_cast<float>(both & 15) / kGreys);
  }
  if (!reader.ok() || pixels.size() != vae::kDigitPixels) return std::nullopt;
  return vae::DigitToInk(Eigen::Map<const vae::Vector>(pixels.data(), vae::kDigitPixels));
}

}  // namespace app

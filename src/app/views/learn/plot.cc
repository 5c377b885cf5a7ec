#include "app/views/learn/plot.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace app {
namespace {

constexpr float kInside = 8;
constexpr float kDash = 5;

struct Range {
  float least = 0;
  float most = 1;
};

// `value` of a point: a coordinate.
template <class Value>
Range RangeOf(std::span<const Curve> curves, Value value) {
  Range range{1e30f, -1e30f};
  for (const Curve& curve : curves) {
    for (const ImVec2& point : curve.points) {
      range.least = std::min(range.least, value(point));
      range.most = std::max(range.most, value(point));
    }
  }
  if (range.least > range.most) return {};
  return range;
}

// Every other stretch of a line, of equal lengths along it.
void Dashes(ImDrawList& canvas, std::span<const ImVec2> line, ImU32 color) {
  float walked = 0;
  for (size_t i = 0; i + 1 < line.size(); ++i) {
    const ImVec2 a = line[i], b = line[i + 1];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    float at = 0;
    while (at < length) {
      const float left = kDash - std::fmod(walked + at, kDash);
      const float to = std::min(at + left, length);
      const bool on = static_cast<int>((walked + at) / kDash) % 2 == 0;
      if (on) {
        const float s = at / length, t = to / length;
        canvas.AddLine({a.x + s * (b.x - a.x), a.y + s * (b.y - a.y)},
                       {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}, color, 1.8f);
      }
      at = to + 1e-3f;
    }
    walked += length;
  }
}

std::string Whole(float value) { return std::to_string(std::lround(value)); }

}  // namespace

void DrawPlot(const Ui& ui, const Rect& rect, std::span<const Curve> curves, bool from_zero) {
  const Theme& theme = ui.theme;
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  canvas.AddRectFilled(rect.min(), rect.max(), theme.ground, kDigitCorner);
  canvas.AddRect(rect.min(), rect.max(), theme.line, kDigitCorner);
  const Range steps = RangeOf(curves, [](const ImVec2& point) { return point.x; });
  Range nats = RangeOf(curves, [](const ImVec2& point) { return point.y; });
  if (from_zero) nats.least = 0;
  const float span = std::max(nats.most - nats.least, 1e-3f);
  const bool any = std::any_of(curves.begin(), curves.end(),
                               [](const Curve& curve) { return curve.points.size() > 1; });
  const std::string most = Whole(nats.most), least = Whole(nats.least);
  Rect inside = rect.Inset(kInside);
  if (any) {  // the numbers stand beside the curves
    ImFont* font = ui.fonts.caption;
    inside.width -= std::max(TextWidth(font, most), TextWidth(font, least)) + kInside;
  }
  const auto place = [&](const ImVec2& point) {
    const float x = (point.x - steps.least) / std::max(steps.most - steps.least, 1e-3f);
    const float y = (point.y - nats.least) / span;
    return ImVec2{inside.x + x * inside.width, inside.bottom() - y * inside.height};
  };
  canvas.PushClipRect(rect.min(), rect.max(), true);
  for (const Curve& curve : curves) {
    std::vector<ImVec2> line;
    for (const ImVec2& point : curve.points) line.push_back(place(point));
    if (curve.dashed) {
      Dashes(canvas, line, curve.color);
    } else {
      canvas.AddPolyline(line.data(), static_cast<int>(line.size()), curve.color, 0, 1.8f);
    }
  }
  canvas.PopClipRect();
  if (!any) return;
  const auto write = [&](const std::string& text, float y) {
    Text(ui.fonts.caption, Faded(theme.muted, 0.9f), {rect.right() - kInside, y}, text,
         Align::kRight);
  };
  write(most, rect.y + 12);
  write(least, rect.bottom() - 12);
}

}  // namespace app

#include "figure/axes.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace figure {
namespace {

constexpr double kTickLength = 5;

// The largest of 1, 2, 5 times a power of ten that is not above `value`.
double RoundDown(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  const double factor = value / power;
  return power * (factor >= 5 ? 5 : factor >= 2 ? 2 : 1);
}

}  // namespace

double Scale::operator()(double value) const {
  const auto place = [this](double v) { return logarithmic ? std::log(v) : v; };
  return from + (to - from) * (place(value) - place(low)) / (place(high) - place(low));
}

std::vector<double> NiceTicks(double low, double high, int count) {
  std::vector<double> ticks;
  if (!(high > low) || !std::isfinite(high - low)) return ticks;
  const double step = RoundDown((high - low) / count * 1.5);
  const double first = std::ceil(low / step - 1e-9);
  for (int i = 0; (first + i) * step <= high + 1e-9 * step; ++i)
    ticks.push_back((first + i) * step);
  return ticks;
}

std::vector<double> LogTicks(double low, double high) {
  std::vector<double> ticks;
  for (double power = 1; power <= high; power *= 10) {
    for (const double factor : {1, 2, 5}) {
      const double tick = factor * power;
      if (tick >= low && tick <= high) ticks.push_back(tick);
    }
  }
  return ticks;
}

std::string Fixed(double value, int decimals) {
  if (std::isnan(value)) return "–";
  char text[400];
  std::snprintf(text, sizeof text, "%.*f", decimals, std::abs(value));
  const bool zero = std::string_view(text).find_first_of("123456789i") == std::string_view::npos;
  return (value < 0 && !zero ? "−" : "") + std::string(text);
}

std::string WithSpaces(int64_t count) {
  std::string text = std::to_string(count);
  constexpr size_t kGroup = 3;
  if (text.size() <= kGroup + 1) return text;
  for (size_t end = text.size(); end > kGroup; end -= kGroup) text.insert(end - kGroup, "\u00a0");
  return text;
}

std::vector<Tick> TicksAt(const std::vector<double>& values, const Scale& scale) {
  double step = values.size() > 1 ? values[1] - values[0] : 1;
  for (size_t i = 1; i < values.size(); ++i) step = std::min(step, values[i] - values[i - 1]);
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
  std::vector<Tick> ticks;
  for (const double value : values) ticks.push_back({scale(value), Fixed(value, decimals)});
  return ticks;
}

std::vector<double> KeepLabelsApart(std::vector<double> heights, double distance) {
  for (size_t i = 1; i < heights.size(); ++i) {
    const double missing = heights[i - 1] + distance - heights[i];
    if (missing <= 0) continue;
    if (i == 1) heights[0] -= missing / 2;
    heights[i] = heights[i - 1] + distance;
  }
  return heights;
}

void DrawAxes(Canvas& canvas, const Axes& axes) {
  const Rect& plot = axes.plot;
  for (const Tick& tick : axes.x) {
    canvas.Fill({tick.at - 0.25, plot.y, 0.5, plot.height}, kLine);
    canvas.Fill({tick.at - 0.25, plot.bottom(), 0.5, kTickLength}, kMuted);
    DrawText(canvas, {tick.at, plot.bottom() + 19}, tick.label, Aligned(kCaption, Align::kCenter));
  }
  for (const Tick& tick : axes.y) {
    canvas.Fill({plot.x, tick.at - 0.25, plot.width, 0.5}, kLine);
    canvas.Fill({plot.x - kTickLength, tick.at - 0.25, kTickLength, 0.5}, kMuted);
    DrawText(canvas, {plot.x - 9, BaselineAround(tick.at, kCaption)}, tick.label,
             Aligned(kCaption, Align::kRight));
  }
  DrawText(canvas, {plot.x, plot.y - 11}, axes.y_name, kCaption);
  DrawText(canvas, {plot.right(), plot.bottom() + 40}, axes.x_name,
           Aligned(kCaption, Align::kRight));
}

}  // namespace figure

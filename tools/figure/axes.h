// Scales, ticks and numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "figure/canvas.h"
#include "figure/text.h"

namespace figure {

// From values to points on the canvas; logarithmic when asked for and low > 0.
struct Scale {
  double low = 0;
  double high = 1;
  double from = 0;
  double to = 1;
  bool logarithmic = false;

  double operator()(double value) const;
};

// About `count` round values in [low, high].
std::vector<double> NiceTicks(double low, double high, int count);
// 1, 2, 5, 10, 20, ... in [low, high].
std::vector<double> LogTicks(double low, double high);

// With a true minus sign; "–" for what is not a number.
std::string Fixed(double value, int decimals);
// "1000", "10 000", "1 234 567": with spaces that do not break.
std::string WithSpaces(int64_t count);
struct Tick {
  double at = 0;  // in points
  std::string label;
};
// At these values, with as many decimals as they need.
std::vector<Tick> TicksAt(const std::vector<double>& values, const Scale& scale);

// A plot's ground: grid lines at the ticks, their labels left of and below `plot`, and the names of
// the axes: y's above its upper end, x's below its right end.
struct Axes {
  Rect plot;
  std::vector<Tick> x;
  std::vector<Tick> y;
  std::string x_name;
  std::string y_name;
};
void DrawAxes(Canvas& canvas, const Axes& axes);

// The heights of labels that belong at `heights`, in increasing order: moved, where they are
// closer, until neighbours are `distance` apart; two of them evenly, of more the lower ones
// further.
std::vector<double> KeepLabelsApart(std::vector<double> heights, double distance);

// What DrawAxes needs around the plot.
inline constexpr double kAxisLeft = 44;
inline constexpr double kAxisTop = 26;
inline constexpr double kAxisBottom = 46;

}  // namespace figure

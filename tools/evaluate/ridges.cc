#include "evaluate/ridges.h"

#include <algorithm>

#include "evaluate/classes.h"
#include "evaluate/density.h"
#include "figure/axes.h"

namespace tools {
namespace {

using figure::Rect;
using vae::Index;

constexpr double kRowPitch = 52;
constexpr double kRidgeHeight = 88;  // of the highest; ridges may overlap the row above

std::vector<double> ValuesOf(const Context& context, const TestMap& map, uint8_t label) {
  std::vector<double> values;
  for (Index i = 0; i < map.mu.cols(); ++i) {
    if (context.test.labels[static_cast<size_t>(i)] == label) values.push_back(map.mu(0, i));
  }
  return values;
}

void DrawRidge(figure::Canvas& canvas, double left, double base, const std::vector<double>& heights,
               figure::Color color) {
  constexpr double kStep = 1.0 / figure::kDensity;
  std::vector<figure::Point> outline;
  for (size_t i = 0; i < heights.size(); ++i) {
    const double x = left + static_cast<double>(i) * kStep;
    canvas.Fill({x, base - heights[i], kStep, heights[i]}, figure::Faded(color, 0.6f));
    outline.push_back({x + kStep / 2, base - heights[i]});
  }
  canvas.Polyline(outline, 1.25, color);
}

}  // namespace

figure::Sheet DrawRidges(const Context& context, const TestMap& map) {
  const double width = figure::kContentWidth - figure::kAxisLeft;
  const std::vector<uint8_t> classes = ClassesIn(context.test.labels);
  const double height = static_cast<double>(classes.size() - 1) * kRowPitch + kRidgeHeight;
  figure::Sheet sheet(
      figure::kContentWidth, height + figure::kAxisBottom,
      MakeHeading(context, "Latent space",
                  "Density of the means of q(z|x) of the " + figure::WithSpaces(map.mu.cols()) +
                      " test digits, one scale for all classes",
                  true));
  const Rect plot = {sheet.content().x + figure::kAxisLeft, sheet.content().y, width, height};
  const double pad = 0.3;
  const figure::Scale scale = {.low = static_cast<double>(map.mu.minCoeff()) - pad,
                               .high = static_cast<double>(map.mu.maxCoeff()) + pad,
                               .from = plot.x,
                               .to = plot.right()};
  figure::DrawAxes(
      sheet.canvas(),
      {plot, TicksAt(figure::NiceTicks(scale.low, scale.high, 10), scale), {}, map.x_name, ""});

  std::vector<double> places;
  const auto columns = static_cast<size_t>(width * figure::kDensity);
  for (size_t i = 0; i < columns; ++i) {
    places.push_back(scale.low + (scale.high - scale.low) * (static_cast<double>(i) + 0.5) /
                                     static_cast<double>(columns));
  }
  std::vector<std::vector<double>> ridges;
  double highest = 0;
  for (const uint8_t label : classes) {
    ridges.push_back(
        KernelDensity(ValuesOf(context, map, label), context.test.labels.size(), places));
    highest = std::max(highest, *std::max_element(ridges.back().begin(), ridges.back().end()));
  }
  for (size_t row = 0; row < classes.size(); ++row) {
    const double base = plot.y + kRidgeHeight + static_cast<double>(row) * kRowPitch;
    for (double& value : ridges[row]) value *= kRidgeHeight / highest;
    const figure::Color color = ClassColor(classes[row]);
    DrawRidge(sheet.canvas(), plot.x, base, ridges[row], color);
    sheet.canvas().Disc({plot.x - 30, base - 8}, 5, color);
    figure::DrawText(sheet.canvas(),
                     {plot.x - 20, figure::BaselineAround(base - 8, figure::kStrong)},
                     ClassName(context.dataset, classes[row]), figure::kStrong);
  }
  return sheet;
}

}  // namespace tools

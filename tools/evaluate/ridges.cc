#include "evaluate/ridges.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "figure/axes.h"

namespace tools {
namespace {

using figure::Rect;
using vae::Index;

constexpr double kRowPitch = 52;
constexpr double kRidgeHeight = 88;  // of the highest; ridges may overlap the row above

// A Gaussian kernel density of the class at each of `places`, times the class's share of all.
std::vector<double> Density(const std::vector<double>& values, size_t all,
                            const std::vector<double>& places) {
  std::vector<double> density(places.size(), 0.0);
  if (values.empty()) return density;
  const auto n = static_cast<double>(values.size());
  const Eigen::Map<const Eigen::ArrayXd> v(values.data(), static_cast<Index>(values.size()));
  const double sigma = std::sqrt((v - v.mean()).square().mean());
  // Silverman's rule of thumb; the floor serves classes whose digits are all the same.
  const double width = std::max(1.06 * sigma * std::pow(n, -0.2), 0.02);
  const double scale = 1 / (static_cast<double>(all) * width * std::sqrt(2 * std::numbers::pi));
  for (size_t i = 0; i < places.size(); ++i) {
    density[i] = scale * (-((places[i] - v) / width).square() / 2).exp().sum();
  }
  return density;
}

std::array<std::vector<double>, 10> ByClass(const Context& context, const TestMap& map) {
  std::array<std::vector<double>, 10> values;
  for (Index i = 0; i < map.mu.cols(); ++i) {
    values[context.test.labels[static_cast<size_t>(i)]].push_back(map.mu(0, i));
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
  const double height = 9 * kRowPitch + kRidgeHeight;
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
  const std::array<std::vector<double>, 10> values = ByClass(context, map);
  std::array<std::vector<double>, 10> ridges;
  double highest = 0;
  for (size_t digit = 0; digit < 10; ++digit) {
    ridges[digit] = Density(values[digit], context.test.labels.size(), places);
    highest = std::max(highest, *std::max_element(ridges[digit].begin(), ridges[digit].end()));
  }
  for (size_t digit = 0; digit < 10; ++digit) {
    const double base = plot.y + kRidgeHeight + static_cast<double>(digit) * kRowPitch;
    for (double& value : ridges[digit]) value *= kRidgeHeight / highest;
    const figure::Color color = figure::kClassColors[digit];
    DrawRidge(sheet.canvas(), plot.x, base, ridges[digit], color);
    sheet.canvas().Disc({plot.x - 30, base - 8}, 5, color);
    figure::DrawText(sheet.canvas(),
                     {plot.x - 20, figure::BaselineAround(base - 8, figure::kStrong)},
                     std::to_string(digit), figure::kStrong);
  }
  return sheet;
}

}  // namespace tools

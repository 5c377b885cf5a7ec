// --manifold and --traverse: digits over planes and along lines of latent space.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "evaluate/tasks.h"
#include "explore/grids.h"
#include "figure/axes.h"
#include "figure/tiles.h"

namespace tools {
namespace {

using figure::Canvas;
using figure::Point;
using figure::Rect;
using vae::Index;
using vae::Matrix;

constexpr Index kManifoldSide = 20;
constexpr int kTraversalSteps = 13;
constexpr vae::Scalar kTraversalRange = 3;
constexpr double kRowLabel = 48;
constexpr double kColumnLabel = 26;
constexpr size_t kMostTraversed = 64;  // rows of a picture that one can look at

constexpr const char* kUnit = ", standard deviations of the prior";

std::string Name(Index dimension) { return "z" + std::to_string(dimension + 1); }

// Dimensions in the order in which the decoder heeds them: of how much the digit changes between
// -2 and 2 in one of them with the others at 0.
std::vector<int> DimensionsByEffect(const vae::VaeParams& params) {
  const Index latent_dim = params.shape().latent_dim;
  std::vector<double> effect;
  for (Index j = 0; j < latent_dim; ++j) {
    Matrix z = Matrix::Zero(latent_dim, 2);
    z(j, 0) = -2;
    z(j, 1) = 2;
    const Matrix digits = vae::Decode(params, z);
    effect.push_back((digits.col(1) - digits.col(0)).squaredNorm());
  }
  std::vector<int> order(static_cast<size_t>(latent_dim));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&effect](int a, int b) {
    return effect[static_cast<size_t>(a)] > effect[static_cast<size_t>(b)];
  });
  return order;
}

// Ticks on an axis that is even in probability under N(0, 1), as the manifold is.
std::vector<figure::Tick> QuantileTicks(double from, double to) {
  std::vector<figure::Tick> ticks;
  for (const double z : {-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0}) {
    const double probability = std::erfc(-z / std::sqrt(2.0)) / 2;
    ticks.push_back(
        {from + probability * (to - from), figure::Fixed(z, z == std::round(z) ? 0 : 1)});
  }
  return ticks;
}

// Digits edge to edge in reading order, with the quantiles of N(0, 1) along the sides.
void DrawManifold(Canvas& canvas, const Rect& plot, Index rows, const Matrix& digits,
                  const std::string& across, const std::string& down) {
  const double side = plot.width / static_cast<double>(kManifoldSide);
  figure::Axes axes = {plot, QuantileTicks(plot.x, plot.right()), {}, across + kUnit, {}};
  if (rows > 1) {
    axes.y = QuantileTicks(plot.bottom(), plot.y);
    axes.y_name = down + kUnit;
  }
  figure::DrawAxes(canvas, axes);
  canvas.Fill(plot, figure::kDigitGround);
  for (Index i = 0; i < digits.cols(); ++i) {
    const auto column = static_cast<double>(i % kManifoldSide);
    const auto row = static_cast<double>(i / kManifoldSide);
    canvas.Digit({plot.x + column * side, plot.y + row * side, side, side},
                 {digits.col(i).data(), vae::kDigitPixels}, figure::Sampling::kSmooth, 0);
  }
}

vae::Result<std::pair<int, int>> ManifoldDimensions(const Context& context) {
  const auto& dims = context.flags.dims;
  const int latent_dim = context.latent_dim();
  if (!dims) {
    const std::vector<int> order = DimensionsByEffect(context.model.params);
    return std::pair{std::min(order[0], order[1]), std::max(order[0], order[1])};
  }
  if (dims->first != dims->second && std::max(dims->first, dims->second) <= latent_dim) {
    return std::pair{dims->first - 1, dims->second - 1};
  }
  return vae::Failure("--dims is " + std::to_string(dims->first) + "," +
                      std::to_string(dims->second) + "; give two different dimensions of the " +
                      std::to_string(latent_dim) + " of " + context.flags.saved_path);
}

// Rows of tiles with the dimension's name before each and its values above the first.
void DrawTraversal(const Context& context, figure::Canvas& canvas, Point at,
                   const std::vector<int>& dimensions, const figure::Grid& grid) {
  const Rect tiles = {at.x + kRowLabel, at.y + kColumnLabel, grid.width(), grid.height()};
  const vae::Vector center = vae::Vector::Zero(context.latent_dim());
  for (int row = 0; row < grid.rows; ++row) {
    const int dimension = dimensions[static_cast<size_t>(row)];
    const double y = grid.Cell(tiles, 0, row).center().y;
    figure::DrawText(canvas, {at.x, figure::BaselineAround(y, figure::kStrong)}, Name(dimension),
                     figure::kStrong);
    const Matrix z = vae::TraverseOne(center, dimension, grid.columns, kTraversalRange);
    const Matrix digits = vae::Decode(context.model.params, z);
    for (int i = 0; i < grid.columns; ++i) {
      const Rect cell = grid.Cell(tiles, i, row);
      figure::DrawTile(canvas, cell, digits.col(i));
      if (row > 0) continue;
      figure::DrawText(canvas, {cell.center().x, tiles.y - 10}, figure::Fixed(z(dimension, i), 1),
                       Aligned(figure::kCaption, figure::Align::kCenter));
    }
  }
}

}  // namespace

vae::Result<Report> ShowManifold(const Context& context) {
  Matrix z;
  std::pair<int, int> dims = {0, 0};
  std::string down;
  if (context.latent_dim() == 1) {
    z = vae::ManifoldLine(1, kManifoldSide, 0);
  } else {
    const vae::Result<std::pair<int, int>> chosen = ManifoldDimensions(context);
    if (!chosen) return vae::Failure(chosen.error());
    dims = *chosen;
    z = vae::ManifoldGrid(context.latent_dim(), kManifoldSide, dims.first, dims.second);
    down = Name(dims.second);
  }
  const Index rows = z.cols() / kManifoldSide;
  std::string line = "Digits at the quantiles of N(0, 1)";
  if (rows > 1) line += " over " + Name(dims.first) + " and " + down;
  if (context.latent_dim() > 2) line += ", the other dimensions at 0";
  const double width = figure::kContentWidth - figure::kAxisLeft - 8;
  const double top = rows > 1 ? figure::kAxisTop : 0;
  const double height = width / static_cast<double>(kManifoldSide) * static_cast<double>(rows);
  figure::Sheet sheet(figure::kContentWidth, top + height + figure::kAxisBottom,
                      MakeHeading(context, "Manifold", line, false));
  const Rect& content = sheet.content();
  DrawManifold(sheet.canvas(), {content.x + figure::kAxisLeft, content.y + top, width, height},
               rows, vae::Decode(context.model.params, z), Name(dims.first), down);
  vae::Result<Report> report = SavePicture(context, kManifold, sheet);
  if (report && rows > 1) report->json["dims"] = {dims.first + 1, dims.second + 1};
  return report;
}

vae::Result<Report> Traverse(const Context& context) {
  std::vector<int> dimensions = DimensionsByEffect(context.model.params);
  const bool all = dimensions.size() <= kMostTraversed;
  if (!all) dimensions.resize(kMostTraversed);
  std::sort(dimensions.begin(), dimensions.end());

  figure::Grid grid = {.columns = kTraversalSteps,
                       .rows = static_cast<int>(dimensions.size()),
                       .column_gap = 6,
                       .row_gap = 6};
  grid.cell_width = grid.cell_height = figure::TileSide(
      kTraversalSteps, figure::kContentWidth - kRowLabel - (kTraversalSteps - 1) * grid.column_gap);
  std::string line = "Each row moves one latent dimension from −3 to 3, the others stay at 0";
  if (!all) line += "; the " + std::to_string(kMostTraversed) + " dimensions of most effect";
  figure::Sheet sheet(kRowLabel + grid.width(), kColumnLabel + grid.height(),
                      MakeHeading(context, "Traversal", line, false));
  DrawTraversal(context, sheet.canvas(), {sheet.content().x, sheet.content().y}, dimensions, grid);
  return SavePicture(context, kTraversal, sheet);
}

}  // namespace tools

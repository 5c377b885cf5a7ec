// --reconstruct and --generate.
#include <cstdio>

#include "core/random.h"
#include "evaluate/tasks.h"
#include "figure/axes.h"
#include "figure/tiles.h"

namespace tools {
namespace {

std::string Short(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

std::string Count(int64_t count, const char* noun) {
  return figure::WithSpaces(count) + " " + noun + (count == 1 ? "" : "s");
}

// A nearly square grid for `count` cells of `tiles` tiles each, side by side with `tile_gap`
// between them. Returns the side of a tile.
double Arrange(int count, int tiles, double tile_gap, figure::Grid& grid) {
  grid.columns = figure::SquareColumns(count, tiles);
  grid.rows = (count + grid.columns - 1) / grid.columns;
  const double gaps = (grid.columns - 1) * grid.column_gap + grid.columns * (tiles - 1) * tile_gap;
  const double side = figure::TileSide(grid.columns * tiles, figure::kContentWidth - gaps);
  grid.cell_width = tiles * side + (tiles - 1) * tile_gap;
  grid.cell_height = side;
  return side;
}

}  // namespace

vae::Result<Report> Reconstruct(const Context& context) {
  const std::vector<uint32_t> picks =
      PickDigits(context, Draw::kReconstruct, context.flags.num_gen);
  const vae::Matrix originals = TestDigits(context, picks);
  const vae::VaeParams& params = context.model.params;
  const vae::Matrix restored = vae::Decode(params, vae::Encode(params, originals).mu);

  constexpr double kTileGap = 2;
  figure::Grid grid = {.column_gap = 16, .row_gap = 12};
  const double side = Arrange(static_cast<int>(picks.size()), 2, kTileGap, grid);
  figure::Sheet sheet(
      grid.width(), grid.height(),
      MakeHeading(context, "Reconstructions",
                  Count(originals.cols(), "pair") +
                      ": the reconstruction on the left, from the mean of q(z|x), the test digit "
                      "on the right",
                  true));
  for (int i = 0; i < static_cast<int>(picks.size()); ++i) {
    const figure::Rect cell = grid.Cell(sheet.content(), i);
    figure::DrawTile(sheet.canvas(), {cell.x, cell.y, side, side}, restored.col(i));
    figure::DrawTile(sheet.canvas(), {cell.x + side + kTileGap, cell.y, side, side},
                     originals.col(i));
  }
  vae::Result<Report> report = SavePicture(context, kReconstructed, sheet);
  if (report) report->json["test_digits"] = picks;
  return report;
}

vae::Result<Report> Generate(const Context& context) {
  const int count = context.flags.num_gen;
  vae::Matrix z(context.latent_dim(), count);
  vae::FillNormal(context.Key(Draw::kGenerate), z);
  z *= static_cast<vae::Scalar>(context.flags.temperature);
  const vae::Matrix digits = vae::Decode(context.model.params, z);

  figure::Grid grid;
  Arrange(count, 1, 0, grid);
  std::string line = Count(count, "digit") + " decoded from z drawn from ";
  line += context.flags.temperature == 1 ? std::string("N(0, I)")
                                         : "N(0, " + Short(context.flags.temperature) + "² I)";
  figure::Sheet sheet(grid.width(), grid.height(),
                      MakeHeading(context, "Generated digits", line, false));
  for (int i = 0; i < count; ++i) {
    figure::DrawTile(sheet.canvas(), grid.Cell(sheet.content(), i), digits.col(i));
  }
  vae::Result<Report> report = SavePicture(context, kGenerated, sheet);
  if (report) {
    report->json["count"] = count;
    report->json["temperature"] = context.flags.temperature;
  }
  return report;
}

}  // namespace tools

// --denoise.
#include <array>
#include <cmath>

#include "core/batches.h"
#include "core/noise.h"
#include "evaluate/tasks.h"
#include "figure/axes.h"
#include "figure/tiles.h"

namespace tools {
namespace {

using figure::Align;
using figure::Rect;
using vae::Index;
using vae::Matrix;

constexpr int kRows = 6;

struct Damage {
  const char* key;    // in JSON
  const char* title;  // above the panel
  vae::NoiseOptions noise;
  bool lower_half_missing;
};
constexpr std::array<Damage, 3> kDamages = {{
    {"salt_and_pepper",
     "Salt and pepper, 25 % of the pixels",
     {vae::NoiseKind::kSaltAndPepper, 0.25},
     false},
    {"gaussian", "Gaussian noise, σ = 0.4", {vae::NoiseKind::kGaussian, 0.4}, false},
    {"missing_half", "Lower half missing", {}, true},
}};

// What became of the test digits.
struct Restored {
  Matrix noisy;                // (784, N)
  Matrix digits;               // (784, N)
  Eigen::VectorXd noisy_mse;   // (N)
  Eigen::VectorXd digits_mse;  // (N)
};

Matrix Damaged(const Context& context, size_t kind) {
  Matrix x = context.test.digits;
  if (kDamages[kind].lower_half_missing) {
    x.bottomRows(vae::kDigitPixels / 2).setZero();
    return x;
  }
  vae::RandomKey key = context.Key(Draw::kNoise);
  key.step += kind;
  vae::AddNoise(kDamages[kind].noise, key, x);
  return x;
}

Restored Restore(const Context& context, size_t kind) {
  const Matrix& clean = context.test.digits;
  const vae::VaeParams& params = context.model.params;
  Restored result = {Damaged(context, kind), Matrix(clean.rows(), clean.cols()), {}, {}};
  vae::ForEachBatch(clean.cols(), context.pool, [&](uint64_t, vae::ColumnRange range) {
    const auto noisy = result.noisy.middleCols(range.first, range.count);
    result.digits.middleCols(range.first, range.count) =
        vae::Decode(params, vae::Encode(params, noisy).mu);
  });
  const auto mse = [&clean](const Matrix& x) -> Eigen::VectorXd {
    return (x - clean).colwise().squaredNorm().transpose().cast<double>() / vae::kDigitPixels;
  };
  result.noisy_mse = mse(result.noisy);
  result.digits_mse = mse(result.digits);
  return result;
}

// Peak signal-to-noise ratio of values in [0, 1], in dB; infinite for what is the same.
double Psnr(double mean_squared_error) { return -10 * std::log10(mean_squared_error); }

std::string Decibels(double psnr) { return std::isinf(psnr) ? "same" : figure::Fixed(psnr, 1); }

struct Panels {
  static constexpr double kGap = 34;        // between panels
  static constexpr double kHeader = 66;     // title, PSNR, names of the columns
  static constexpr double kBelowTile = 22;  // a tile's PSNR

  explicit Panels(int rows) : grid{.columns = 3, .rows = rows, .column_gap = 8, .row_gap = 6} {
    const double width = (figure::kContentWidth - 2 * kGap) / 3 - 2 * grid.column_gap;
    side = figure::TileSide(3, width);
    grid.cell_width = side;
    grid.cell_height = side + kBelowTile;
  }
  double width() const { return 3 * grid.width() + 2 * kGap; }
  double height() const { return kHeader + grid.height() - 8; }

  figure::Grid grid;
  double side = 0;
};

void DrawPanel(const Context& context, figure::Canvas& canvas, const Panels& panels, Rect place,
               const Damage& damage, const Restored& restored, const std::vector<uint32_t>& picks) {
  figure::DrawText(canvas, {place.x, place.y + 10}, damage.title, figure::kStrong);
  figure::DrawText(canvas, {place.x, place.y + 29},
                   "PSNR " + Decibels(Psnr(restored.noisy_mse.mean())) + " → " +
                       Decibels(Psnr(restored.digits_mse.mean())) + " dB",
                   figure::kCaption);
  const std::array<const char*, 3> names = {"clean", "noisy", "restored"};
  const std::array<const Matrix*, 3> digits = {&context.test.digits, &restored.noisy,
                                               &restored.digits};
  const Rect tiles = {place.x, place.y + Panels::kHeader, 0, 0};
  for (int column = 0; column < 3; ++column) {
    const auto c = static_cast<size_t>(column);
    figure::DrawText(canvas, {panels.grid.Cell(tiles, column, 0).center().x, tiles.y - 9}, names[c],
                     Aligned(figure::kCaption, Align::kCenter));
    for (int row = 0; row < panels.grid.rows; ++row) {
      const Index digit = picks[static_cast<size_t>(row)];
      const Rect cell = panels.grid.Cell(tiles, column, row);
      figure::DrawTile(canvas, {cell.x, cell.y, panels.side, panels.side}, digits[c]->col(digit));
      if (column == 0) continue;
      const double mse = column == 1 ? restored.noisy_mse[digit] : restored.digits_mse[digit];
      figure::DrawText(canvas, {cell.center().x, cell.y + panels.side + 15}, Decibels(Psnr(mse)),
                       Aligned(figure::kCaption, Align::kCenter));
    }
  }
}

}  // namespace

vae::Result<Report> Denoise(const Context& context) {
  const std::vector<uint32_t> picks = PickDigits(context, Draw::kDenoise, kRows);
  const Panels panels(static_cast<int>(picks.size()));
  figure::Heading heading = MakeHeading(
      context, "Denoising", "Damaged test digits, restored from the mean of q(z|x)", true);
  heading.notes.insert(heading.notes.begin(),
                       "PSNR in dB of each digit below it; above, of the mean squared error over "
                       "all " +
                           figure::WithSpaces(context.test.digits.cols()) + " test digits.");
  figure::Sheet sheet(panels.width(), panels.height(), heading);
  nlohmann::ordered_json figures;
  for (size_t kind = 0; kind < kDamages.size(); ++kind) {
    const Restored restored = Restore(context, kind);
    const double x =
        sheet.content().x + static_cast<double>(kind) * (panels.grid.width() + Panels::kGap);
    DrawPanel(context, sheet.canvas(), panels, {x, sheet.content().y, 0, 0}, kDamages[kind],
              restored, picks);
    figures[kDamages[kind].key] = {{"noisy_psnr_db", Psnr(restored.noisy_mse.mean())},
                                   {"restored_psnr_db", Psnr(restored.digits_mse.mean())}};
  }
  vae::Result<Report> report = SavePicture(context, kDenoised, sheet);
  if (!report) return report;
  report->json.update(figures);
  report->json["test_digits"] = picks;
  return report;
}

}  // namespace tools

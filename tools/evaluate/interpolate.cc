// --interpolate.
#include <utility>

#include "evaluate/tasks.h"
#include "explore/grids.h"
#include "figure/tiles.h"

namespace tools {
namespace {

using figure::Align;
using figure::Rect;

constexpr size_t kPairs = 6;
constexpr int kSteps = 11;

using Pair = std::pair<uint32_t, uint32_t>;

// Pairs of test digits, of two classes as long as there are such.
std::vector<Pair> PickPairs(const Context& context) {
  const std::vector<uint8_t>& labels = context.test.labels;
  std::vector<uint32_t> picks =
      PickDigits(context, Draw::kInterpolate, static_cast<int>(labels.size()));
  std::vector<Pair> pairs;
  for (size_t i = 0; i + 1 < picks.size() && pairs.size() < kPairs; i += 2) {
    for (size_t j = i + 1; j < picks.size(); ++j) {
      if (labels[picks[j]] == labels[picks[i]]) continue;
      std::swap(picks[i + 1], picks[j]);
      break;
    }
    pairs.emplace_back(picks[i], picks[i + 1]);
  }
  return pairs;
}

// Where things stand: first digit, row label, the steps, second digit.
struct Strip {
  static constexpr double kLabel = 70;
  static constexpr double kBeside = 18;  // between the steps and the digits beside them
  static constexpr double kGap = 4;
  static constexpr double kBetweenPairs = 26;

  double side = figure::TileSide(
      kSteps + 2, figure::kContentWidth - kLabel - 2 * kBeside - (kSteps - 1) * kGap);
  double steps_x = side + kLabel + kBeside;
  double second_x = steps_x + kSteps * (side + kGap) - kGap + kBeside;
  double width = second_x + side;
  double height = 2 * side + kGap;
};

void DrawPair(const Context& context, figure::Canvas& canvas, const Strip& strip, double x,
              double y, const vae::Matrix& digits) {
  const vae::VaeParams& params = context.model.params;
  const vae::Matrix mu = vae::Encode(params, digits).mu;
  const double middle = y + (strip.height - strip.side) / 2;
  figure::DrawTile(canvas, {x, middle, strip.side, strip.side}, digits.col(0));
  figure::DrawTile(canvas, {x + strip.second_x, middle, strip.side, strip.side}, digits.col(1));
  for (const vae::Path path : {vae::Path::kSpherical, vae::Path::kLinear}) {
    const bool spherical = path == vae::Path::kSpherical;
    const vae::Matrix steps =
        vae::Decode(params, vae::Interpolate(mu.col(0), mu.col(1), kSteps, path));
    const double row_y = spherical ? y : y + strip.side + Strip::kGap;
    figure::DrawText(
        canvas,
        {x + strip.steps_x - 12, figure::BaselineAround(row_y + strip.side / 2, figure::kCaption)},
        spherical ? "spherical" : "linear", Aligned(figure::kCaption, Align::kRight));
    for (int i = 0; i < kSteps; ++i) {
      figure::DrawTile(
          canvas,
          {x + strip.steps_x + i * (strip.side + Strip::kGap), row_y, strip.side, strip.side},
          steps.col(i));
    }
  }
}

}  // namespace

vae::Result<Report> InterpolatePairs(const Context& context) {
  const std::vector<Pair> pairs = PickPairs(context);
  if (pairs.empty()) {
    return vae::Failure(
        "there are fewer than two test digits to interpolate between; give --data "
        "a larger set");
  }
  const Strip strip;
  const double pitch = strip.height + Strip::kBetweenPairs;
  figure::Sheet sheet(strip.width, pitch * static_cast<double>(pairs.size()) - Strip::kBetweenPairs,
                      MakeHeading(context, "Interpolation",
                                  "From one test digit to another, along the arc and along the "
                                  "straight line between their means in latent space",
                                  true));
  double y = sheet.content().y;
  for (const Pair& pair : pairs) {
    const std::array<uint32_t, 2> picks = {pair.first, pair.second};
    DrawPair(context, sheet.canvas(), strip, sheet.content().x, y, TestDigits(context, picks));
    y += pitch;
  }
  vae::Result<Report> report = SavePicture(context, kInterpolation, sheet);
  if (report) report->json["test_digits"] = pairs;
  return report;
}

}  // namespace tools

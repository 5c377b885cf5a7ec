#include "app/views/manifold/strips.h"

#include <algorithm>

#include "app/views/manifold/plane.h"
#include "app/views/manifold/state.h"

namespace app {
namespace {

struct StripLayout {
  int columns = 1;
  int rows = 1;
  float width = 0;   // of a column
  float height = 0;  // of a row
  float digit = 0;
};

constexpr float kStripLabel = 32;
constexpr float kStripButton = 30;
constexpr float kStripGap = 24;  // between columns

// The number of columns that makes the digits largest.
StripLayout FitStrips(const Rect& rect, int latent_dim) {
  StripLayout best;
  for (int columns = 1; columns <= 4; ++columns) {
    StripLayout layout{.columns = columns, .rows = (latent_dim + columns - 1) / columns};
    const auto n = static_cast<float>(columns);
    layout.width = (rect.width - (n - 1) * kStripGap) / n;
    layout.height = std::min(rect.height / static_cast<float>(layout.rows), 120.0f);
    const float room = layout.width - kStripLabel - 2 * kStripButton - 20;
    layout.digit = std::min(layout.height - 6, room / kStripSteps);
    if (layout.digit > best.digit) best = layout;
  }
  return best;
}

void AxisButton(Frame& frame, Axis axis, int dimension, const Rect& rect) {
  ManifoldState& manifold = frame.state.views.Of<ManifoldState>();
  const bool across = axis == Axis::kAcross;
  const bool chosen = (across ? manifold.across : manifold.up) == dimension;
  const std::string name =
      (across ? "manifold_across_" : "manifold_up_") + std::to_string(dimension + 1);
  if (Button(frame.ui, name.c_str(), across ? "→" : "↑", rect, true,
             chosen ? ButtonStyle::kPrimary : ButtonStyle::kPlain)) {
    ChooseDimension(manifold, axis, dimension);
  }
  Tooltip(frame.ui, across ? "Varies from left to right in the grid."
                           : "Varies from the bottom to the top of the grid.");
}

void Strip(Frame& frame, int dimension, const Rect& row, float digit) {
  const Ui& ui = frame.ui;
  const ManifoldState& manifold = frame.state.views.Of<ManifoldState>();
  const bool chosen = dimension == manifold.across || dimension == manifold.up;
  const float y = row.center().y;
  Text(chosen ? ui.fonts.control : ui.fonts.caption, chosen ? ui.theme.text : ui.theme.muted,
       {row.x, y}, DimensionName(dimension));
  const Rect strip{row.x + kStripLabel, y - digit / 2, digit * kStripSteps, digit};
  const auto rows = static_cast<float>(LatentDim(frame));
  const auto index = static_cast<float>(dimension);
  Picture(strip, frame.pictures.views.Of<ManifoldPictures>().strips.id, {0, index / rows},
          {1, (index + 1) / rows});
  // Where z is on it: its digits stand in the middle of their cells.
  const float step = 2 * kStripRange / (kStripSteps - 1);
  const float place = (frame.z_shown(dimension) + kStripRange) / step + 0.5f;
  const float x = strip.x + digit * std::clamp(place, 0.0f, static_cast<float>(kStripSteps));
  ImGui::GetWindowDrawList()->AddRectFilled({x - 1, strip.y - 1}, {x + 1, strip.bottom() + 1},
                                            ui.theme.accent);

  const float height = std::min(row.height - 4, 34.0f);
  const Rect first{strip.right() + 12, y - height / 2, kStripButton, height};
  AxisButton(frame, Axis::kAcross, dimension, first);
  AxisButton(frame, Axis::kUp, dimension, {first.right() + 4, first.y, first.width, first.height});
}

}  // namespace

int LatentDim(const Frame& frame) { return static_cast<int>(frame.state.z.size()); }

std::string DimensionName(int dimension) { return "z" + std::to_string(dimension + 1); }

void DimensionStrips(Frame& frame, const Rect& rect) {
  const int latent_dim = LatentDim(frame);
  if (frame.results.views.Of<ManifoldResults>().strips.cols() != latent_dim * kStripSteps) {
    frame.state.moving = true;  // they are decoded after this frame
    return;
  }
  const StripLayout layout = FitStrips(rect, latent_dim);
  const float used = kStripLabel + layout.digit * kStripSteps + 12 + 2 * kStripButton + 4;
  for (int dimension = 0; dimension < latent_dim; ++dimension) {
    const auto column = static_cast<float>(dimension / layout.rows);
    const auto row = static_cast<float>(dimension % layout.rows);
    Strip(frame, dimension,
          {rect.x + column * (std::min(layout.width, used + 40) + kStripGap),
           rect.y + row * layout.height, layout.width, layout.height},
          layout.digit);
  }
}

}  // namespace app

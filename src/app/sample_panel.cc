#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/panels.h"
#include "app/results.h"

namespace app {
namespace {

constexpr float kWantedCell = 80;
constexpr float kCellGap = 8;

struct Grid {
  int columns;
  int rows;
  float cell;
  float gap;  // between columns
};

// As many rows of about kWantedCell as fit the height; columns spread over the whole width.
Grid FitGrid(const Rect& rect) {
  Grid grid{};
  const float wanted = rect.width < 480 ? 0.75f * kWantedCell : kWantedCell;
  grid.rows =
      std::max(1, static_cast<int>(std::lround((rect.height + kCellGap) / (wanted + kCellGap))));
  grid.cell =
      std::min(wanted * 1.35f, (rect.height + kCellGap) / static_cast<float>(grid.rows) - kCellGap);
  grid.columns = std::max(1, static_cast<int>((rect.width + kCellGap) / (grid.cell + kCellGap)));
  grid.columns = std::min(grid.columns, kMaxSamples / std::min(grid.rows, kMaxSamples));
  grid.rows = std::min(grid.rows, kMaxSamples);
  const auto columns = static_cast<float>(grid.columns);
  grid.gap = grid.columns > 1 ? (rect.width - columns * grid.cell) / (columns - 1) : 0;
  return grid;
}

void SampleCell(View& view, int index, const Rect& cell) {
  const Ui& ui = view.ui;
  char name[24];
  std::snprintf(name, sizeof name, "sample_%d", index);
  ui.rects[name] = cell;
  ImGui::SetCursorScreenPos(cell.min());
  if (ImGui::InvisibleButton(name, {cell.width, cell.height})) {
    TakeSample(view.state, view.results, index);
  }
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);

  const float rows = static_cast<float>((kMaxSamples + kSamplesPerRow - 1) / kSamplesPerRow);
  const float u = static_cast<float>(index % kSamplesPerRow) / kSamplesPerRow;
  const float v = static_cast<float>(index / kSamplesPerRow) / rows;
  // Half a texel inside, so that filtering does not reach the neighbours.
  const float du = 0.5f / (kSamplesPerRow * vae::kDigitSide);
  const float dv = 0.5f / (rows * vae::kDigitSide);
  Picture(cell, view.pictures.samples.id, {u + du, v + dv},
          {u + 1.0f / kSamplesPerRow - du, v + 1 / rows - dv});
  const bool current =
      view.state.z_source == ZSource::kPrior && view.state.z == view.results.sample_z.col(index);
  if (hovered || current || (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible)) {
    const Rect ring = cell.Inset(-2);
    ImGui::GetWindowDrawList()->AddRect(ring.min(), ring.max(),
                                        Faded(ui.theme.accent, current ? 1.0f : 0.6f),
                                        kDigitCorner + 2, 0, 2);
  }
}

}  // namespace

void SampleControls(View& view, const Rect& rect) {
  const Ui& ui = view.ui;
  AppState& state = view.state;
  const char* const label = "New samples";
  const float button = ButtonWidth(ui, label);
  if (Button(ui, "sample", label, {rect.right() - button, rect.y, button, rect.height},
             state.model.has_value(), ButtonStyle::kPrimary)) {
    Reseed(state);
  }
  Tooltip(ui, "Draws new z from N(0, I) and decodes them.");

  const float y = rect.center().y;
  char value[16];
  std::snprintf(value, sizeof value, "%.2f", static_cast<double>(state.temperature));
  float x = rect.right() - button - 20;
  Text(ui.fonts.caption, ui.theme.text, {x, y}, value, Align::kRight);
  x -= 38;
  const float label_width = TextWidth(ui.fonts.caption, "temperature");
  const float width = std::min(140.0f, x - rect.x - label_width - kGap);
  const Rect track{x - width, rect.y, width, rect.height};
  if (Slider(ui, "temperature", track, state.temperature, 0, 2)) state.samples_changed = true;
  Tooltip(ui,
          "The standard deviation of z: 1 is the prior, less gives typical digits, more gives "
          "odd ones.");
  Text(ui.fonts.caption, ui.theme.muted, {track.x - kGap, y}, "temperature", Align::kRight);
}

void SampleGrid(View& view, const Rect& rect) {
  if (!view.state.model || rect.height < 16) return;
  const Grid grid = FitGrid(rect);
  for (int index = 0; index < grid.rows * grid.columns; ++index) {
    const auto column = static_cast<float>(index % grid.columns);
    const auto row = static_cast<float>(index / grid.columns);
    SampleCell(view, index,
               {rect.x + column * (grid.cell + grid.gap), rect.y + row * (grid.cell + kCellGap),
                grid.cell, grid.cell});
  }
}

void SamplePanel(View& view, const Rect& rect) {
  Card(view.ui, rect, "Sample", "");
  const float control = view.ui.control_height;
  const Rect inside = rect.Inset(kPadding);
  const float title = TextWidth(view.ui.fonts.strong, "Sample") + kGap;
  const char* const caption = "digits decoded from z ~ N(0, I) – click one to take its z";
  if (inside.width > 760) {
    Text(view.ui.fonts.caption, view.ui.theme.muted, {inside.x + title, inside.y + 9}, caption);
  }
  SampleControls(view, {inside.x + title, inside.y - 8, inside.width - title, control});
  const float top = inside.y + control + 2;
  SampleGrid(view, {inside.x, top, inside.width, inside.bottom() - top});
}

}  // namespace app

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
    TakeZ(view.state, view.results.sample_z.col(index), ZSource::kPrior);
  }
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);

  const SheetPlace place = PlaceInSheet(index, kMaxSamples);
  Picture(cell, view.pictures.samples.id, place.uv0, place.uv1);
  const bool current =
      view.state.z_source == ZSource::kPrior && view.state.z == view.results.sample_z.col(index);
  if (hovered || current || (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible)) {
    const Rect ring = cell.Inset(-2);
    ImGui::GetWindowDrawList()->AddRect(ring.min(), ring.max(),
                                        Faded(ui.theme.accent, current ? 1.0f : 0.6f),
                                        kDigitCorner + 2, 0, 2);
  }
}

void SampleControls(View& view, const Rect& rect) {
  const Ui& ui = view.ui;
  AppState& state = view.state;
  const char* const label = "New samples";
  const float button = ButtonWidth(ui, label);
  if (Button(ui, "sample", label, {rect.right() - button, rect.y, button, rect.height},
             state.model != nullptr, ButtonStyle::kPrimary)) {
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

}  // namespace

float SampleView(View& view, const Rect& rect) {
  const float control = view.ui.control_height;
  const char* const caption = "digits decoded from z ~ N(0, I) – click one to take its z";
  if (rect.width > 760) {
    Text(view.ui.fonts.caption, view.ui.theme.muted, {rect.x, rect.y + control / 2}, caption);
  }
  SampleControls(view, {rect.x, rect.y, rect.width, control});
  const float top = control + kGap;
  const float height = std::max(rect.height - top, 160.0f);
  SampleGrid(view, {rect.x, rect.y + top, rect.width, height});
  return top + height;
}

}  // namespace app

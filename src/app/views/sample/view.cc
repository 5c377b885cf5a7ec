#include "app/views/sample/view.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "app/frame.h"
#include "app/model/results.h"
#include "app/model/save.h"
#include "app/ui/pictures.h"
#include "app/ui/stepper.h"
#include "app/views/sample/kept.h"
#include "app/views/sample/state.h"

namespace app {
namespace {

constexpr float kSmall = 480;
constexpr float kWantedCell = 80;
constexpr float kCellGap = 8;
constexpr float kKeptCell = 48;
constexpr float kKeptLabel = 44;
constexpr float kLeastGrid = 112;
constexpr float kLeastGridSmall = 232;  // where the view is as tall as it wants
constexpr float kButtonGap = 8;
constexpr float kOneRow = 720;  // the controls fit

struct Grid {
  int columns;
  int rows;
  float cell;
  float gap;  // between columns
};

// As many rows of about `wanted` as fit the height; columns spread over the whole width.
Grid FitGrid(const Rect& rect, float wanted) {
  Grid grid{};
  grid.rows =
      std::max(1, static_cast<int>(std::lround((rect.height + kCellGap) / (wanted + kCellGap))));
  grid.cell =
      std::min(wanted * 1.35f, (rect.height + kCellGap) / static_cast<float>(grid.rows) - kCellGap);
  grid.columns = std::max(1, static_cast<int>((rect.width + kCellGap) / (grid.cell + kCellGap)));
  const auto columns = static_cast<float>(grid.columns);
  grid.gap = grid.columns > 1 ? (rect.width - columns * grid.cell) / (columns - 1) : 0;
  return grid;
}

// Digits so large that no more are needed than there are.
Grid FitGrid(const Rect& rect) {
  float wanted = rect.width < kSmall ? 0.75f * kWantedCell : kWantedCell;
  Grid grid = FitGrid(rect, wanted);
  while (grid.rows * grid.columns > kMaxSamples) grid = FitGrid(rect, wanted += 4);
  return grid;
}

// A digit of a sheet of `count`; pressing it takes `z`.
void Cell(Frame& frame, const std::string& name, const Rect& rect, const Texture& sheet,
          const SheetPlace& place, const vae::Vector& z) {
  const Ui& ui = frame.ui;
  ui.rects[name] = rect;
  ImGui::SetCursorScreenPos(rect.min());
  if (ImGui::InvisibleButton(name.c_str(), {rect.width, rect.height})) {
    TakeZ(frame.state, z, kOfSample);
  }
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  Picture(rect, sheet.id, place.uv0, place.uv1);
  const bool current = frame.state.z_source == kOfSample && frame.state.z == z;
  PictureRing(ui, rect, current);
}

// ---- The controls, each from the right end of its rectangle. They return their left ends.

float NewSamples(Frame& frame, const Rect& rect) {
  const char* const label = "New samples";
  const float width = ButtonWidth(frame.ui, label);
  if (Button(frame.ui, "sample", label, {rect.right() - width, rect.y, width, rect.height},
             frame.state.model != nullptr, ButtonStyle::kPrimary)) {
    Reseed(frame.state);
  }
  Tooltip(frame.ui, "Draws new codes z from N(0, I) and decodes them.");
  return rect.right() - width;
}

// Keeps the chosen sample, or keeps it no longer.
float KeepSwitch(Frame& frame, const Rect& rect) {
  AppState& state = frame.state;
  const bool kept = KeptIndex(state) >= 0;
  const float width = std::max(ButtonWidth(frame.ui, "Keep"), ButtonWidth(frame.ui, "Remove"));
  if (Button(frame.ui, "keep", kept ? "Remove" : "Keep",
             {rect.right() - width, rect.y, width, rect.height}, kept || CanKeep(state))) {
    KeepOrDiscard(state);
  }
  Tooltip(frame.ui, kept ? "Removes this digit from the kept ones."
                         : "Click a digit, then keep it: it stays when new samples come.");
  return rect.right() - width;
}

float SeedStepper(Frame& frame, const Rect& rect) {
  AppState& state = frame.state;
  const std::string label = "seed " + std::to_string(state.sample_seed);
  const float width = StepperWidth(frame.ui, label);
  const Rect place{rect.right() - width, rect.y, width, rect.height};
  const int step = Stepper(frame.ui, "seed", label, place, state.sample_seed > 1);
  Explain(frame.ui, place,
          "What the random numbers ε are made from: the same seed gives the same digits.");
  if (step != 0) {
    state.sample_seed = step > 0 ? NextSeed(state.sample_seed) : state.sample_seed - 1;
    state.samples_changed = true;
  }
  return rect.right() - width;
}

void Temperature(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  AppState& state = frame.state;
  const float y = rect.center().y;
  char value[16];
  std::snprintf(value, sizeof value, "%.2f", static_cast<double>(state.temperature));
  Text(ui.fonts.caption, ui.theme.text, {rect.right(), y}, value, Align::kRight);
  const float right = rect.right() - 38;
  // Where there is little room the symbol has to do.
  const auto room = [&](const char* label) {
    return right - rect.x - TextWidth(ui.fonts.caption, label) - kGap;
  };
  const char* const label = room("temperature") >= 48 ? "temperature" : "τ";
  const float width = std::min(140.0f, room(label));
  const Rect track{right - width, rect.y, width, rect.height};
  if (Slider(ui, "temperature", track, state.temperature, 0, 2)) state.samples_changed = true;
  Tooltip(
      ui,
      "τ in z = τ·ε with ε from N(0, I), the standard deviation of z: 1 is the prior, less gives "
      "typical digits, more gives odd ones.");
  Text(ui.fonts.caption, ui.theme.muted, {track.x - kGap, y}, label, Align::kRight);
}

// Returns the height.
float Controls(Frame& frame, const Rect& rect) {
  const float control = frame.ui.control_height;
  Rect row{rect.x, rect.y, rect.width - kSaveRoom, control};
  row.width = NewSamples(frame, row) - kButtonGap - row.x;
  row.width = KeepSwitch(frame, row) - kButtonGap - row.x;
  if (rect.width >= kOneRow) {
    row.width = SeedStepper(frame, row) - kPadding - row.x;
    Temperature(frame, row);
    const char* const caption = "digits that nobody wrote – click one to take its code";
    if (row.width > TextWidth(frame.ui.fonts.caption, caption) + 280) {
      Text(frame.ui.fonts.caption, frame.ui.theme.muted, {rect.x, rect.y + control / 2}, caption);
    }
    return control;
  }
  row = {rect.x, rect.y + control + kButtonGap, rect.width, control};
  row.width = SeedStepper(frame, row) - kGap - row.x;
  Temperature(frame, row);
  return 2 * control + kButtonGap;
}

// ---- The digits.

void SampleGrid(Frame& frame, const Rect& rect) {
  // For a frame after a switch there is nothing yet of the new model.
  if (frame.results.sample_z.rows() != frame.state.z.size() || rect.height < 16) return;
  const Grid grid = FitGrid(rect);
  for (int index = 0; index < grid.rows * grid.columns; ++index) {
    const auto column = static_cast<float>(index % grid.columns);
    const auto row = static_cast<float>(index / grid.columns);
    Cell(frame, "sample_" + std::to_string(index),
         {rect.x + column * (grid.cell + grid.gap), rect.y + row * (grid.cell + kCellGap),
          grid.cell, grid.cell},
         frame.pictures.samples, PlaceInSheet(index, kMaxSamples),
         frame.results.sample_z.col(index));
  }
}

int KeptColumns(const Rect& rect) {
  return std::max(1,
                  static_cast<int>((rect.width - kKeptLabel + kCellGap) / (kKeptCell + kCellGap)));
}

// Of the rows of kept digits; 0 without any.
float KeptHeight(const Frame& frame, const Rect& rect) {
  const int count = static_cast<int>(KeptSamples(frame.state).size());
  const int columns = KeptColumns(rect);
  const int rows = (count + columns - 1) / columns;
  return static_cast<float>(rows) * (kKeptCell + kCellGap);
}

void KeptRow(Frame& frame, const Rect& rect) {
  const KeptResults& kept = frame.results.views.Of<KeptResults>();
  if (KeptSamples(frame.state).empty()) return;
  Text(frame.ui.fonts.caption, frame.ui.theme.muted, {rect.x, rect.y + kKeptCell / 2}, "kept");
  const int columns = KeptColumns(rect);
  for (int index = 0; index < static_cast<int>(kept.z.size()); ++index) {
    const auto column = static_cast<float>(index % columns);
    const auto row = static_cast<float>(index / columns);
    const vae::Vector& z = kept.z[static_cast<size_t>(index)];
    if (z.size() != frame.state.z.size()) continue;
    Cell(frame, "kept_" + std::to_string(index),
         {rect.x + kKeptLabel + column * (kKeptCell + kCellGap),
          rect.y + row * (kKeptCell + kCellGap), kKeptCell, kKeptCell},
         frame.pictures.views.Of<KeptPictures>().digits,
         PlaceInSheet(index, static_cast<int>(kept.z.size())), z);
  }
}

}  // namespace

float SampleView(Frame& frame, const Rect& rect) {
  const float top = Controls(frame, rect) + kGap;
  const float kept = KeptHeight(frame, rect);
  const float height =
      std::max(rect.height - top - kept, rect.width < kSmall ? kLeastGridSmall : kLeastGrid);
  const Rect digits{rect.x, rect.y + top, rect.width, height};
  const Grid grid = FitGrid(digits);
  if (frame.results.samples.cols() == kMaxSamples) {
    SaveSheet(frame, {rect.x, rect.y, rect.width, frame.ui.control_height}, "latentpad-samples.png",
              frame.results.samples.leftCols(grid.rows * grid.columns), grid.columns);
  }
  SampleGrid(frame, digits);
  KeptRow(frame, {rect.x, rect.y + top + height + kCellGap, rect.width, kept});
  return top + height + kept;
}

void UpdateSamplePictures(const Theme& theme, bool all, const AppState& /*state*/,
                          const Results& all_results, Pictures& all_pictures) {
  const KeptResults& results = all_results.views.Of<KeptResults>();
  KeptPictures& pictures = all_pictures.views.Of<KeptPictures>();
  if (results.digits.cols() == 0 || (!all && pictures.version == results.version)) return;
  UpdateSheet(theme, results.digits, pictures.digits);
  pictures.version = results.version;
}

}  // namespace app

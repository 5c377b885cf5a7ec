#include "app/views/digits/view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

#include "app/frame.h"
#include "app/model/fetch_notice.h"
#include "app/pad/drawing.h"
#include "app/ui/numbers.h"
#include "app/ui/pictures.h"
#include "app/views/digits/state.h"

namespace app {
namespace {

constexpr float kWantedSide = 76;
constexpr float kBetween = 4;   // a digit and its reconstruction
constexpr float kCaption = 20;  // below them
constexpr float kCellGap = 12;
constexpr float kPagerButton = 44;
constexpr float kNarrow = 620;

// The labels in the order of DigitsState::label, from -1 on.
constexpr Choice kLabelChoices[] = {
    {"digits_all", "All"},   {"digits_label_0", "0"}, {"digits_label_1", "1"},
    {"digits_label_2", "2"}, {"digits_label_3", "3"}, {"digits_label_4", "4"},
    {"digits_label_5", "5"}, {"digits_label_6", "6"}, {"digits_label_7", "7"},
    {"digits_label_8", "8"}, {"digits_label_9", "9"}};

struct Grid {
  int columns;
  int rows;
  float side;  // of one picture
  float gap;   // between columns

  float cell() const { return 2 * side + kBetween; }
  int count() const { return std::min(columns * rows, kMaxDigitsShown); }
};

Grid FitGrid(const Rect& rect) {
  Grid grid{};
  const float row = kWantedSide + kCaption + kCellGap;
  grid.rows = std::max(1, static_cast<int>(std::lround((rect.height + kCellGap) / row)));
  const float height = (rect.height + kCellGap) / static_cast<float>(grid.rows);
  const float widest = (rect.width - kCellGap) / 4 - kBetween;  // at least two columns
  grid.side = std::min(std::clamp(height - kCellGap - kCaption, 48.0f, 110.0f), widest);
  grid.columns = std::max(1, static_cast<int>((rect.width + kCellGap) / (grid.cell() + kCellGap)));
  const auto columns = static_cast<float>(grid.columns);
  grid.gap = grid.columns > 1 ? (rect.width - columns * grid.cell()) / (columns - 1) : 0;
  return grid;
}

void ChooseLabel(Frame& frame, int label) {
  DigitsState& digits = frame.state.views.Of<DigitsState>();
  if (label == digits.label) return;
  digits.label = label;
  digits.first = 0;
}

// Some of the labels, `count` from `first` on.
void LabelSwitch(Frame& frame, const Rect& rect, int first, int count) {
  const int current = frame.state.views.Of<DigitsState>().label + 1 - first;
  const auto choices =
      std::span(kLabelChoices).subspan(static_cast<size_t>(first), static_cast<size_t>(count));
  const int shown = current >= 0 && current < count ? current : -1;
  const int chosen = Segmented(frame.ui, choices, shown, rect);
  if (chosen != shown) ChooseLabel(frame, first + chosen - 1);
}

// Back, where one is, on: `step` digits at a time.
void Pager(Frame& frame, const Rect& rect, int step) {
  const Ui& ui = frame.ui;
  DigitsState& digits = frame.state.views.Of<DigitsState>();
  const size_t total = frame.results.views.Of<DigitsResults>().matching.size();
  const auto first = static_cast<size_t>(digits.first);
  const size_t last = std::min(first + static_cast<size_t>(step), total);
  const Rect back{rect.x, rect.y, kPagerButton, rect.height};
  if (Button(ui, "digits_previous", "←", back, first > 0)) {
    digits.first = std::max(0, digits.first - step);
  }
  const std::string where =
      Grouped(std::min(first + 1, last)) + "–" + Grouped(last) + " of " + Grouped(total);
  Text(ui.fonts.caption, ui.theme.text, rect.center(), where, Align::kCenter);
  const Rect on{rect.right() - kPagerButton, rect.y, kPagerButton, rect.height};
  if (Button(ui, "digits_next", "→", on, last < total)) digits.first += step;
}

// Returns the height. `step`: how far the pager goes.
float Controls(Frame& frame, const Rect& rect, int step) {
  const float height = frame.ui.control_height;
  if (rect.width >= kNarrow) {
    LabelSwitch(frame, {rect.x, rect.y, SegmentedWidth(frame.ui, kLabelChoices), height}, 0, 11);
    const float width = 2 * kPagerButton + 170;
    Pager(frame, {rect.right() - width, rect.y, width, height}, step);
    return height;
  }
  LabelSwitch(frame, {rect.x, rect.y, rect.width, height}, 0, 6);
  LabelSwitch(frame, {rect.x, rect.y + height + 8, rect.width, height}, 6, 5);
  Pager(frame, {rect.x, rect.y + 2 * (height + 8), rect.width, height}, step);
  return 3 * height + 16;
}

float ControlsHeight(const Ui& ui, float width) {
  return width >= kNarrow ? ui.control_height : 3 * ui.control_height + 16;
}

void Digit(Frame& frame, int place, const Rect& cell, float side) {
  const Ui& ui = frame.ui;
  const DigitsResults& results = frame.results.views.Of<DigitsResults>();
  char text[32];
  std::snprintf(text, sizeof text, "digit_%d", place);
  ui.rects[text] = cell;
  ImGui::SetCursorScreenPos(cell.min());
  if (ImGui::InvisibleButton(text, {cell.width, cell.height})) {
    ShowDigit(frame.state, results.digits.col(place));
  }
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const SheetPlace uv = PlaceInSheet(place, kMaxDigitsShown);
  const Rect original{cell.x, cell.y, side, side};
  Picture(original, frame.pictures.views.Of<DigitsPictures>().digits.id, uv.uv0, uv.uv1);
  const Rect beside{original.right() + kBetween, cell.y, side, side};
  Picture(beside, frame.pictures.views.Of<DigitsPictures>().reconstructions.id, uv.uv0, uv.uv1);
  PictureRing(ui, {cell.x, cell.y, beside.right() - cell.x, side}, false);
  Tooltip(ui,
          "The digit, its reconstruction, its label, and −log p(x|z) + KL(q(z|x) || N(0, I)) at "
          "z = μ. Click to put it on the pad.");
  const float y = original.bottom() + kCaption / 2 + 1;
  const auto index = static_cast<size_t>(results.shown[static_cast<size_t>(place)]);
  std::snprintf(text, sizeof text, "%d", frame.state.test_digits.set->labels[index]);
  Text(ui.fonts.caption, ui.theme.text, {cell.x + 2, y}, text);
  std::snprintf(text, sizeof text, "%.1f nats", static_cast<double>(results.neg_elbo(place)));
  Text(ui.fonts.caption, ui.theme.muted, {cell.right() - 2, y}, text, Align::kRight);
}

void Digits(Frame& frame, const Rect& rect, const Grid& grid) {
  const int count = std::min(
      grid.count(), static_cast<int>(frame.results.views.Of<DigitsResults>().shown.size()));
  for (int place = 0; place < count; ++place) {
    const auto column = static_cast<float>(place % grid.columns);
    const auto row = static_cast<float>(place / grid.columns);
    Digit(frame, place,
          {rect.x + column * (grid.cell() + grid.gap),
           rect.y + row * (grid.side + kCaption + kCellGap), grid.cell(), grid.side + kCaption},
          grid.side);
  }
}

constexpr char kHow[] =
    "test digits, each beside its reconstruction – click one to put it on the pad";
constexpr char kHowShort[] = "each beside its reconstruction – tap one";
constexpr char kSource[] = "MNIST by Yann LeCun and Corinna Cortes, CC BY-SA 3.0";

bool FootOnOneLine(const Ui& ui, float width) {
  return width >=
         TextWidth(ui.fonts.caption, kHow) + 2 * kGap + TextWidth(ui.fonts.caption, kSource);
}

float FootHeight(const Ui& ui, float width) { return FootOnOneLine(ui, width) ? 18 : 40; }

void Foot(const Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const char* const how = TextWidth(ui.fonts.caption, kHow) <= rect.width ? kHow : kHowShort;
  Text(ui.fonts.caption, ui.theme.muted, {rect.x, rect.y + 9}, how);
  const bool one_line = FootOnOneLine(ui, rect.width);
  const ImVec2 source{one_line ? rect.right() : rect.x, rect.bottom() - 9};
  Text(ui.fonts.caption, ui.theme.muted, source, kSource, one_line ? Align::kRight : Align::kLeft);
}

}  // namespace

void UpdateDigitsPictures(const Theme& theme, bool all, const AppState& /*state*/,
                          const Results& all_results, Pictures& all_pictures) {
  const DigitsResults& results = all_results.views.Of<DigitsResults>();
  DigitsPictures& pictures = all_pictures.views.Of<DigitsPictures>();
  if (results.version == 0 || (!all && pictures.version == results.version)) return;
  pictures.version = results.version;
  // Always as large, so that places do not depend on how many digits there are.
  vae::Matrix sheet = vae::Matrix::Zero(vae::kDigitPixels, kMaxDigitsShown);
  sheet.leftCols(results.digits.cols()) = results.digits;
  UpdateSheet(theme, sheet, pictures.digits);
  sheet.leftCols(results.reconstructions.cols()) = results.reconstructions;
  UpdateSheet(theme, sheet, pictures.reconstructions);
}

float DigitsView(Frame& frame, const Rect& rect) {
  if (!frame.state.model) return rect.height;
  const float height = std::max(rect.height, 160.0f);
  if (!frame.state.test_digits.set) {
    FetchNotice(frame, {rect.x, rect.y, rect.width, height}, "digits_retry", kDigitsKey,
                "fetching the test digits");
    return height;
  }
  // Only in the first frame after the digits have arrived.
  if (frame.pictures.views.Of<DigitsPictures>().digits.id == nullptr) {
    frame.state.moving = true;
    return height;
  }
  const float top = ControlsHeight(frame.ui, rect.width) + kGap;
  const float foot = FootHeight(frame.ui, rect.width);
  // Where fingers point the page scrolls.
  const bool scrolls = frame.ui.control_height >= 44;
  const float least = scrolls ? 4 * (kWantedSide + kCaption + kCellGap) : 100.0f;
  const Rect place{rect.x, rect.y + top, rect.width, std::max(rect.height - top - foot - 6, least)};
  const Grid grid = FitGrid(place);
  frame.state.views.Of<DigitsState>().page = grid.count();
  Controls(frame, rect, grid.count());
  Digits(frame, place, grid);
  Foot(frame, {rect.x, place.bottom() + 6, rect.width, foot});
  return top + place.height + 6 + foot;
}

}  // namespace app

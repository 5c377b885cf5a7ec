#include <algorithm>
#include <iterator>
#include <span>
#include <string>

#include "app/model/learning.h"
#include "app/model/models.h"
#include "app/shell/commands.h"
#include "app/shell/guide.h"
#include "app/shell/layout.h"
#include "app/shell/panels.h"
#include "app/ui/sign_button.h"

namespace app {
namespace {

// The visitor's own one is there once it has been trained, taught or opened.
constexpr Choice kSizes[] = {{"model_2", "2"},
                             {"model_5", "5"},
                             {"model_10", "10"},
                             {"model_20", "20"},
                             {"model_mine", "mine"}};
static_assert(std::size(kSizes) == std::size(kOfferedModels) + 1);

std::span<const Choice> ModelChoices(const AppState& state) {
  const std::span<const Choice> all(kSizes);
  return state.models.count(kMine) > 0 ? all : all.first(all.size() - 1);
}

// The model on its way if there is one, else the current one; -1 for one that is not offered.
int ShownModel(const AppState& state) {
  const std::string current = state.model == nullptr ? std::string() : state.model->name;
  const std::string& shown = state.awaited.empty() ? current : state.awaited;
  for (size_t i = 0; i < std::size(kOfferedModels); ++i) {
    if (shown == kOfferedModels[i].name) return static_cast<int>(i);
  }
  if (shown == kMine) return static_cast<int>(std::size(kOfferedModels));
  return -1;
}

// How much of the awaited model has arrived, as a line below the switch.
void FetchLine(const Frame& frame, const Rect& rect) {
  const auto found = frame.state.progress.find(frame.state.awaited);
  if (frame.state.awaited.empty() || found == frame.state.progress.end()) return;
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const Rect line{rect.x, rect.bottom() + 3, rect.width, 3};
  canvas.AddRectFilled(line.min(), line.max(), frame.ui.theme.line, 1.5f);
  const float share = std::max(found->second, 0.03f);
  canvas.AddRectFilled(line.min(), {line.x + line.width * share, line.bottom()},
                       frame.ui.theme.accent, 1.5f);
}

void ModelSwitch(Frame& frame, const Rect& rect) {
  const int shown = ShownModel(frame.state);
  const int chosen = Segmented(frame.ui, ModelChoices(frame.state), shown, rect);
  Tooltip(frame.ui, "How many numbers describe a digit: a model for each, trained alike.");
  constexpr int kOffered = static_cast<int>(std::size(kOfferedModels));
  if (chosen != shown) {
    frame.state.chosen = chosen < kOffered ? kOfferedModels[chosen].name : kMine;
  }
  FetchLine(frame, rect);
}

// At the right end of `rect`, where there is an address to share. Returns the width that it takes.
float ShareButton(Frame& frame, const Rect& rect, bool small) {
  if (!frame.state.has_address) return 0;
  const float width = small ? rect.height : ButtonWidth(frame.ui, "Share");
  const Rect place{rect.right() - 8 - width, rect.y, width, rect.height};
  const char* const what = "Copies a link to the drawing and all that is set.";
  bool pressed = false;
  if (small) {
    pressed = SignButton(frame.ui, "share", Sign::kShare, place, what);
  } else {
    pressed = Button(frame.ui, "share", "Share", place);
    Tooltip(frame.ui, what);
  }
  if (pressed) Do(kShareCommand, frame.state, frame.results);
  return width + 8;
}

}  // namespace

void HeaderPanel(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const bool small = rect.width < kPhoneWidth;
  const float margin = IsPhone(ImGui::GetIO().DisplaySize) ? 16 : 24;
  const float y = rect.center().y;
  const float name = TextWidth(ui.fonts.name, "Latentpad");
  float x = rect.right() - margin;
  const float top = y - ui.control_height / 2;
  const float height = ui.control_height;
  const auto place = [&](float width, float gap) {
    x -= width;
    const Rect rect_here{x, top, width, height};
    x -= gap;
    return rect_here;
  };
  if (Button(ui, "help", "?", place(height, 8))) frame.state.guide.help = true;
  Tooltip(ui, (std::string(kHelpCommand.label) + " (" + kHelpCommand.keys + ")").c_str());
  if (!small) {
    const char* const label = frame.state.night ? "Light" : "Dark";
    if (Button(ui, "theme", label, place(ButtonWidth(ui, label), 8))) {
      ChooseTheme(frame.state, !frame.state.night);
    }
  }
  x -= ShareButton(frame, {rect.x, top, x + 8 - rect.x, height}, small);
  if (!small && frame.state.guide.offered) {
    const char* const tour = "Take the tour";
    if (Button(ui, "tour", tour, place(ButtonWidth(ui, tour), 8), true, ButtonStyle::kPrimary)) {
      StartWalk(frame.state);
    }
  }
  const float models = SegmentedWidth(ui, ModelChoices(frame.state)) - (small ? 32.0f : 0.0f);
  x -= 4 + models;
  // The name where it fits: the window has it, too.
  float left = rect.x + margin;
  if (left + name + 8 <= x) {
    left += Text(ui.fonts.name, ui.theme.text, {left, y}, "Latentpad");
    ui.rects["name"] = {rect.x + margin, y - 9, name, 18};
  }
  ModelSwitch(frame, {x, top, models, ui.control_height});
  const char* const caption = "latent dimensions";
  if (!small) Text(ui.fonts.caption, ui.theme.muted, {x - 12, y}, caption, Align::kRight);
  const char* const motto = "draw a digit, see what a variational autoencoder makes of it";
  const float room = x - 24 - TextWidth(ui.fonts.caption, caption) - left;
  if (room > TextWidth(ui.fonts.body, motto) + 16) {
    Text(ui.fonts.body, ui.theme.muted, {left + 10, y}, motto);
  }
  ImGui::GetWindowDrawList()->AddLine({rect.x, rect.bottom()}, {rect.right(), rect.bottom()},
                                      ui.theme.line);
}

}  // namespace app

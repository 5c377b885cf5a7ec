#include "app/shell/commands.h"

#include <algorithm>
#include <iterator>

#include "app/shell/guide.h"
#include "app/state.h"

namespace app {
namespace {

// The offered model so many places after the current one, or the one on its way; round and round.
const char* ModelAfter(const AppState& state, int places) {
  constexpr int kCount = static_cast<int>(std::size(kOfferedModels));
  const std::string& current =
      state.awaited.empty() && state.model != nullptr ? state.model->name : state.awaited;
  const auto* const found =
      std::find_if(std::begin(kOfferedModels), std::end(kOfferedModels),
                   [&](const OfferedModel& offered) { return offered.name == current; });
  if (found == std::end(kOfferedModels)) return kOfferedModels[0].name;
  const int index = static_cast<int>(found - std::begin(kOfferedModels));
  return kOfferedModels[(index + places + kCount) % kCount].name;
}

void Ask(AppState& state, Request::Kind kind) { state.requests.push_back({kind, {}, {}}); }

constexpr Chord kNextModel[] = {{.key = ImGuiKey_M, .shift = Chord::Shift::kWithout}};
constexpr Chord kPreviousModel[] = {{.key = ImGuiKey_M, .shift = Chord::Shift::kWith}};

constexpr Command kModelCommands[] = {
    {.name = "next_model",
     .label = "More latent dimensions",
     .chords = kNextModel,
     .keys = "M",
     .help = "the model with more latent dimensions; with Shift, with fewer",
     .act = [](AppState& state, const Results&, int) { state.chosen = ModelAfter(state, 1); }},
    {.name = "previous_model",
     .label = "Fewer latent dimensions",
     .chords = kPreviousModel,
     .act = [](AppState& state, const Results&, int) { state.chosen = ModelAfter(state, -1); }},
};

constexpr Chord kQuestionMark[] = {{.character = '?'}};

constexpr Command kCommands[] = {
    {.name = "help",
     .label = "Help and shortcuts",
     .chords = kQuestionMark,
     .keys = "?",
     .help = "this help",
     .act = [](AppState& state, const Results&, int) { state.guide.help = !state.guide.help; }},
    {.name = "share",
     .label = "Copy link",
     .act = [](AppState& state, const Results&, int) { Ask(state, Request::Kind::kShare); },
     .offered = [](const AppState& state) { return state.has_address; }},
    {.name = "open",
     .label = "Open a picture",
     .act = [](AppState& state, const Results&, int) { Ask(state, Request::Kind::kOpen); },
     .offered = [](const AppState& state) { return state.has_address; }},
    {.name = "tour",
     .label = "Take the tour",
     .act = [](AppState& state, const Results&, int) { StartWalk(state); }},
    {.name = "about",
     .label = "What is this?",
     .act = [](AppState& state, const Results&, int) { Ask(state, Request::Kind::kAbout); },
     .offered = [](const AppState& state) { return state.has_address; }},
};

constexpr Setting kSettings[] = {
    {.name = "theme",
     .label = "Dark colours",
     .get = [](const AppState& state) { return state.night ? 1.0f : 0.0f; },
     .set = [](AppState& state, float value) { state.night = value == 1; },
     .choose = [](AppState& state, const Results&,
                  float value) { ChooseTheme(state, value == 1); }},
};

}  // namespace

void ChooseTheme(AppState& state, bool night) {
  state.night = night;
  state.requests.push_back({Request::Kind::kTheme, night ? "night" : "paper", {}});
}

constinit const Command kHelpCommand = kCommands[0];
constinit const Command kShareCommand = kCommands[1];
std::span<const Command> ModelCommands() { return kModelCommands; }
std::span<const Command> ShellCommands() { return kCommands; }
std::span<const Setting> ShellSettings() { return kSettings; }

}  // namespace app

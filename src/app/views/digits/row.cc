#include <algorithm>

#include "app/pad/drawing.h"
#include "app/views/digits/state.h"
#include "app/views/digits/view.h"
#include "app/views/view.h"

namespace app {
namespace {

const DigitsState& StateOf(const AppState& state) { return state.views.Of<DigitsState>(); }
DigitsState& StateOf(AppState& state) { return state.views.Of<DigitsState>(); }

constexpr Option kLabels[] = {{"all", "all"}, {"0", "0"}, {"1", "1"}, {"2", "2"},
                              {"3", "3"},     {"4", "4"}, {"5", "5"}, {"6", "6"},
                              {"7", "7"},     {"8", "8"}, {"9", "9"}};

constexpr Setting kSettings[] = {
    {.name = "digits_label",
     .label = "Only digits of this label",
     .kind = Setting::Kind::kChoice,
     .options = kLabels,
     .get = [](const AppState& state) { return static_cast<float>(StateOf(state).label + 1); },
     .set =
         [](AppState& state, float value) {
           StateOf(state).label = static_cast<int>(value) - 1;
           StateOf(state).first = 0;
         }},
};

int Shown(const AppState&, const Results& results) {
  return static_cast<int>(results.views.Of<DigitsResults>().shown.size());
}

constexpr Command kCommands[] = {
    {.name = "take_digit",
     .label = "Put a digit on the pad",
     .act =
         [](AppState& state, const Results& results, int index) {
           ShowDigit(state, results.views.Of<DigitsResults>().digits.col(index));
         },
     .count = Shown},
    {.name = "digits_previous",
     .label = "Previous digits",
     .can = [](const AppState& state, const Results&) { return StateOf(state).first > 0; },
     .act =
         [](AppState& state, const Results&, int) {
           DigitsState& digits = StateOf(state);
           digits.first = std::max(0, digits.first - digits.page);
         }},
    {.name = "digits_next",
     .label = "Next digits",
     .can =
         [](const AppState& state, const Results& results) {
           const auto total = static_cast<int>(results.views.Of<DigitsResults>().matching.size());
           return StateOf(state).first + StateOf(state).page < total;
         },
     .act = [](AppState& state, const Results&,
               int) { StateOf(state).first += StateOf(state).page; }},
};

void Describe(const AppState& state, const Results& all, Json& json) {
  const DigitsState& digits = StateOf(state);
  const DigitsResults& results = all.views.Of<DigitsResults>();
  Json& ours = json["digits"] = {{"offered", state.test_digits.offered},
                                 {"loaded", state.test_digits.set != nullptr},
                                 {"label", digits.label < 0 ? Json(nullptr) : Json(digits.label)},
                                 {"first", digits.first},
                                 {"count", results.matching.size()},
                                 {"shown", Json::array()}};
  for (size_t i = 0; i < results.shown.size(); ++i) {
    const auto index = static_cast<size_t>(results.shown[i]);
    ours["shown"].push_back({{"index", index},
                             {"label", results.seen.set->labels[index]},
                             {"negElbo", results.neg_elbo(static_cast<vae::Index>(i))}});
  }
}

}  // namespace

extern const ViewRow kDigitsView;  // views.cc
constinit const ViewRow kDigitsView = {
    .name = "digits",
    .label = "Digits",
    .help = "real handwritten digits: tap one to have it on the pad.",
    .offered = [](const AppState& state, bool) { return state.test_digits.offered; },
    .compute = UpdateDigits,
    .upload = UpdateDigitsPictures,
    .draw = DigitsView,
    .settings = kSettings,
    .commands = kCommands,
    .describe = Describe,
    .version = [](const AppState&,
                  const Results& results) { return results.views.Of<DigitsResults>().version; }};

}  // namespace app

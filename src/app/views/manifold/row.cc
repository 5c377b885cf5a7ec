#include <algorithm>
#include <iterator>

#include "app/model/save.h"
#include "app/views/manifold/plane.h"
#include "app/views/manifold/state.h"
#include "app/views/manifold/view.h"
#include "app/views/view.h"

namespace app {
namespace {

constexpr Origin kOrigin = {kOfManifold, "manifold", "taken from the manifold",
                            "from the manifold"};

const ManifoldState& StateOf(const AppState& state) { return state.views.Of<ManifoldState>(); }
ManifoldState& StateOf(AppState& state) { return state.views.Of<ManifoldState>(); }

// An address may be of a model that is not here yet.
constexpr float kMostDimensions = 4096;

float LastDimension(const AppState& state, const Results&) {
  return static_cast<float>(state.z.size()) - 1;
}

constexpr Option kSides[] = {{"8", "8"}, {"12", "12"}, {"16", "16"}, {"20", "20"}, {"24", "24"}};
static_assert(std::size(kSides) == std::size(kManifoldSides));
constexpr float kFirstSide = 1;
static_assert(kManifoldSides[1] == ManifoldState().side);

constexpr Setting kSettings[] = {
    {.key = 'x',
     .name = "manifold_across",
     .label = "Dimension across, from 0",
     .kind = Setting::Kind::kWhole,
     .most = kMostDimensions - 1,
     .first = 0,
     .get = [](const AppState& state) { return static_cast<float>(StateOf(state).across); },
     .set =
         [](AppState& state, float value) {
           ChooseDimension(StateOf(state), Axis::kAcross, static_cast<int>(value));
         },
     .limit = LastDimension},
    {.key = 'y',
     .name = "manifold_up",
     .label = "Dimension up, from 0",
     .kind = Setting::Kind::kWhole,
     .most = kMostDimensions - 1,
     .first = 1,
     .get = [](const AppState& state) { return static_cast<float>(StateOf(state).up); },
     .set =
         [](AppState& state, float value) {
           ChooseDimension(StateOf(state), Axis::kUp, static_cast<int>(value));
         },
     .limit = LastDimension},
    {.key = 'g',
     .name = "manifold_side",
     .label = "Digits on a side",
     .kind = Setting::Kind::kChoice,
     .options = kSides,
     .first = kFirstSide,
     .get =
         [](const AppState& state) {
           const auto* const found =
               std::find(std::begin(kManifoldSides), std::end(kManifoldSides), StateOf(state).side);
           return static_cast<float>(found - std::begin(kManifoldSides));
         },
     .set = [](AppState& state,
               float value) { StateOf(state).side = kManifoldSides[static_cast<size_t>(value)]; }},
    {.key = 'o',
     .name = "manifold_others",
     .label = "The other dimensions follow z",
     .get = [](const AppState& state) { return StateOf(state).others_follow_z ? 1.0f : 0.0f; },
     .set = [](AppState& state, float value) { StateOf(state).others_follow_z = value == 1; },
     .offered = [](const AppState& state, const Results&) { return state.z.size() > 2; }},
    {.key = 'q',
     .name = "manifold_strips",
     .label = "Each dimension by itself",
     .get = [](const AppState& state) { return StateOf(state).strips ? 1.0f : 0.0f; },
     .set = [](AppState& state, float value) { StateOf(state).strips = value == 1; }},
};

int Count(const AppState& state, const Results&) {
  return state.z.size() < 2 ? 0 : StateOf(state).side * StateOf(state).side;
}

// Row by row from the top left.
void Take(AppState& state, const Results&, int index) {
  const int side = StateOf(state).side;
  const auto middle = [side](int place) {
    return (static_cast<float>(place) + 0.5f) / static_cast<float>(side);
  };
  const PlanePoint point{middle(index % side), 1 - middle(index / side)};
  TakeZ(state, ManifoldZ(state, point), kOfManifold);
}

constexpr Command kCommands[] = {
    {.name = "take_manifold",
     .label = "Take a digit of the grid",
     .needs_model = true,
     .act = Take,
     .count = Count},
    {.name = "save_manifold",
     .label = "Save the grid",
     .needs_model = true,
     .act =
         [](AppState& state, const Results& results, int) {
           const ManifoldResults& made = results.views.Of<ManifoldResults>();
           SavePicture(state, "latentpad-manifold.png", WholeGrid(state, made), made.side);
         }},
};

// The digits only while the view is shown: they are many numbers.
void Describe(const AppState& state, const Results& all, Json& json) {
  const ManifoldState& manifold = StateOf(state);
  const ManifoldResults& results = all.views.Of<ManifoldResults>();
  Json& ours = json["manifold"] = {{"across", manifold.across},
                                   {"up", manifold.up},
                                   {"side", manifold.side},
                                   {"others", manifold.others_follow_z ? "z" : "zero"},
                                   {"pointed", nullptr}};
  if (state.view != "manifold") return;
  if (manifold.pointed) {
    ours["pointed"] = {{"z", JsonArray(results.pointed_z)},
                       {"digit", JsonArray(results.pointed_digit)}};
  }
  ours["digits"] = Json::array();
  for (const auto& digit : results.digits.colwise()) ours["digits"].push_back(digit.mean());
}

}  // namespace

extern const ViewRow kManifoldView;  // views.cc
constinit const ViewRow kManifoldView = {
    .name = "manifold",
    .label = "Manifold",
    .help = "digits that change step by step along two of the numbers. Tap one to take it.",
    .origin = &kOrigin,
    .compute = UpdateManifold,
    .upload = UpdateManifoldPictures,
    .draw = ManifoldView,
    .settings = kSettings,
    .commands = kCommands,
    .describe = Describe};

}  // namespace app

#include "app/views/repair/brush.h"
#include "app/views/repair/state.h"
#include "app/views/repair/view.h"
#include "app/views/view.h"

namespace app {
namespace {

constexpr Origin kOrigin = {kOfRepair, "repair", "of a repaired digit", "repaired"};

constexpr Option kHalves[] = {
    {"none", "None"}, {"left", "Left"}, {"right", "Right"}, {"top", "Top"}, {"bottom", "Bottom"}};

constexpr Setting kSettings[] = {
    {.key = 'h',
     .name = "repair_missing",
     .label = "Missing half",
     .kind = Setting::Kind::kChoice,
     .options = kHalves,
     .get = [](const AppState& state) { return static_cast<float>(DamageOf(state).missing); },
     .set = [](AppState& state,
               float value) { DamageOf(state).missing = static_cast<MissingHalf>(value); }},
    {.key = 'f',
     .name = "repair_noise",
     .label = "Noise, the share of pixels",
     .kind = Setting::Kind::kNumber,
     .most = kMostDamageNoise,
     .first = kFirstDamageNoise,
     .get = [](const AppState& state) { return DamageOf(state).noise; },
     .set = [](AppState& state, float value) { DamageOf(state).noise = value; }},
    {.key = 'k',
     .name = "repair_seed",
     .label = "Seed of the noise",
     .kind = Setting::Kind::kWhole,
     .least = 1,
     .most = kMostSeed,
     .first = 1,
     .get = [](const AppState& state) { return static_cast<float>(DamageOf(state).seed); },
     .set = [](AppState& state,
               float value) { DamageOf(state).seed = static_cast<uint64_t>(value); }},
};

constexpr StrokesSetting kStrokes[] = {
    {.key = 'e',
     .get = [](const AppState& state) -> const std::vector<vae::Stroke>& {
       return DamageOf(state).erased;
     },
     .set =
         [](AppState& state, std::vector<vae::Stroke> strokes) {
           EndErasing(state);
           DamageOf(state).erased = std::move(strokes);
         }},
};

constexpr Chord kAgain[] = {{.key = ImGuiKey_Space, .presses = true}};

constexpr Command kCommands[] = {
    {.name = "repair_again",
     .label = "Throw the noise anew",
     .chords = kAgain,
     .keys = "Space",
     .help = "new noise in Repair",
     .can = [](const AppState& state, const Results&) { return DamageOf(state).noise > 0; },
     .act = [](AppState& state, const Results&,
               int) { DamageOf(state).seed = NextSeed(DamageOf(state).seed); }},
    {.name = "repair_reset",
     .label = "Take all damage back",
     .can = [](const AppState& state, const Results&) { return IsDamaged(DamageOf(state)); },
     .act =
         [](AppState& state, const Results&, int) {
           SetDamage(state, {.noise = 0,
                             .seed = DamageOf(state).seed,
                             .missing = MissingHalf::kNone,
                             .erased = {}});
         }},
    {.name = "take_repair",
     .label = "Take a step of the repair",
     .needs_model = true,
     .act =
         [](AppState& state, const Results& results, int index) {
           TakeZ(state, results.views.Of<RepairResults>().step_z.col(index), kOfRepair);
         },
     .count =
         [](const AppState& state, const Results& results) {
           const vae::Matrix& z = results.views.Of<RepairResults>().step_z;
           return z.rows() == state.z.size() ? static_cast<int>(z.cols()) : 0;
         }},
};

// The pictures only while the view is shown: they are many numbers.
void Describe(const AppState& state, const Results& all, Json& json) {
  const Damage& damage = DamageOf(state);
  const RepairResults& results = all.views.Of<RepairResults>();
  Json& ours = json["repair"] = {{"noise", damage.noise},
                                 {"seed", damage.seed},
                                 {"missing", kHalves[static_cast<size_t>(damage.missing)].name},
                                 {"strokes", damage.erased.size()}};
  if (state.view != "repair") return;
  ours["damaged"] = JsonArray(results.damaged);
  ours["restored"] = JsonArray(results.restored);
  ours["damagedError"] = results.damaged_error;
  ours["restoredError"] = results.restored_error;
  ours["steps"] = Json::array();
  for (const auto& step : results.steps.colwise()) ours["steps"].push_back(JsonArray(step));
  ours["stepErrors"] = JsonArray(results.step_errors);
}

}  // namespace

extern const ViewRow kRepairView;  // views.cc
constinit const ViewRow kRepairView = {
    .name = "repair",
    .label = "Repair",
    .help = "damage your digit, and a model mends it.",
    .origin = &kOrigin,
    .compute = UpdateRepair,
    .upload = UpdateRepairPictures,
    .draw = RepairView,
    .settings = kSettings,
    .strokes = kStrokes,
    .step_back = DamageStep,
    .commands = kCommands,
    .describe = Describe,
    .version = [](const AppState& state, const Results& results) {
      return results.views.Of<RepairResults>().version + DamageOf(state).erased.size();
    }};

}  // namespace app

#include "app/model/save.h"
#include "app/ui/pictures.h"
#include "app/views/sample/kept.h"
#include "app/views/sample/state.h"
#include "app/views/sample/view.h"
#include "app/views/view.h"

namespace app {
namespace {

constexpr Origin kOrigin = {kOfSample, "prior", "drawn at random", "a sample"};

constexpr Setting kSettings[] = {
    {.key = 't',
     .name = "temperature",
     .label = "Temperature",
     .kind = Setting::Kind::kNumber,
     .most = 2,
     .first = 1,
     .get = [](const AppState& state) { return state.temperature; },
     .set =
         [](AppState& state, float value) {
           state.temperature = value;
           state.samples_changed = true;
         }},
    {.key = 'n',
     .name = "sample_seed",
     .label = "Seed",
     .kind = Setting::Kind::kWhole,
     .least = 1,
     .most = kMostSeed,
     .first = 1,
     .get = [](const AppState& state) { return static_cast<float>(state.sample_seed); },
     .set =
         [](AppState& state, float value) {
           state.sample_seed = static_cast<uint64_t>(value);
           state.samples_changed = true;
         }},
};

constexpr Chord kAgain[] = {{.key = ImGuiKey_Space, .presses = true}};

constexpr Command kCommands[] = {
    {.name = "sample",
     .label = "New samples",
     .chords = kAgain,
     .keys = "Space",
     .help = "new samples in Sample",
     .needs_model = true,
     .act = [](AppState& state, const Results&, int) { Reseed(state); }},
    {.name = "take_sample",
     .label = "Take a sample",
     .needs_model = true,
     .act = [](AppState& state, const Results& results,
               int index) { TakeZ(state, results.sample_z.col(index), kOfSample); },
     .count = [](const AppState&,
                 const Results& results) { return static_cast<int>(results.sample_z.cols()); }},
    {.name = "keep",
     .label = "Keep the sample, or remove it",
     .needs_model = true,
     .can = [](const AppState& state,
               const Results&) { return KeptIndex(state) >= 0 || CanKeep(state); },
     .act = [](AppState& state, const Results&, int) { KeepOrDiscard(state); }},
    {.name = "take_kept",
     .label = "Take a kept sample",
     .needs_model = true,
     .act =
         [](AppState& state, const Results&, int index) {
           TakeZ(state, KeptSamples(state)[static_cast<size_t>(index)], kOfSample);
         },
     .count = [](const AppState& state,
                 const Results&) { return static_cast<int>(KeptSamples(state).size()); }},
    {.name = "save_samples",
     .label = "Save the samples",
     .needs_model = true,
     .act =
         [](AppState& state, const Results& results, int) {
           SavePicture(state, "latentpad-samples.png", results.samples, kSheetColumns);
         }},
};

void Describe(const AppState& state, const Results&, Json& json) {
  json["temperature"] = state.temperature;
  json["sampleSeed"] = state.sample_seed;
  json["kept"] = Json::array();
  for (const vae::Vector& z : KeptSamples(state)) json["kept"].push_back(JsonArray(z));
}

}  // namespace

extern const ViewRow kSampleView;  // views.cc
constinit const ViewRow kSampleView = {
    .name = "sample",
    .label = "Sample",
    .help = "digits that nobody wrote, made from random numbers.",
    .origin = &kOrigin,
    .compute = UpdateKept,
    .upload = UpdateSamplePictures,
    .draw = SampleView,
    .settings = kSettings,
    .commands = kCommands,
    .describe = Describe,
    .version = [](const AppState&, const Results& results) {
      return results.views.Of<KeptResults>().version;
    }};

}  // namespace app

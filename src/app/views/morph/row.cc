#include "app/model/save.h"
#include "app/views/morph/state.h"
#include "app/views/morph/view.h"
#include "app/views/morph/way.h"
#include "app/views/view.h"

namespace app {
namespace {

constexpr Origin kOrigin = {kOfMorph, "morph", "on the way from A to B", "from in between"};

const MorphState& StateOf(const AppState& state) { return state.views.Of<MorphState>(); }
MorphState& StateOf(AppState& state) { return state.views.Of<MorphState>(); }

constexpr Option kPaths[] = {{"linear", "straight"}, {"spherical", "along the arc"}};

void SetPath(AppState& state, float value) {
  StateOf(state).path = value == 1 ? vae::Path::kSpherical : vae::Path::kLinear;
}

constexpr Setting kSettings[] = {
    {.key = 'l',
     .name = "morph_path",
     .label = "Path",
     .kind = Setting::Kind::kChoice,
     .options = kPaths,
     .first = 1,
     .get =
         [](const AppState& state) {
           return StateOf(state).path == vae::Path::kSpherical ? 1.0f : 0.0f;
         },
     .set = SetPath,
     .choose =
         [](AppState& state, const Results& results, float value) {
           ChooseMorphPath(state, results, value == 1 ? vae::Path::kSpherical : vae::Path::kLinear);
         }},
    {.key = 'r',
     .name = "morph_loop",
     .label = "There and back again and again",
     .first = 1,
     .get = [](const AppState& state) { return StateOf(state).loop ? 1.0f : 0.0f; },
     .set = [](AppState& state, float value) { StateOf(state).loop = value == 1; }},
    {.key = 'u',
     .name = "morph_sample",
     .label = "Sample that B is, -1 for an example",
     .kind = Setting::Kind::kWhole,
     .least = -1,
     .most = kMaxSamples - 1,
     .first = -1,
     .get = [](const AppState& state) { return static_cast<float>(StateOf(state).sample); },
     .set = [](AppState& state, float value) { StateOf(state).sample = static_cast<int>(value); },
     .offered = [](const AppState& state, const Results&) { return !EndsOf(state).b; }},
    {.name = "morph_position",
     .label = "Position from A to B",
     .kind = Setting::Kind::kNumber,
     .get = [](const AppState& state) { return StateOf(state).t; },
     .set = [](AppState& state, float value) { StateOf(state).t = value; },
     .choose =
         [](AppState& state, const Results& results, float value) {
           StopMorph(state);
           if (state.model != nullptr) FollowMorph(state, results, value);
         }},
};

constexpr CodeSetting kCodes[] = {
    {.key = 'a',
     .get = [](const AppState& state) { return EndsOf(state).a; },
     .set = [](AppState& state, const std::optional<SourcedZ>& z) { EndsOf(state).a = z; }},
    {.key = 'b',
     .get = [](const AppState& state) { return EndsOf(state).b; },
     .set = [](AppState& state, const std::optional<SourcedZ>& z) { EndsOf(state).b = z; }},
};

void Play(AppState& state, const Results& results, int) {
  if (StateOf(state).playing) {
    StopMorph(state);
  } else {
    PlayMorph(state, results, state.seconds);
  }
}

// The way is here, and of the current model.
bool Ready(const AppState& state, const Results& results) {
  return results.views.Of<MorphResults>().z.rows() == state.z.size();
}

constexpr Command kCommands[] = {
    {.name = "morph_play",
     .label = "Play or pause",
     .needs_model = true,
     .can = Ready,
     .act = Play},
    {.name = "morph_take_a",
     .label = "A becomes the current code",
     .needs_model = true,
     .act = [](AppState& state, const Results&, int) { TakeMorphEnd(state, End::kA); }},
    {.name = "morph_take_b",
     .label = "B becomes the current code",
     .needs_model = true,
     .act = [](AppState& state, const Results&, int) { TakeMorphEnd(state, End::kB); }},
    {.name = "morph_reset_a",
     .label = "A becomes my digit",
     .needs_model = true,
     .act = [](AppState& state, const Results& results,
               int) { ResetMorphEnd(state, results, End::kA); }},
    {.name = "morph_reset_b",
     .label = "B becomes another sample",
     .needs_model = true,
     .act = [](AppState& state, const Results& results,
               int) { ResetMorphEnd(state, results, End::kB); }},
    {.name = "take_morph",
     .label = "Take a digit of the way",
     .needs_model = true,
     .act =
         [](AppState& state, const Results& results, int index) {
           StopMorph(state);
           TakeMorph(state, results, static_cast<float>(index) / (kMorphSteps - 1));
         },
     .count = [](const AppState& state,
                 const Results& results) { return Ready(state, results) ? kMorphSteps : 0; }},
    {.name = "save_morph",
     .label = "Save the way",
     .needs_model = true,
     .act =
         [](AppState& state, const Results& results, int) {
           SavePicture(state, "latentpad-morph.png", results.views.Of<MorphResults>().digits,
                       kMorphSteps);
         }},
};

void Describe(const AppState& state, const Results& results, Json& json) {
  const MorphState& morph = StateOf(state);
  Json& ours = json["morph"] = {{"t", morph.t},
                                {"playing", morph.playing},
                                {"loop", morph.loop},
                                {"path", morph.path == vae::Path::kLinear ? "linear" : "spherical"},
                                {"a", MorphOrigin(state, End::kA)},
                                {"b", MorphOrigin(state, End::kB)},
                                {"z", Json::array()}};
  for (const auto& z : results.views.Of<MorphResults>().z.colwise()) {
    ours["z"].push_back(JsonArray(z));
  }
}

}  // namespace

extern const ViewRow kMorphView;  // views.cc
constinit const ViewRow kMorphView = {.name = "morph",
                                      .label = "Morph",
                                      .help = "turns one digit into another.",
                                      .origin = &kOrigin,
                                      .compute = UpdateMorph,
                                      .upload = UpdateMorphPictures,
                                      .draw = MorphView,
                                      .settings = kSettings,
                                      .codes = kCodes,
                                      .commands = kCommands,
                                      .describe = Describe,
                                      .version = [](const AppState&, const Results& results) {
                                        return results.views.Of<MorphResults>().version;
                                      }};

}  // namespace app

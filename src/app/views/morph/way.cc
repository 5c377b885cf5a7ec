#include "app/views/morph/way.h"

#include <algorithm>

#include "app/model/results.h"
#include "app/pad/drawing.h"
#include "app/views/morph/state.h"
#include "app/views/morph/view.h"
#include "app/views/view.h"
#include "data/example_digit.h"

namespace app {
namespace {

constexpr double kWaySeconds = 4;     // from A to B
constexpr double kMostSeconds = 0.1;  // between two frames; more was spent elsewhere

const std::optional<SourcedZ>& Taken(const AppState& state, End end) {
  const MorphEnds& ends = EndsOf(state);
  return end == End::kA ? ends.a : ends.b;
}

// mu (L) of a 5, so that B is worth looking at before anything was chosen.
vae::Vector ExampleMean(const vae::Network& network) {
  const vae::InkRaster ink = Rasterize({.picture = nullptr, .strokes = vae::ExampleFive()});
  return vae::Encode(network, vae::NormalizedDigit(ink)).mu.col(0);
}

// Further by `step`. At B a loop turns back, anything else stops; at A it goes on to B again.
void Move(MorphState& morph, float step) {
  morph.t = std::clamp(morph.t + (morph.backwards ? -step : step), 0.0f, 1.0f);
  if (morph.backwards) {
    morph.backwards = morph.t > 0;
  } else if (morph.t == 1) {
    morph.backwards = morph.loop;
    morph.playing = morph.loop;
  }
}

}  // namespace

const MorphEnds& EndsOf(const AppState& state) {
  static const MorphEnds none;
  if (state.model == nullptr) return none;
  const MorphState& morph = state.views.Of<MorphState>();
  const auto found = morph.ends.find(state.model->id);
  return found == morph.ends.end() ? none : found->second;
}

MorphEnds& EndsOf(AppState& state) {
  return state.views.Of<MorphState>().ends[state.model == nullptr ? 0 : state.model->id];
}

vae::Vector MorphEndZ(const AppState& state, const Results& results, End end) {
  if (const auto& taken = Taken(state, end)) return taken->z;
  if (end == End::kA) return results.posterior.mu.col(0);
  if (state.views.Of<MorphState>().sample < 0) return results.views.Of<MorphResults>().example;
  return results.sample_z.col(state.views.Of<MorphState>().sample);
}

std::string MorphOrigin(const AppState& state, End end) {
  if (const auto& taken = Taken(state, end)) return OriginOf(taken->source).from;
  if (end == End::kA) return OriginOf(ZSource::kMean).from;
  return state.views.Of<MorphState>().sample < 0 ? "an example" : "a sample";
}

void TakeMorphEnd(AppState& state, End end) {
  MorphState& morph = state.views.Of<MorphState>();
  (end == End::kA ? EndsOf(state).a : EndsOf(state).b) = {state.z, state.z_source};
  morph.t = end == End::kA ? 0.0f : 1.0f;
  morph.playing = false;
}

void ResetMorphEnd(AppState& state, const Results& results, End end) {
  MorphState& morph = state.views.Of<MorphState>();
  if (end == End::kA) {
    EndsOf(state).a.reset();
  } else {
    EndsOf(state).b.reset();
    morph.sample = (morph.sample + 1) % kMaxSamples;
  }
  if (OnMorph(state)) FollowMorph(state, results, morph.t);
}

bool OnMorph(const AppState& state) {
  return state.z_source == kOfMorph && state.z == state.views.Of<MorphState>().z;
}

void FollowMorph(AppState& state, const Results& results, float t) {
  MorphState& morph = state.views.Of<MorphState>();
  morph.t = t;
  morph.z =
      vae::PointBetween(MorphEndZ(state, results, End::kA), MorphEndZ(state, results, End::kB),
                        static_cast<double>(t), morph.path);
  FollowZ(state, morph.z, kOfMorph);
}

void TakeMorph(AppState& state, const Results& results, float t) {
  FollowMorph(state, results, t);
  TakeZ(state, state.views.Of<MorphState>().z, kOfMorph);
}

void ChooseMorphPath(AppState& state, const Results& results, vae::Path path) {
  MorphState& morph = state.views.Of<MorphState>();
  if (path == morph.path) return;
  morph.path = path;
  if (OnMorph(state)) FollowMorph(state, results, morph.t);
}

void PlayMorph(AppState& state, const Results& results, double seconds) {
  MorphState& morph = state.views.Of<MorphState>();
  morph.playing = true;
  morph.seconds = seconds;
  if (!morph.loop && morph.t >= 1) morph.t = 0;
  FollowMorph(state, results, morph.t);
}

void StopMorph(AppState& state) { state.views.Of<MorphState>().playing = false; }

void AdvanceMorph(AppState& state, const Results& results, double seconds) {
  MorphState& morph = state.views.Of<MorphState>();
  if (!morph.playing) return;
  if (!OnMorph(state)) return StopMorph(state);
  const double passed = seconds - morph.seconds;
  if (state.reduced_motion && passed < kMorphStepSeconds) return;
  morph.seconds = seconds;
  Move(morph, state.reduced_motion
                  ? 1.0f / (kMorphSteps - 1)
                  : static_cast<float>(std::clamp(passed, 0.0, kMostSeconds) / kWaySeconds));
  FollowMorph(state, results, morph.t);
}

void UpdateMorph(AppState& state, Results& results) {
  if (!state.model) return;
  MorphResults& made = results.views.Of<MorphResults>();
  const bool new_model = made.weights != results.versions.weights;
  if (new_model) made.example = ExampleMean(state.model->network());
  const vae::Matrix z =
      vae::Interpolate(MorphEndZ(state, results, End::kA), MorphEndZ(state, results, End::kB),
                       kMorphSteps, state.views.Of<MorphState>().path);
  const bool same_size = z.rows() == made.z.rows() && z.cols() == made.z.cols();
  if (!new_model && same_size && z == made.z) return;
  made.weights = results.versions.weights;
  made.z = z;
  made.digits = vae::Decode(state.model->network(), z);
  ++made.version;
}

}  // namespace app

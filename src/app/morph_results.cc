#include <algorithm>

#include "app/drawing.h"
#include "app/morph.h"
#include "app/results.h"
#include "data/example_digit.h"

namespace app {
namespace {

constexpr double kWaySeconds = 4;     // from A to B
constexpr double kMostSeconds = 0.1;  // between two frames; more was spent elsewhere

const char* Origin(ZSource source) {
  switch (source) {
    case ZSource::kMean:
      return "your digit";
    case ZSource::kPosterior:
      return "a sample of q(z|x)";
    case ZSource::kManual:
      return "set by hand";
    case ZSource::kPrior:
      return "a sample";
    case ZSource::kMap:
      return "from the map";
    case ZSource::kManifold:
      return "from the manifold";
    case ZSource::kMorph:
      return "from in between";
    case ZSource::kRepair:
      return "repaired";
  }
  return "";
}

const std::optional<SourcedZ>& Taken(const MorphState& morph, End end) {
  return end == End::kA ? morph.a : morph.b;
}

// mu (L) of a 5, so that B is worth looking at before anything was chosen.
vae::Vector ExampleMean(const vae::VaeParams& params) {
  const vae::InkRaster ink = Rasterize({.picture = nullptr, .strokes = vae::ExampleFive()});
  return vae::Encode(params, vae::NormalizedDigit(ink)).mu.col(0);
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

vae::Vector MorphEndZ(const AppState& state, const Results& results, End end) {
  if (const auto& taken = Taken(state.morph, end)) return taken->z;
  if (end == End::kA) return results.posterior.mu.col(0);
  if (state.morph.sample < 0) return results.morph.example;
  return results.sample_z.col(state.morph.sample);
}

std::string MorphOrigin(const AppState& state, End end) {
  if (const auto& taken = Taken(state.morph, end)) return Origin(taken->source);
  if (end == End::kA) return Origin(ZSource::kMean);
  return state.morph.sample < 0 ? "an example" : Origin(ZSource::kPrior);
}

void TakeMorphEnd(AppState& state, End end) {
  MorphState& morph = state.morph;
  (end == End::kA ? morph.a : morph.b) = {state.z, state.z_source};
  morph.t = end == End::kA ? 0.0f : 1.0f;
  morph.playing = false;
}

void ResetMorphEnd(AppState& state, const Results& results, End end) {
  MorphState& morph = state.morph;
  if (end == End::kA) {
    morph.a.reset();
  } else {
    morph.b.reset();
    morph.sample = (morph.sample + 1) % kMaxSamples;
  }
  if (OnMorph(state)) FollowMorph(state, results, morph.t);
}

bool OnMorph(const AppState& state) {
  return state.z_source == ZSource::kMorph && state.z == state.morph.z;
}

void FollowMorph(AppState& state, const Results& results, float t) {
  MorphState& morph = state.morph;
  morph.t = t;
  morph.z =
      vae::PointBetween(MorphEndZ(state, results, End::kA), MorphEndZ(state, results, End::kB),
                        static_cast<double>(t), morph.path);
  FollowZ(state, morph.z, ZSource::kMorph);
}

void TakeMorph(AppState& state, const Results& results, float t) {
  FollowMorph(state, results, t);
  TakeZ(state, state.morph.z, ZSource::kMorph);
}

void PlayMorph(AppState& state, const Results& results, double seconds) {
  MorphState& morph = state.morph;
  morph.playing = true;
  morph.seconds = seconds;
  if (!morph.loop && morph.t >= 1) morph.t = 0;
  FollowMorph(state, results, morph.t);
}

void StopMorph(AppState& state) { state.morph.playing = false; }

void AdvanceMorph(AppState& state, const Results& results, double seconds) {
  MorphState& morph = state.morph;
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
  MorphResults& made = results.morph;
  const bool new_model = made.model != results.versions.model;
  if (new_model) made.example = ExampleMean(state.model->params);
  const vae::Matrix z =
      vae::Interpolate(MorphEndZ(state, results, End::kA), MorphEndZ(state, results, End::kB),
                       kMorphSteps, state.morph.path);
  const bool same_size = z.rows() == made.z.rows() && z.cols() == made.z.cols();
  if (!new_model && same_size && z == made.z) return;
  made.model = results.versions.model;
  made.z = z;
  made.digits = vae::Decode(state.model->params, z);
  ++made.version;
}

}  // namespace app

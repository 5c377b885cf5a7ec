#include "app/model/results.h"

#include "app/model/likeness.h"
#include "core/random.h"

namespace app {
namespace {

void UpdateInk(const AppState& state, Results& results) {
  results.raw = vae::RawDigit(state.ink);
  results.input =
      state.input_mode == InputMode::kRaw ? results.raw : vae::NormalizedDigit(state.ink);
}

void UpdateReconstruction(AppState& state, Results& results) {
  const vae::Network network = state.model->network();
  if (state.z_source == ZSource::kMean) state.z = results.posterior.mu.col(0);
  const vae::Matrix logits = vae::DecodeLogits(network, state.z);
  results.reconstruction = vae::Sigmoid(logits).col(0);
  results.recon_nats = vae::BernoulliNats(results.input, logits)(0);
  results.kl_nats = vae::GaussianKlNats(results.posterior)(0);
  const vae::Matrix at_mean = vae::DecodeLogits(network, results.posterior.mu);
  results.mean_neg_elbo = vae::BernoulliNats(results.input, at_mean)(0) + results.kl_nats;
}

void UpdateSamples(const AppState& state, Results& results) {
  const vae::Network network = state.model->network();
  results.sample_z.resize(network.params.shape().latent_dim, kMaxSamples);
  vae::FillNormal({state.sample_seed, vae::Stream::kSample, 0}, results.sample_z);
  results.sample_z *= state.temperature;
  results.samples = vae::Decode(network, results.sample_z);
}

}  // namespace

Updated UpdateResults(AppState& state, Results& results) {
  Updated updated;
  if (state.drawing_changed) {
    UpdateInk(state, results);
    updated.ink = true;
  }
  if (!state.model) return updated;
  const bool encoded_anew = state.drawing_changed || state.weights_changed;
  if (encoded_anew) results.posterior = vae::Encode(state.model->network(), results.input);
  if (encoded_anew || state.z_changed) {
    UpdateReconstruction(state, results);
    updated.reconstruction = true;
  }
  if (state.samples_changed) {
    UpdateSamples(state, results);
    updated.samples = true;
  }
  Results::Versions& versions = results.versions;
  versions.model += state.model_changed ? 1 : 0;
  versions.weights += state.model_changed || state.weights_changed ? 1 : 0;
  versions.map += state.model_changed || state.map_changed ? 1 : 0;
  versions.input += updated.ink ? 1 : 0;
  versions.z += updated.reconstruction ? 1 : 0;
  versions.samples += updated.samples ? 1 : 0;
  UpdateLikeness(state, results);
  state.model_changed = state.weights_changed = state.map_changed = false;
  state.drawing_changed = state.z_changed = state.samples_changed = false;
  return updated;
}

void SamplePosterior(AppState& state, const Results& results) {
  vae::Matrix eps(results.posterior.mu.rows(), 1);
  vae::FillNormal({state.sample_seed, vae::Stream::kSample, ++state.posterior_draws}, eps);
  state.z = vae::Reparameterize(results.posterior, eps);
  state.z_source = ZSource::kPosterior;
  state.z_changed = state.z_jumped = true;
}

void FollowDrawing(AppState& state) {
  state.z_source = ZSource::kMean;
  state.z_changed = state.z_jumped = true;
}

void TakeZ(AppState& state, const vae::Vector& z, ZSource source) {
  state.z = z;
  state.z_source = source;
  state.z_changed = state.z_jumped = true;
}

void FollowZ(AppState& state, const vae::Vector& z, ZSource source) {
  state.z = z;
  state.z_source = source;
  state.z_changed = true;
}

void SetZ(AppState& state, vae::Index j, float value) {
  state.z(j) = value;
  state.z_source = ZSource::kManual;
  state.z_changed = true;
}

uint64_t NextSeed(uint64_t seed) { return seed >= kMostSeed ? 1 : seed + 1; }

void Reseed(AppState& state) {
  state.sample_seed = NextSeed(state.sample_seed);
  state.samples_changed = true;
}

}  // namespace app

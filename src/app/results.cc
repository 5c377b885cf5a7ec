#include "app/results.h"

#include "core/random.h"

namespace app {
namespace {

void UpdateInk(const AppState& state, Results& results) {
  results.raw = vae::RawDigit(state.ink);
  results.input =
      state.input_mode == InputMode::kRaw ? results.raw : vae::NormalizedDigit(state.ink);
}

void UpdateReconstruction(AppState& state, Results& results) {
  const vae::VaeParams& params = state.model->params;
  if (state.z_source == ZSource::kMean) state.z = results.posterior.mu.col(0);
  const vae::Matrix logits = vae::DecodeLogits(params, state.z);
  results.reconstruction = vae::Sigmoid(logits).col(0);
  results.recon_nats = vae::BernoulliNats(results.input, logits)(0);
  results.kl_nats = vae::GaussianKlNats(results.posterior)(0);
}

void UpdateSamples(const AppState& state, Results& results) {
  const vae::VaeParams& params = state.model->params;
  results.sample_z.resize(params.shape().latent_dim, kMaxSamples);
  vae::FillNormal({state.sample_seed, vae::Stream::kSample, 0}, results.sample_z);
  results.sample_z *= state.temperature;
  results.samples = vae::Decode(params, results.sample_z);
}

}  // namespace

Updated UpdateResults(AppState& state, Results& results) {
  Updated updated;
  if (state.drawing_changed) {
    UpdateInk(state, results);
    updated.ink = true;
  }
  if (!state.model) return updated;
  const vae::Index latent_dim = state.model->params.shape().latent_dim;
  if (state.z.size() != latent_dim) {  // another model: its z means something else
    state.z = vae::Vector::Zero(latent_dim);
    state.z_source = ZSource::kMean;
  }
  if (state.drawing_changed) {
    results.posterior = vae::Encode(state.model->params, results.input);
  }
  if (state.drawing_changed || state.z_changed) {
    UpdateReconstruction(state, results);
    updated.reconstruction = true;
  }
  if (state.samples_changed) {
    UpdateSamples(state, results);
    updated.samples = true;
  }
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

void TakeSample(AppState& state, const Results& results, int index) {
  state.z = results.sample_z.col(index);
  state.z_source = ZSource::kPrior;
  state.z_changed = state.z_jumped = true;
}

void SetZ(AppState& state, vae::Index j, float value) {
  state.z(j) = value;
  state.z_source = ZSource::kManual;
  state.z_changed = true;
}

void Reseed(AppState& state) {
  ++state.sample_seed;
  state.samples_changed = true;
}

}  // namespace app

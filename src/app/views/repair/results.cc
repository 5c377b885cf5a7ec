#include "app/model/results.h"

#include <cmath>

#include "app/model/models.h"
#include "app/views/repair/state.h"
#include "app/views/repair/view.h"
#include "core/noise.h"

namespace app {
namespace {

using RowPixels = Eigen::Map<vae::Weights>;  // (y, x)

void RemoveHalf(MissingHalf half, vae::Matrix& digit) {
  constexpr int kHalf = vae::kDigitSide / 2;
  RowPixels pixels(digit.data(), vae::kDigitSide, vae::kDigitSide);
  switch (half) {
    case MissingHalf::kNone:
      break;
    case MissingHalf::kLeft:
      pixels.leftCols(kHalf).setZero();
      break;
    case MissingHalf::kRight:
      pixels.rightCols(kHalf).setZero();
      break;
    case MissingHalf::kTop:
      pixels.topRows(kHalf).setZero();
      break;
    case MissingHalf::kBottom:
      pixels.bottomRows(kHalf).setZero();
      break;
  }
}

vae::Vector Damaged(const vae::Vector& digit, const Damage& damage) {
  vae::Matrix damaged = digit;
  vae::AddNoise({vae::NoiseKind::kSaltAndPepper, static_cast<double>(damage.noise)},
                {damage.seed, vae::Stream::kInputNoise, 0}, damaged);
  RemoveHalf(damage.missing, damaged);
  if (!damage.erased.empty()) {
    const vae::InkRaster erased = vae::RasterizeInk(damage.erased, vae::kDigitSide);
    damaged.array() *=
        1 - Eigen::Map<const Eigen::ArrayXf>(erased.coverage.data(), vae::kDigitPixels);
  }
  return damaged.col(0);
}

float Error(const vae::Vector& digit, const vae::ConstColumns& other) {
  return std::sqrt((digit - other.col(0)).squaredNorm() / vae::kDigitPixels);
}

// x -> decode(mu(x)), again and again.
void Repeat(const vae::Network& network, const vae::Vector& digit, RepairResults& results) {
  results.step_z.resize(network.params.shape().latent_dim, kRepairSteps);
  results.steps.resize(vae::kDigitPixels, kRepairSteps);
  results.step_errors.resize(kRepairSteps);
  vae::Matrix before = results.damaged;
  for (int step = 0; step < kRepairSteps; ++step) {
    results.step_z.col(step) = vae::Encode(network, before).mu.col(0);
    before = vae::Decode(network, results.step_z.col(step));
    results.steps.col(step) = before.col(0);
    results.step_errors(step) = Error(digit, before);
  }
}

}  // namespace

void UpdateRepair(AppState& state, Results& results) {
  const LoadedModel* denoising = NeedModel(state, kDenoisingModel);
  RepairResults& repair = results.views.Of<RepairResults>();
  RepairResults::Seen now{.damage = state.views.Of<RepairState>().damage,
                          .input = results.versions.input,
                          .weights = results.versions.weights,
                          .denoising_model = denoising == nullptr ? 0 : denoising->id,
                          .denoising_weights = denoising == nullptr ? 0 : denoising->weights};
  if (repair.damaged.size() > 0 && now == repair.seen) return;
  repair.damaged = Damaged(results.input, now.damage);
  repair.damaged_error = Error(results.input, repair.damaged);
  Repeat(state.model->network(), results.input, repair);
  if (denoising != nullptr) {
    const vae::Posterior q = vae::Encode(denoising->network(), repair.damaged);
    repair.restored = vae::Decode(denoising->network(), q.mu).col(0);
    repair.restored_error = Error(results.input, repair.restored);
  }
  repair.seen = std::move(now);
  ++repair.version;
}

}  // namespace app

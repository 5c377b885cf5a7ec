// Stochastic gradient ascent on the ELBO: algorithm 1 of Kingma & Welling with one sample of z per
// digit and Adam.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/adam.h"
#include "core/thread_pool.h"
#include "core/types.h"
#include "core/vae.h"

namespace vae {

// Means over digits, in nats per image.
struct ElboMean {
  double recon_nats = 0;
  double kl_nats = 0;

  double neg_elbo() const { return recon_nats + kl_nats; }
};

struct TrainOptions {
  AdamOptions adam;
  uint64_t seed = 0;  // of the weights, the order of the digits and the noise
};

// Owns the parameters, their moments and the scratch of a training run. The same shape, options and
// batches give the same parameters to the last bit, for any number of threads.
class Trainer {
 public:
  // Starts from Xavier weights. `pool` must outlive the trainer.
  Trainer(const VaeShape& shape, const TrainOptions& options, ThreadPool& pool);

  // One step on the columns `batch` (at least one) of `digits` (784, N). Returns the batch's means
  // before the step. When these are not finite nothing is changed: the parameters are still those
  // that the step before left.
  ElboMean Step(const Matrix& digits, std::span<const uint32_t> batch);

  const VaeParams& params() const { return params_; }
  int64_t steps() const { return steps_; }

 private:
  // A run of rows of one layer, small enough to share out and large enough to be worth it.
  struct RowBlock {
    size_t layer;
    Index row;
    Index rows;
  };

  void GatherBatch(const Matrix& digits, std::span<const uint32_t> batch);
  void ComputeDeltas();
  void UpdateParams();

  TrainOptions options_;
  ThreadPool& pool_;
  VaeParams params_;
  VaeParams gradient_;
  AdamMoments moments_;
  int64_t steps_ = 0;

  std::vector<RowBlock> row_blocks_;
  Matrix x_;    // (784, B)
  Matrix eps_;  // (L, B)
  VaeActivations activations_;
  VaeDeltas deltas_;
};

// The order in which epoch `epoch` (0 for the first) visits n digits.
std::vector<uint32_t> EpochOrder(uint64_t seed, int64_t epoch, uint32_t n);

// Means over all columns of `digits` (784, N), with one sample of z each; the same seed gives the
// same noise, so models can be compared. Sums in double, in the order of the digits.
ElboMean EvaluateElbo(const VaeParams& params, const Matrix& digits, uint64_t seed,
                      ThreadPool& pool);

}  // namespace vae

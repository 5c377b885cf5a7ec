// Stochastic gradient ascent on the ELBO or on the importance-weighted bound: algorithm 1 of Kingma
// & Welling with Adam, and options that make models better at the same architecture.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/adam.h"
#include "core/noise.h"
#include "core/schedule.h"
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
  enum class Initialization { kXavier, kFanIn };  // VaeParams::Xavier, VaeParams::FanIn
  Initialization initialization = Initialization::kXavier;
  AdamOptions adam;  // its learning rate is that of the schedule
  LearningRateSchedule learning_rate;
  VaeObjective::Kind objective = VaeObjective::Kind::kElbo;
  Index samples = 1;         // of z for each digit
  NoiseOptions input_noise;  // on what the encoder sees; the decoder is to explain the clean digit
  double kl_weight = 1;      // of the ELBO's KL term: beta of Higgins et al. 2017
  int64_t kl_warmup_steps = 0;  // over which that weight rises from 0
  double averaging = 0;         // decay of the weights' exponential average; 0: none
  uint64_t seed = 0;            // of the weights, the order of the digits and all noise
};

// All that a run carries from one step to the next.
struct TrainState {
  VaeParams params;
  AdamMoments moments;
  VaeParams average;  // of params over the steps; empty tensors without averaging
  int64_t steps = 0;  // done
};

// Owns the state and the scratch of a training run. Compiled for the same instruction set, the same
// shape, options and batches give the same parameters to the last bit, for any number of threads,
// and wherever a run is continued from its state.
class Trainer {
 public:
  // Starts from random weights. `pool` must outlive the trainer.
  Trainer(const VaeShape& shape, const TrainOptions& options, ThreadPool& pool);

  // One step on the columns `batch` (at least one) of `digits` (784, N). Returns the batch's means
  // before the step. When these are not finite nothing is changed: the parameters are still those
  // that the step before left.
  ElboMean Step(const Matrix& digits, std::span<const uint32_t> batch);

  const TrainState& state() const { return state_; }
  // Goes on from `state`, made by a trainer of the same shape and options.
  void Restore(TrainState state) { state_ = std::move(state); }
  // Both from the next step on.
  void SetLearningRate(const LearningRateSchedule& schedule) { options_.learning_rate = schedule; }
  void SetKlWeight(double weight) { options_.kl_weight = weight; }
  // The parameters to use: the average where there is one.
  const VaeParams& params() const;
  int64_t steps() const { return state_.steps; }

 private:
  // A run of rows of one layer, small enough to share out and large enough to be worth it.
  struct RowBlock {
    size_t layer;
    Index row;
    Index rows;
  };

  // What the encoder sees of the current batch.
  const Matrix& input() const {
    return options_.input_noise.kind == NoiseKind::kNone ? target_ : noisy_;
  }
  void GatherBatch(const Matrix& digits, std::span<const uint32_t> batch);
  ElboMean ForwardAndBackward();
  void UpdateParams();
  void UpdateAverage(const RowBlock& block);

  TrainOptions options_;
  ThreadPool& pool_;
  TrainState state_;
  VaeParams gradient_;

  std::vector<RowBlock> row_blocks_;
  Matrix target_;  // (784, B)
  Matrix noisy_;   // (784, B): what the encoder sees, with input noise only
  Matrix eps_;     // (L, B K)
  VaeActivations activations_;
  VaeDeltas deltas_;
};

// The order in which epoch `epoch` (0 for the first) visits n digits.
std::vector<uint32_t> EpochOrder(uint64_t seed, int64_t epoch, uint32_t n);

// The terms of -ELBO of every column of `digits` (784, N), with one sample of z each; the same seed
// gives the same noise, so models can be compared.
ElboTerms EvaluateElboTerms(const VaeParams& params, const Matrix& digits, uint64_t seed,
                            ThreadPool& pool);

// Their means; sums in double, in the order of the digits.
ElboMean EvaluateElbo(const VaeParams& params, const Matrix& digits, uint64_t seed,
                      ThreadPool& pool);

}  // namespace vae

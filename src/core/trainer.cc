#include "core/trainer.h"

#include <algorithm>
#include <cmath>

#include "core/random.h"

namespace vae {
namespace {

// Pieces of work, cut without regard to the number of threads (thread_pool.h).
constexpr Index kColumnsPerTask = 50;
constexpr Index kRowsPerTask = 64;
constexpr Index kEvaluationBatch = 250;

int TaskCount(Index size, Index per_task) {
  return static_cast<int>((size + per_task - 1) / per_task);
}

ColumnRange TaskColumns(int task, Index columns) {
  const Index first = task * kColumnsPerTask;
  return {first, std::min(kColumnsPerTask, columns - first)};
}

ElboMean Mean(const ElboTerms& terms) {
  const auto count = static_cast<double>(terms.recon_nats.size());
  return {terms.recon_nats.cast<double>().sum() / count,
          terms.kl_nats.cast<double>().sum() / count};
}

}  // namespace

Trainer::Trainer(const VaeShape& shape, const TrainOptions& options, ThreadPool& pool)
    : options_(options),
      pool_(pool),
      params_(VaeParams::Xavier(shape, options.seed)),
      gradient_(VaeParams::Zero(shape)),
      moments_(AdamMoments::Zero(shape)) {
  for (size_t layer = 0; layer < kLayerNames.size(); ++layer) {
    const Index out = Layers(params_)[layer]->out();
    for (Index row = 0; row < out; row += kRowsPerTask) {
      row_blocks_.push_back({layer, row, std::min(kRowsPerTask, out - row)});
    }
  }
}

ElboMean Trainer::Step(const Matrix& digits, std::span<const uint32_t> batch) {
  eigen_assert(!batch.empty());
  GatherBatch(digits, batch);
  FillNormal({options_.seed, Stream::kTrainNoise, static_cast<uint64_t>(steps_)}, eps_);
  ComputeDeltas();
  const ElboMean mean = Mean(activations_.elbo);
  if (std::isfinite(mean.neg_elbo())) UpdateParams();
  return mean;
}

void Trainer::GatherBatch(const Matrix& digits, std::span<const uint32_t> batch) {
  const auto columns = static_cast<Index>(batch.size());
  x_.resize(kDigitPixels, columns);
  for (Index i = 0; i < columns; ++i)
    x_.col(i) = digits.col(static_cast<Index>(batch[static_cast<size_t>(i)]));
  eps_.resize(params_.shape().latent_dim, columns);
  activations_.Resize(params_.shape(), columns);
  deltas_.Resize(params_.shape(), columns);
}

void Trainer::ComputeDeltas() {
  const Index columns = x_.cols();
  const Scalar scale = Scalar{1} / static_cast<Scalar>(columns);
  pool_.Run(TaskCount(columns, kColumnsPerTask), [&](int task) {
    const ColumnRange range = TaskColumns(task, columns);
    VaeForward(params_, x_, eps_, range, activations_);
    VaeBackward(params_, x_, eps_, activations_, scale, range, deltas_);
  });
}

void Trainer::UpdateParams() {
  ++steps_;
  pool_.Run(static_cast<int>(row_blocks_.size()), [&](int task) {
    // The gradient of a block is still in the cache when Adam reads it.
    const auto [layer, row, rows] = row_blocks_[static_cast<size_t>(task)];
    VaeGradient(x_, activations_, deltas_, layer, row, rows, gradient_);
    AdamUpdate(options_.adam, steps_, *Layers(gradient_)[layer], row, rows,
               *Layers(moments_.m)[layer], *Layers(moments_.v)[layer], *Layers(params_)[layer]);
  });
}

std::vector<uint32_t> EpochOrder(uint64_t seed, int64_t epoch, uint32_t n) {
  return Permutation({seed, Stream::kShuffle, static_cast<uint64_t>(epoch)}, n);
}

ElboMean EvaluateElbo(const VaeParams& params, const Matrix& digits, uint64_t seed,
                      ThreadPool& pool) {
  ElboTerms terms{Vector(digits.cols()), Vector(digits.cols())};
  pool.Run(TaskCount(digits.cols(), kEvaluationBatch), [&](int task) {
    const Index first = task * kEvaluationBatch;
    const Index count = std::min(kEvaluationBatch, digits.cols() - first);
    const auto x = digits.middleCols(first, count);
    const Posterior q = Encode(params, x);
    Matrix eps(q.mu.rows(), count);
    FillNormal({seed, Stream::kTestNoise, static_cast<uint64_t>(task)}, eps);
    terms.recon_nats.segment(first, count) =
        BernoulliNats(x, DecodeLogits(params, Reparameterize(q, eps)));
    terms.kl_nats.segment(first, count) = GaussianKlNats(q);
  });
  return Mean(terms);
}

}  // namespace vae

#include "core/trainer.h"

#include <algorithm>
#include <cmath>

#include "core/batches.h"
#include "core/random.h"

namespace vae {
namespace {

// Pieces of work, cut without regard to the number of threads (thread_pool.h).
constexpr Index kDigitsPerGather = 8;
constexpr Index kRowsPerUpdate = 24;

VaeParams InitialParams(const VaeShape& shape, const TrainOptions& options) {
  return options.initialization == TrainOptions::Initialization::kFanIn
             ? VaeParams::FanIn(shape, options.seed)
             : VaeParams::Xavier(shape, options.seed);
}

ElboMean Mean(const ElboTerms& terms) {
  return {terms.recon_nats.cast<double>().mean(), terms.kl_nats.cast<double>().mean()};
}

}  // namespace

Trainer::Trainer(const VaeShape& shape, const TrainOptions& options, ThreadPool& pool)
    : options_(options),
      pool_(pool),
      state_{InitialParams(shape, options), AdamMoments::Zero(shape), {}, 0},
      gradient_(VaeParams::Zero(shape)) {
  if (options.averaging > 0) state_.average = state_.params;
  for (size_t layer = 0; layer < kLayerNames.size(); ++layer) {
    const Index out = Layers(state_.params)[layer]->out();
    for (Index row = 0; row < out; row += kRowsPerUpdate) {
      row_blocks_.push_back({layer, row, std::min(kRowsPerUpdate, out - row)});
    }
  }
}

const VaeParams& Trainer::params() const {
  return options_.averaging > 0 ? state_.average : state_.params;
}

ElboMean Trainer::Step(const Matrix& digits, std::span<const uint32_t> batch) {
  eigen_assert(!batch.empty());
  GatherBatch(digits, batch);
  const ElboMean mean = ForwardAndBackward();
  if (std::isfinite(mean.neg_elbo())) UpdateParams();
  return mean;
}

void Trainer::GatherBatch(const Matrix& digits, std::span<const uint32_t> batch) {
  const auto columns = static_cast<Index>(batch.size());
  const auto step = static_cast<uint64_t>(state_.steps);
  const bool noise = options_.input_noise.kind != NoiseKind::kNone;
  target_.resize(kDigitPixels, columns);
  if (noise) noisy_.resize(kDigitPixels, columns);
  ForEachPiece(columns, kDigitsPerGather, pool_, [&](Index first, Index count) {
    for (Index i = first; i < first + count; ++i) {
      target_.col(i) = digits.col(static_cast<Index>(batch[static_cast<size_t>(i)]));
    }
    if (!noise) return;
    noisy_.middleCols(first, count) = target_.middleCols(first, count);
    AddNoise(options_.input_noise, {options_.seed, Stream::kInputNoise, step}, {first, count},
             noisy_);
  });
  const VaeShape shape = state_.params.shape();
  eps_.resize(shape.latent_dim, columns * options_.samples);
  FillNormal({options_.seed, Stream::kTrainNoise, step}, eps_);
  activations_.Resize(shape, columns, options_.samples);
  deltas_.Resize(shape, columns, options_.samples);
}

ElboMean Trainer::ForwardAndBackward() {
  const Index columns = target_.cols();
  const VaeObjective objective{
      .kind = options_.objective,
      .kl_weight = static_cast<Scalar>(options_.kl_weight *
                                       KlWeight(options_.kl_warmup_steps, state_.steps)),
      .scale = Scalar{1} / static_cast<Scalar>(columns)};
  VaeForward(state_.params, input(), target_, eps_, pool_, activations_);
  VaeBackward(state_.params, eps_, activations_, objective, pool_, deltas_);
  return Mean(activations_.terms);
}

void Trainer::UpdateParams() {
  AdamOptions adam = options_.adam;
  adam.learning_rate = LearningRate(options_.learning_rate, state_.steps);
  ++state_.steps;
  pool_.Run(static_cast<int>(row_blocks_.size()), [&](int task) {
    // The gradient of a block is still in the cache when Adam reads it.
    const RowBlock& block = row_blocks_[static_cast<size_t>(task)];
    const auto [layer, row, rows] = block;
    VaeGradient(activations_, deltas_, layer, row, rows, gradient_);
    AdamUpdate(adam, state_.steps, *Layers(gradient_)[layer], row, rows,
               *Layers(state_.moments.m)[layer], *Layers(state_.moments.v)[layer],
               *Layers(state_.params)[layer]);
    if (options_.averaging > 0) UpdateAverage(block);
  });
}

// average += (1 - decay) (params - average); the decay starts lower, so that the first weights,
// which are random, are soon forgotten.
void Trainer::UpdateAverage(const RowBlock& block) {
  const auto steps = static_cast<double>(state_.steps);
  const double decay = std::min(options_.averaging, (1 + steps) / (10 + steps));
  const auto rate = static_cast<Scalar>(1 - decay);
  const DenseParams& now = *Layers(state_.params)[block.layer];
  DenseParams& average = *Layers(state_.average)[block.layer];
  auto w = average.w.middleRows(block.row, block.rows);
  auto b = average.b.segment(block.row, block.rows);
  w += rate * (now.w.middleRows(block.row, block.rows) - w);
  b += rate * (now.b.segment(block.row, block.rows) - b);
}

std::vector<uint32_t> EpochOrder(uint64_t seed, int64_t epoch, uint32_t n) {
  return Permutation({seed, Stream::kShuffle, static_cast<uint64_t>(epoch)}, n);
}

ElboTerms EvaluateElboTerms(const VaeParams& params, const Matrix& digits, uint64_t seed,
                            ThreadPool& pool) {
  ElboTerms terms{Vector(digits.cols()), Vector(digits.cols())};
  ForEachBatch(digits.cols(), pool, [&](uint64_t batch, ColumnRange range) {
    const auto x = digits.middleCols(range.first, range.count);
    const Posterior q = Encode(params, x);
    Matrix eps(q.mu.rows(), range.count);
    FillNormal({seed, Stream::kTestNoise, batch}, eps);
    terms.recon_nats.segment(range.first, range.count) =
        BernoulliNats(x, DecodeLogits(params, Reparameterize(q, eps)));
    terms.kl_nats.segment(range.first, range.count) = GaussianKlNats(q);
  });
  return terms;
}

ElboMean EvaluateElbo(const VaeParams& params, const Matrix& digits, uint64_t seed,
                      ThreadPool& pool) {
  return Mean(EvaluateElboTerms(params, digits, seed, pool));
}

}  // namespace vae

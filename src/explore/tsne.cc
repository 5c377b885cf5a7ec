#include "explore/tsne.h"

#include <algorithm>
#include <cmath>

#include "core/random.h"
#include "explore/affinities.h"
#include "explore/pca.h"
#include "explore/tsne_gradient.h"

namespace vae {
namespace {

constexpr double kStartSpread = 1e-4;  // standard deviation along the first axis
constexpr double kStartJitter = 1e-6;  // enough to part equal points
constexpr double kLeastGain = 0.01;

// The first two principal components, small: Kobak & Berens, "The art of using t-SNE for
// single-cell transcriptomics" (2019).
MapPoints StartPositions(const Matrix& points, uint64_t seed) {
  Matrix jitter(2, points.cols());
  FillNormal({.seed = seed, .stream = Stream::kMapStart, .step = 0}, jitter);
  MapPoints y = kStartJitter * jitter.transpose().cast<double>().array();
  const Index axes = std::min<Index>(points.rows(), 2);
  const Pca pca = FitPca(points, axes);
  const double spread = std::sqrt(static_cast<double>(pca.variance(0)));
  if (spread > 0) {
    y.leftCols(axes) +=
        kStartSpread / spread * Project(pca, points).transpose().cast<double>().array();
  }
  return y;
}

double LearningRate(const TsneOptions& options, Index n) {
  if (options.learning_rate > 0) return options.learning_rate;
  return std::max(static_cast<double>(n) / options.early_exaggeration / 4, 50.0);
}

}  // namespace

// Gradient descent with momentum and one gain per coordinate, which grows while the coordinate
// keeps its direction (van der Maaten & Hinton 2008, section 3.4; Jacobs 1988).
struct TsneDescent::Impl {
  TsneOptions options;
  ThreadPool& pool;
  double learning_rate;
  Affinities p;
  MapPoints y;
  MapPoints step;
  MapPoints gain;
  int steps = 0;

  void Step() {
    const bool early = steps < options.exaggerated_iterations;
    const double exaggeration = early ? options.early_exaggeration : 1;
    const double momentum = early ? 0.5 : 0.8;
    const MapPoints gradient = TsneGradient(p, y, exaggeration, options.theta, pool);
    gain = (gradient * step < 0).select(gain + 0.2, (gain * 0.8).max(kLeastGain));
    step = momentum * step - learning_rate * gain * gradient;
    y += step;
    y.rowwise() -= y.colwise().mean().eval();
    ++steps;
  }
};

TsneDescent::TsneDescent(const Matrix& points, const TsneOptions& options, ThreadPool& pool) {
  const Index n = points.cols();
  impl_ = std::unique_ptr<Impl>(new Impl{.options = options,
                                         .pool = pool,
                                         .learning_rate = LearningRate(options, n),
                                         .p = {},
                                         .y = MapPoints::Zero(n, 2),
                                         .step = MapPoints::Zero(n, 2),
                                         .gain = MapPoints::Ones(n, 2)});
  if (n < 2) {
    impl_->steps = options.iterations;
    return;
  }
  impl_->p = ComputeAffinities(points, options.perplexity, pool);
  impl_->y = StartPositions(points, options.seed);
}

TsneDescent::~TsneDescent() = default;

void TsneDescent::Step() {
  if (!done()) impl_->Step();
}

int TsneDescent::steps() const { return impl_->steps; }
bool TsneDescent::done() const { return impl_->steps >= impl_->options.iterations; }

Matrix TsneDescent::positions() const {
  const MapPoints centred = impl_->y.rowwise() - impl_->y.colwise().mean().eval();
  return centred.matrix().transpose().cast<Scalar>();
}

Matrix Tsne(const Matrix& points, const TsneOptions& options, ThreadPool& pool) {
  TsneDescent descent(points, options, pool);
  while (!descent.done()) {
    descent.Step();
    if (options.progress) options.progress(descent.steps());
  }
  return descent.positions();
}

}  // namespace vae

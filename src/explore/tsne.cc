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

// Gradient descent with momentum and one gain per coordinate, which grows while the coordinate
// keeps its direction (van der Maaten & Hinton 2008, section 3.4; Jacobs 1988).
class Descent {
 public:
  Descent(Index n, double learning_rate)
      : learning_rate_(learning_rate), step_(MapPoints::Zero(n, 2)), gain_(MapPoints::Ones(n, 2)) {}

  void Step(const MapPoints& gradient, double momentum, MapPoints& y) {
    gain_ = (gradient * step_ < 0).select(gain_ + 0.2, (gain_ * 0.8).max(kLeastGain));
    step_ = momentum * step_ - learning_rate_ * gain_ * gradient;
    y += step_;
    y.rowwise() -= y.colwise().mean().eval();
  }

 private:
  double learning_rate_;
  MapPoints step_;
  MapPoints gain_;
};

}  // namespace

Matrix Tsne(const Matrix& points, const TsneOptions& options, ThreadPool& pool) {
  const Index n = points.cols();
  if (n < 2) return Matrix::Zero(2, n);
  const Affinities p = ComputeAffinities(points, options.perplexity, pool);
  MapPoints y = StartPositions(points, options.seed);
  Descent descent(n, LearningRate(options, n));
  for (int i = 0; i < options.iterations; ++i) {
    const bool early = i < options.exaggerated_iterations;
    const double exaggeration = early ? options.early_exaggeration : 1;
    const MapPoints gradient = TsneGradient(p, y, exaggeration, options.theta, pool);
    descent.Step(gradient, early ? 0.5 : 0.8, y);
    if (options.progress) options.progress(i + 1);
  }
  y.rowwise() -= y.colwise().mean().eval();
  return y.matrix().transpose().cast<Scalar>();
}

}  // namespace vae

#include "evaluate/embedding.h"

#include <cstdio>

#include "explore/neighbours.h"
#include "explore/pca.h"
#include "explore/tsne.h"
#include "figure/axes.h"
#include "progress.h"

namespace tools {
namespace {

constexpr vae::Index kTrustNeighbours = 12;
// The prior expects a few units; far more, or NaN, is a model that diverged.
constexpr vae::Scalar kMostMean = 1e6;

void PlaceOnStrip(TestMap& map) {
  map.embedding = "strip";
  map.x_name = "z1, standard deviations of the prior";
  map.position.resize(2, map.mu.cols());
  for (vae::Index i = 0; i < map.mu.cols(); ++i) {
    // Multiples of the golden ratio fill [-1/2, 1/2] evenly.
    const double height = static_cast<double>(i) * 0.6180339887498949;
    map.position(0, i) = map.mu(0, i);
    map.position(1, i) = static_cast<vae::Scalar>(height - std::floor(height) - 0.5);
  }
}

void PlaceByPca(TestMap& map) {
  map.embedding = "pca";
  const vae::Pca pca = vae::FitPca(map.mu, 2);
  map.position = vae::Project(pca, map.mu);
  const double all =
      (map.mu.colwise() - pca.mean).squaredNorm() / static_cast<double>(map.mu.cols() - 1);
  const auto name = [&pca, all](vae::Index axis) {
    const double share = all > 0 ? pca.variance[axis] / all : 0;
    return "principal component " + std::to_string(axis + 1) + " (" +
           figure::Fixed(100 * share, 0) + " % of the variance)";
  };
  map.x_name = name(0);
  map.y_name = name(1);
}

void PlaceByTsne(const Context& context, TestMap& map) {
  map.embedding = "tsne";
  map.x_name = "t-SNE 1";
  map.y_name = "t-SNE 2";
  vae::TsneOptions options;
  options.seed = context.flags.seed;
  ProgressBar bar(stderr, "t-SNE", options.iterations);
  options.progress = [&bar](int done) { bar.Show(done); };
  map.position = vae::Tsne(map.mu, options, context.pool);
  map.options = {{"perplexity", figure::Fixed(options.perplexity, 0)},
                 {"iterations", std::to_string(options.iterations)},
                 {"seed", std::to_string(options.seed)}};
}

}  // namespace

vae::Result<TestMap> EmbedTestDigits(const Context& context) {
  TestMap map;
  map.mu = Means(context, context.test.digits);
  if (!(map.mu.array().abs() <= kMostMean).all()) {
    return vae::Failure("the latent means of " + context.flags.saved_path +
                        " are beyond all measure; train the model again");
  }
  if (map.mu.rows() == 1) {
    PlaceOnStrip(map);
    return map;
  }
  if (map.mu.rows() == 2) {
    map.embedding = "none";
    map.position = map.mu;
    map.x_name = "z1, standard deviations of the prior";
    map.y_name = "z2, standard deviations of the prior";
    return map;
  }
  if (map.mu.cols() < 4) {
    return vae::Failure(
        "there are fewer than four test digits to make a map of; give --data a "
        "larger set");
  }
  if (context.flags.embed == Embedding::kPca) {
    PlaceByPca(map);
  } else {
    PlaceByTsne(context, map);
  }
  if (map.mu.cols() > 2 * kTrustNeighbours) {
    map.trustworthiness =
        vae::Trustworthiness(map.mu, map.position, kTrustNeighbours, context.pool);
  }
  return map;
}

}  // namespace tools

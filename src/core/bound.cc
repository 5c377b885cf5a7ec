#include "core/bound.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/random.h"

namespace vae {
namespace {

// Pairs of a digit and a draw that are decoded at once: what fills a matrix product.
constexpr int64_t kPairs = 256;

constexpr Index kEncoded = 1000;  // digits at once

// log sum_k exp(x_k) of values that come in groups, without overflow.
class LogSumExp {
 public:
  void Add(const Eigen::ArrayXd& values) {
    const double max = std::max(max_, values.maxCoeff());
    sum_ = sum_ * std::exp(max_ - max) + (values - max).exp().sum();
    max_ = max;
  }

  double Value() const { return max_ + std::log(sum_); }

 private:
  double max_ = std::numeric_limits<double>::lowest();
  double sum_ = 0;
};

// BernoulliNats of one column, for very many of them: a logarithm of a product of 49 factors
// 1 + e^-|l|, each in [1, 2], in place of 49 logarithms. The error stays below 784 roundings of 1.
Scalar ReconNats(const Scalar* x, const Scalar* logits) {
  constexpr int kLanes = 16;
  static_assert(kDigitPixels % kLanes == 0);
  using Lanes = Eigen::Array<Scalar, kLanes, 1>;
  Lanes sum = Lanes::Zero();
  Lanes product = Lanes::Ones();
  for (int i = 0; i < kDigitPixels; i += kLanes) {
    const Eigen::Map<const Lanes> pixel(x + i);
    const Eigen::Map<const Lanes> l(logits + i);
    sum += l.max(Scalar{0}) - pixel * l;
    product *= 1 + (-l.abs()).exp();
  }
  return (sum + product.log()).sum();
}

// Some digits, and a block of draws for each.
struct Block {
  ColumnRange columns;
  int64_t number;
  Index draws;
};

// log p(x, z) - log q(z|x) for each pair, (draws, columns). The constants of the normal
// distributions cancel, and (z - mu) / sigma is eps:
//   log p(x|z) - 1/2 |z|^2 + 1/2 |eps|^2 + sum_j log_sigma_j
Eigen::ArrayXXd LogWeights(const VaeParams& params, const Matrix& x, const Posterior& q,
                           uint64_t seed, const Block& block) {
  const Index draws = block.draws;
  Matrix eps(q.mu.rows(), draws);
  Matrix z(q.mu.rows(), block.columns.count * draws);
  Eigen::ArrayXXd log_weights(draws, block.columns.count);
  for (Index i = 0; i < block.columns.count; ++i) {
    const auto column = static_cast<uint64_t>(block.columns.first + i);
    FillNormal({seed, Stream::kBoundNoise, column << 32 | static_cast<uint64_t>(block.number)},
               eps);
    auto z_of_column = z.middleCols(i * draws, draws);
    z_of_column =
        (eps.array().colwise() * q.log_sigma.col(i).array().exp()).colwise() + q.mu.col(i).array();
    log_weights.col(i) = (eps.colwise().squaredNorm() - z_of_column.colwise().squaredNorm())
                                 .transpose()
                                 .template cast<double>()
                                 .array() /
                             2 +
                         static_cast<double>(q.log_sigma.col(i).sum());
  }
  const Matrix logits = DecodeLogits(params, z);
  for (Index pair = 0; pair < logits.cols(); ++pair) {
    const Index column = block.columns.first + pair / draws;
    log_weights.data()[pair] -=
        static_cast<double>(ReconNats(x.col(column).data(), logits.col(pair).data()));
  }
  return log_weights;
}

}  // namespace

Vector ImportanceWeightedNats(const VaeParams& params, const Matrix& x, int64_t samples,
                              uint64_t seed, ThreadPool& pool) {
  eigen_assert(samples >= 1);
  Vector nats(x.cols());
  const Index per_task = static_cast<Index>(std::max<int64_t>(1, kPairs / samples));
  const Index tasks = (x.cols() + per_task - 1) / per_task;
  pool.Run(static_cast<int>(tasks), [&](int task) {
    const Index first = task * per_task;
    const ColumnRange columns{first, std::min(per_task, x.cols() - first)};
    const Posterior q = Encode(params, x.middleCols(columns.first, columns.count));
    std::vector<LogSumExp> sums(static_cast<size_t>(columns.count));
    for (int64_t drawn = 0; drawn < samples; drawn += kPairs) {
      const auto draws = static_cast<Index>(std::min(kPairs, samples - drawn));
      const Eigen::ArrayXXd log_weights =
          LogWeights(params, x, q, seed, {columns, drawn / kPairs, draws});
      for (Index i = 0; i < columns.count; ++i) {
        sums[static_cast<size_t>(i)].Add(log_weights.col(i));
      }
    }
    for (Index i = 0; i < columns.count; ++i) {
      nats(first + i) = static_cast<Scalar>(std::log(static_cast<double>(samples)) -
                                            sums[static_cast<size_t>(i)].Value());
    }
  });
  return nats;
}

Index ActiveUnits(const VaeParams& params, const Matrix& x) {
  constexpr double kLeastVariance = 0.01;
  Eigen::MatrixXd mu(params.shape().latent_dim, x.cols());
  for (Index first = 0; first < x.cols(); first += kEncoded) {
    const Index count = std::min(kEncoded, x.cols() - first);
    mu.middleCols(first, count) =
        Encode(params, x.middleCols(first, count)).mu.template cast<double>();
  }
  const Eigen::VectorXd mean = mu.rowwise().mean();
  const Eigen::ArrayXd variance = (mu.colwise() - mean).array().square().rowwise().mean();
  return (variance > kLeastVariance).count();
}

}  // namespace vae

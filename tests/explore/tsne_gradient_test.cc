#include "explore/tsne_gradient.h"

#include <gtest/gtest.h>

#include <cmath>

#include "explore/neighbours.h"
#include "explore/random_points.h"

namespace vae {
namespace {

// The map as it is when clusters have formed.
MapPoints SpreadMap(Index n, uint64_t seed) {
  MapPoints y = RandomPoints(2, n, seed).transpose().cast<double>().array();
  for (Index i = 0; i < n; ++i) y.row(i) += 12.0 * static_cast<double>(i % 3);
  return y;
}

Eigen::MatrixXd Dense(const Affinities& p) {
  Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(p.size(), p.size());
  for (Index i = 0; i < p.size(); ++i) {
    const auto row = static_cast<size_t>(i);
    for (auto k = static_cast<size_t>(p.row_start[row]);
         k < static_cast<size_t>(p.row_start[row + 1]); ++k) {
      dense(i, p.column[k]) += static_cast<double>(p.value[k]);
    }
  }
  return dense;
}

// w_ij = 1 / (1 + |y_i - y_j|^2), 0 for i = j.
Eigen::MatrixXd Kernel(const MapPoints& y) {
  Eigen::MatrixXd w = Eigen::MatrixXd::Zero(y.rows(), y.rows());
  for (Index i = 0; i < y.rows(); ++i) {
    for (Index j = 0; j < y.rows(); ++j) {
      if (i != j) w(i, j) = 1 / (1 + (y.row(i) - y.row(j)).matrix().squaredNorm());
    }
  }
  return w;
}

double Cost(const Eigen::MatrixXd& p, const MapPoints& y) {
  const Eigen::MatrixXd w = Kernel(y);
  const double z = w.sum();
  double cost = 0;
  for (Index i = 0; i < y.rows(); ++i) {
    for (Index j = 0; j < y.rows(); ++j) {
      if (p(i, j) > 0) cost += p(i, j) * std::log(p(i, j) / (w(i, j) / z));
    }
  }
  return cost;
}

// 4 sum_j (a p_ij - q_ij) w_ij (y_i - y_j)
MapPoints BruteForceGradient(const Eigen::MatrixXd& p, const MapPoints& y, double exaggeration) {
  const Eigen::MatrixXd w = Kernel(y);
  const double z = w.sum();
  MapPoints gradient = MapPoints::Zero(y.rows(), 2);
  for (Index i = 0; i < y.rows(); ++i) {
    for (Index j = 0; j < y.rows(); ++j) {
      gradient.row(i) +=
          4 * (exaggeration * p(i, j) - w(i, j) / z) * w(i, j) * (y.row(i) - y.row(j));
    }
  }
  return gradient;
}

double RelativeDifference(const MapPoints& actual, const MapPoints& expected) {
  return (actual - expected).matrix().norm() / expected.matrix().norm();
}

TEST(PerplexityTest, IsReached) {
  const Eigen::ArrayXd squared_distance =
      RandomPoints(1, 90, 1).cast<double>().array().square().transpose() * 40 + 7;
  for (const double perplexity : {1.5, 5.0, 30.0, 80.0}) {
    for (const double scale : {1e-12, 1.0, 1e12}) {
      const Eigen::ArrayXd w = PerplexityWeights(squared_distance * scale, perplexity);
      EXPECT_NEAR(w.sum(), 1, 1e-12);
      double entropy = 0;
      for (Index i = 0; i < w.size(); ++i) {
        if (w(i) > 0) entropy -= w(i) * std::log(w(i));
      }
      EXPECT_NEAR(std::exp(entropy), perplexity, 1e-5 * perplexity) << scale;
      // Nearer points weigh more.
      Index nearest = 0;
      Index heaviest = 0;
      squared_distance.minCoeff(&nearest);
      w.maxCoeff(&heaviest);
      EXPECT_EQ(nearest, heaviest);
    }
  }
}

TEST(PerplexityTest, OutOfReach) {
  const Eigen::ArrayXd equal = Eigen::ArrayXd::Constant(8, 3.0);
  EXPECT_TRUE(PerplexityWeights(equal, 2).isApprox(Eigen::ArrayXd::Constant(8, 0.125)));
  Eigen::ArrayXd two_nearest = Eigen::ArrayXd::Constant(5, 3.0);
  two_nearest.head(2).setZero();
  EXPECT_NEAR(PerplexityWeights(two_nearest, 1.2).head(2).minCoeff(), 0.5, 1e-9);
  EXPECT_NEAR(PerplexityWeights(two_nearest, 100).minCoeff(), 0.2, 1e-6);
  EXPECT_EQ(PerplexityWeights(Eigen::ArrayXd::Constant(1, 4.0), 30)(0), 1);
}

TEST(AffinitiesTest, AreTheSymmetricMeanOfTheConditionals) {
  constexpr Index kCount = 60;
  constexpr double kPerplexity = 5;
  const Matrix points = RandomPoints(4, kCount, 2);
  ThreadPool pool(2);
  const Affinities p = ComputeAffinities(points, kPerplexity, pool);
  ASSERT_EQ(p.size(), kCount);
  Eigen::MatrixXd conditional = Eigen::MatrixXd::Zero(kCount, kCount);  // p_j|i at (i, j)
  const Neighbours neighbours = NearestOthers(points, 15, pool);
  for (Index i = 0; i < kCount; ++i) {
    const Eigen::ArrayXd w =
        PerplexityWeights(neighbours.squared_distance.col(i).cast<double>(), kPerplexity);
    for (Index k = 0; k < w.size(); ++k) conditional(i, neighbours.index(k, i)) = w(k);
  }
  const Eigen::MatrixXd expected = (conditional + conditional.transpose()) / (2.0 * kCount);
  const Eigen::MatrixXd dense = Dense(p);
  EXPECT_LT((dense - expected).cwiseAbs().maxCoeff(), 1e-7 * expected.maxCoeff());
  EXPECT_NEAR(dense.sum(), 1, 1e-6);
  EXPECT_EQ(dense, Eigen::MatrixXd(dense.transpose()));
  for (Index i = 0; i < kCount; ++i) EXPECT_EQ(p.row_start[static_cast<size_t>(i)] % 8, 0);
}

TEST(TsneGradientTest, WithoutApproximationIsTheBruteForceSum) {
  ThreadPool pool(2);
  for (const Index n : {3, 5, 17, 250}) {
    const Affinities p = ComputeAffinities(RandomPoints(5, n, 3), 10, pool);
    const MapPoints far = SpreadMap(n, 4);
    const MapPoints near = far * 1e-4;  // as at the start
    for (const MapPoints& y : {far, near}) {
      for (const double exaggeration : {1.0, 12.0}) {
        const MapPoints expected = BruteForceGradient(Dense(p), y, exaggeration);
        const MapPoints actual = TsneGradient(p, y, exaggeration, 0, pool);
        EXPECT_LT(RelativeDifference(actual, expected), 1e-9) << n << " " << exaggeration;
      }
    }
  }
}

TEST(TsneGradientTest, ApproximationIsAFewPerCentOff) {
  ThreadPool pool(1);
  constexpr Index kCount = 600;
  const Affinities p = ComputeAffinities(RandomPoints(5, kCount, 5), 20, pool);
  for (const double spread : {1.0, 10.0}) {
    const MapPoints y = SpreadMap(kCount, 6) * spread;
    const MapPoints exact = BruteForceGradient(Dense(p), y, 1);
    const double at_half = RelativeDifference(TsneGradient(p, y, 1, 0.5, pool), exact);
    const double at_one = RelativeDifference(TsneGradient(p, y, 1, 1, pool), exact);
    EXPECT_LT(at_half, 0.03) << spread;
    EXPECT_GT(at_half, 1e-9) << "no approximation at all";
    EXPECT_GT(at_one, at_half) << spread;
  }
}

TEST(TsneGradientTest, AgreesWithCentralDifferencesOfTheCost) {
  ThreadPool pool(1);
  constexpr Index kCount = 40;
  constexpr double kStep = 1e-5;
  const Affinities p = ComputeAffinities(RandomPoints(3, kCount, 7), 8, pool);
  // The sum of p enters the derivative of log Z; floats leave it 1 up to rounding.
  Eigen::MatrixXd dense = Dense(p);
  dense /= dense.sum();
  const MapPoints y = SpreadMap(kCount, 8) * 0.3;
  const MapPoints gradient = TsneGradient(p, y, 1, 0, pool);
  const double scale = gradient.abs().maxCoeff();
  for (Index i = 0; i < kCount; ++i) {
    for (Index axis = 0; axis < 2; ++axis) {
      MapPoints above = y;
      MapPoints below = y;
      above(i, axis) += kStep;
      below(i, axis) -= kStep;
      const double expected = (Cost(dense, above) - Cost(dense, below)) / (2 * kStep);
      EXPECT_NEAR(gradient(i, axis), expected, 1e-6 * scale) << i << " " << axis;
    }
  }
}

TEST(TsneGradientTest, SameForAnyThreads) {
  ThreadPool one(1);
  const Affinities p = ComputeAffinities(RandomPoints(5, 900, 9), 15, one);
  const MapPoints y = SpreadMap(900, 10);
  const MapPoints expected = TsneGradient(p, y, 12, 0.5, one);
  for (const int threads : {2, 3, 8}) {
    ThreadPool pool(threads);
    const Affinities again = ComputeAffinities(RandomPoints(5, 900, 9), 15, pool);
    EXPECT_EQ(again.value, p.value);
    EXPECT_EQ(again.column, p.column);
    EXPECT_TRUE((TsneGradient(p, y, 12, 0.5, pool) == expected).all()) << threads;
  }
}

}  // namespace
}  // namespace vae

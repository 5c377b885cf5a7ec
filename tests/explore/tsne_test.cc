#include "explore/tsne.h"

#include <gtest/gtest.h>

#include <vector>

#include "explore/neighbours.h"
#include "explore/random_points.h"

namespace vae {
namespace {

constexpr Index kClusters = 5;

// Point i is of cluster i % kClusters: Gaussians around corners 12 standard deviations apart.
Matrix ClusteredPoints(Index dim, Index count) {
  Matrix points = RandomPoints(dim, count, 1);
  for (Index i = 0; i < count; ++i) points(i % kClusters, i) += 12;
  return points;
}

TsneOptions QuickOptions() {
  return {.perplexity = 15, .iterations = 300, .exaggerated_iterations = 100};
}

TEST(TsneTest, KnownClustersStayTogetherAndApart) {
  constexpr Index kCount = 500;
  const Matrix points = ClusteredPoints(8, kCount);
  ThreadPool pool(2);
  const Matrix map = Tsne(points, QuickOptions(), pool);
  ASSERT_EQ(map.rows(), 2);
  ASSERT_EQ(map.cols(), kCount);
  const Neighbours neighbours = NearestOthers(map, 10, pool);
  int same = 0;
  for (Index i = 0; i < kCount; ++i) {
    for (Index k = 0; k < 10; ++k) same += neighbours.index(k, i) % kClusters == i % kClusters;
  }
  EXPECT_GT(same, 0.99 * 10 * kCount);
  EXPECT_GT(Trustworthiness(points, map, 12, pool), 0.95);
  // The start, the first two principal components, does not have these: the descent did it.
  EXPECT_LT(Trustworthiness(points, points.topRows(2), 12, pool), 0.95);
}

TEST(TsneTest, StepByStepItIsTheSame) {
  const Matrix points = ClusteredPoints(6, 150);
  TsneOptions options = QuickOptions();
  options.iterations = 110;
  ThreadPool pool(1);
  TsneDescent descent(points, options, pool);
  const Matrix start = descent.positions();
  EXPECT_LT(start.cwiseAbs().maxCoeff(), 0.01);
  for (int i = 0; i < 110; ++i) {
    EXPECT_FALSE(descent.done());
    EXPECT_EQ(descent.steps(), i);
    descent.Step();
  }
  EXPECT_TRUE(descent.done());
  const Matrix end = descent.positions();
  EXPECT_EQ(end, Tsne(points, options, pool));
  descent.Step();
  EXPECT_EQ(descent.positions(), end) << "a step too many";
  EXPECT_EQ(TsneDescent(points.leftCols(1), options, pool).positions(), Matrix::Zero(2, 1));
}

TEST(TsneTest, IsCentred) {
  ThreadPool pool(1);
  const Matrix map = Tsne(ClusteredPoints(6, 200), QuickOptions(), pool);
  EXPECT_GT(map.cwiseAbs().maxCoeff(), 5);
  EXPECT_LT(map.rowwise().mean().norm(), 1e-4);
}

TEST(TsneTest, SameForAnyThreadsAndAgain) {
  const Matrix points = ClusteredPoints(6, 700);
  TsneOptions options = QuickOptions();
  options.iterations = 120;
  ThreadPool one(1);
  const Matrix expected = Tsne(points, options, one);
  for (const int threads : {1, 2, 3}) {
    ThreadPool pool(threads);
    EXPECT_EQ(Tsne(points, options, pool), expected) << threads;
  }
  options.seed = 2;
  EXPECT_NE(Tsne(points, options, one), expected);
}

TEST(TsneTest, EqualPointsPart) {
  ThreadPool pool(1);
  for (const Index distinct : {1, 4}) {
    const Matrix points = RandomPoints(5, distinct, 3).replicate(1, 120 / distinct);
    const Matrix map = Tsne(points, QuickOptions(), pool);
    ASSERT_TRUE(map.allFinite());
    EXPECT_GT(NearestOthers(map, 1, pool).squared_distance.minCoeff(), 0) << distinct;
  }
}

TEST(TsneTest, FewPoints) {
  ThreadPool pool(1);
  EXPECT_EQ(Tsne(Matrix(4, 0), {}, pool), Matrix(2, 0));
  EXPECT_EQ(Tsne(RandomPoints(4, 1, 4), {}, pool), Matrix::Zero(2, 1));
  for (const Index n : {2, 3, 4, 5, 10, 30}) {
    for (const Index dim : {1, 2, 10}) {
      const Matrix points = RandomPoints(dim, n, 5);
      const Matrix map = Tsne(points, {}, pool);  // the perplexity is far too large
      ASSERT_TRUE(map.allFinite()) << n << " " << dim;
      EXPECT_LT(map.rowwise().mean().norm(), 1e-3f * (1 + map.cwiseAbs().maxCoeff()));
      EXPECT_GT(NearestOthers(map, 1, pool).squared_distance.minCoeff(), 0) << n << " " << dim;
    }
  }
}

TEST(TsneTest, ReportsProgress) {
  ThreadPool pool(1);
  std::vector<int> reports;
  TsneOptions options = QuickOptions();
  options.iterations = 4;
  options.progress = [&reports](int done) { reports.push_back(done); };
  Tsne(RandomPoints(3, 50, 6), options, pool);
  EXPECT_EQ(reports, (std::vector<int>{1, 2, 3, 4}));
}

}  // namespace
}  // namespace vae

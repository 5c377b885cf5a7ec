#include "explore/neighbours.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "explore/random_points.h"

namespace vae {
namespace {

// (squared distance, index) of all points but `except`, nearest first.
std::vector<std::pair<double, Index>> SortedByDistance(const Matrix& points, const Vector& query,
                                                       Index except = -1) {
  std::vector<std::pair<double, Index>> sorted;
  for (Index i = 0; i < points.cols(); ++i) {
    if (i == except) continue;
    sorted.emplace_back((points.col(i) - query).cast<double>().squaredNorm(), i);
  }
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

// Points on a coarse lattice, where many distances are equal, and exact in float.
Matrix LatticePoints(Index dim, Index count, uint64_t seed) {
  return RandomPoints(dim, count, seed).array().round();
}

TEST(NeighboursTest, AgreeWithSorting) {
  ThreadPool pool(2);
  for (const Index n : {1, 2, 31, 32, 33, 300}) {
    for (const Index dim : {1, 2, 3, 10}) {
      for (const bool lattice : {false, true}) {
        const Matrix points = lattice ? LatticePoints(dim, n, 1) : RandomPoints(dim, n, 1);
        const Matrix queries = lattice ? LatticePoints(dim, 80, 2) : RandomPoints(dim, 80, 2);
        for (const Index k : {Index{1}, std::min<Index>(n, 12), n}) {
          const Neighbours found = NearestNeighbours(points, queries, k, pool);
          ASSERT_EQ(found.index.rows(), k);
          ASSERT_EQ(found.index.cols(), 80);
          for (Index q = 0; q < 80; ++q) {
            const auto expected = SortedByDistance(points, queries.col(q));
            for (Index i = 0; i < k; ++i) {
              const auto [distance, index] = expected[static_cast<size_t>(i)];
              ASSERT_EQ(found.index(i, q), index) << n << " " << dim << " " << lattice << " " << k;
              ASSERT_NEAR(static_cast<double>(found.squared_distance(i, q)), distance,
                          1e-5 * distance);
            }
          }
        }
      }
    }
  }
}

TEST(NeighboursTest, OthersLeaveOutThePointItself) {
  ThreadPool pool(1);
  for (const bool lattice : {false, true}) {
    const Matrix points = lattice ? LatticePoints(3, 150, 4) : RandomPoints(3, 150, 4);
    for (const Index k : {1, 20, 149}) {
      const Neighbours found = NearestOthers(points, k, pool);
      for (Index q = 0; q < points.cols(); ++q) {
        const auto expected = SortedByDistance(points, points.col(q), q);
        for (Index i = 0; i < k; ++i) {
          ASSERT_EQ(found.index(i, q), expected[static_cast<size_t>(i)].second) << k << " " << q;
        }
      }
    }
  }
}

TEST(NeighboursTest, EqualPointsAreAtNoDistanceInTheirOrder) {
  ThreadPool pool(1);
  const Matrix points = RandomPoints(10, 1, 5).replicate(1, 100);
  const Neighbours found = NearestOthers(points, 3, pool);
  EXPECT_TRUE(found.squared_distance.isZero(0));
  for (Index q = 0; q < 100; ++q) {
    for (Index i = 0; i < 3; ++i) EXPECT_EQ(found.index(i, q), i < q ? i : i + 1) << q;
  }
}

TEST(NeighboursTest, DistancesBeyondFloatAreStillNeighbours) {
  ThreadPool pool(1);
  const Matrix points{{3e30f, 1.0f, -3e30f}};
  const Matrix queries{{0.0f, std::numeric_limits<float>::quiet_NaN()}};
  const Neighbours found = NearestNeighbours(points, queries, 3, pool);
  EXPECT_EQ(found.index.col(0), (Eigen::Vector3i{1, 0, 2}));
  EXPECT_EQ(found.index.col(1), (Eigen::Vector3i{0, 1, 2}));
  EXPECT_TRUE(found.squared_distance.allFinite());
}

TEST(NeighboursTest, SameForAnyThreads) {
  const Matrix points = RandomPoints(4, 500, 6);
  ThreadPool one(1);
  const Neighbours expected = NearestOthers(points, 15, one);
  for (const int threads : {2, 3}) {
    ThreadPool pool(threads);
    const Neighbours found = NearestOthers(points, 15, pool);
    EXPECT_EQ(found.index, expected.index);
    EXPECT_EQ(found.squared_distance, expected.squared_distance);
  }
}

// ---- placing

TEST(PlaceByNeighboursTest, IsTheWeightedMean) {
  const Matrix points{{0.0f, 1.0f, 3.0f, 50.0f}};
  const Matrix positions{{10.0f, 20.0f, 40.0f, 1000.0f}, {1.0f, -1.0f, 5.0f, 1000.0f}};
  // Distances 0.25, 0.75 and s = 2.75; the fourth point is no neighbour.
  const double s2 = 2.75 * 2.75;
  const double a = std::exp(-0.25 * 0.25 / (2 * s2));
  const double b = std::exp(-0.75 * 0.75 / (2 * s2));
  const double c = std::exp(-0.5);
  const Vector place = PlaceByNeighbours(points, positions, Vector{{0.25f}}, 3);
  EXPECT_NEAR(static_cast<double>(place(0)), (10 * a + 20 * b + 40 * c) / (a + b + c), 1e-5);
  EXPECT_NEAR(static_cast<double>(place(1)), (a - b + 5 * c) / (a + b + c), 1e-6);
}

TEST(PlaceByNeighboursTest, KnownPointsKeepTheirPlace) {
  const Matrix points = RandomPoints(10, 200, 7);
  const Matrix positions = RandomPoints(2, 200, 8) * 50;
  for (Index i = 0; i < points.cols(); ++i) {
    EXPECT_EQ(PlaceByNeighbours(points, positions, points.col(i), 12), positions.col(i)) << i;
  }
}

TEST(PlaceByNeighboursTest, StaysAmongItsNeighbours) {
  const Matrix points = RandomPoints(3, 100, 9);
  const Matrix positions = RandomPoints(2, 100, 10);
  const Matrix queries = RandomPoints(3, 50, 11) * 2;
  ThreadPool pool(1);
  const Neighbours found = NearestNeighbours(points, queries, 5, pool);
  for (Index q = 0; q < queries.cols(); ++q) {
    const Vector place = PlaceByNeighbours(points, positions, queries.col(q), 5);
    // Inside the convex hull: in no direction further than the furthest neighbour.
    for (int step = 0; step < 36; ++step) {
      const double angle = std::acos(-1.0) / 18 * step;
      const Vector direction{
          {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))}};
      float furthest = -1e9f;
      for (Index i = 0; i < 5; ++i) {
        furthest = std::max(furthest, direction.dot(positions.col(found.index(i, q))));
      }
      EXPECT_LE(direction.dot(place), furthest + 1e-5f);
    }
  }
}

TEST(PlaceByNeighboursTest, OneNeighbourOrPointsFarBeyondFloat) {
  const Matrix points{{0.0f, 1.0f}};
  const Matrix positions{{5.0f, 9.0f}};
  EXPECT_EQ(PlaceByNeighbours(points, positions, Vector{{0.9f}}, 1)(0), 9);
  const Vector far = PlaceByNeighbours(points, positions, Vector{{3e38f}}, 2);
  EXPECT_NEAR(static_cast<double>(far(0)), 7, 1e-5);
}

// ---- trustworthiness

// The formula, with ranks by sorting.
double LiteralTrustworthiness(const Matrix& points, const Matrix& positions, Index k) {
  const Index n = points.cols();
  double sum = 0;
  for (Index i = 0; i < n; ++i) {
    const auto truth = SortedByDistance(points, points.col(i), i);
    const auto map = SortedByDistance(positions, positions.col(i), i);
    for (Index j = 0; j < k; ++j) {
      const Index neighbour = map[static_cast<size_t>(j)].second;
      Index rank = 1;
      while (truth[static_cast<size_t>(rank - 1)].second != neighbour) ++rank;
      sum += static_cast<double>(std::max<Index>(0, rank - k));
    }
  }
  return 1 - 2 / static_cast<double>(n * k * (2 * n - 3 * k - 1)) * sum;
}

TEST(TrustworthinessTest, AgreesWithTheFormula) {
  ThreadPool pool(2);
  for (const Index n : {10, 64, 150}) {
    const Matrix points = RandomPoints(5, n, 12);
    const Matrix noisy = points.topRows(2) + RandomPoints(2, n, 13) * 0.3f;
    const Matrix lattice = LatticePoints(5, n, 14);
    for (const Index k : {1, 3, 5}) {
      for (const auto& [truth, map] :
           {std::pair(points, noisy), std::pair(points, RandomPoints(2, n, 15)),
            std::pair(lattice, Matrix(lattice.topRows(2)))}) {
        const double expected = LiteralTrustworthiness(truth, map, k);
        ASSERT_LT(expected, 1);
        EXPECT_NEAR(Trustworthiness(truth, map, k, pool), expected, 1e-12) << n << " " << k;
      }
    }
  }
}

TEST(TrustworthinessTest, OneForTheTruthAndHalfForNoise) {
  ThreadPool pool(1);
  const Matrix points = RandomPoints(2, 300, 16);
  EXPECT_EQ(Trustworthiness(points, points, 12, pool), 1);
  EXPECT_EQ(Trustworthiness(points, points * 3, 12, pool), 1);
  EXPECT_NEAR(Trustworthiness(points, RandomPoints(2, 300, 17), 12, pool), 0.5, 0.05);
}

}  // namespace
}  // namespace vae

#include "explore/pca.h"

#include <gtest/gtest.h>

#include <Eigen/QR>
#include <cmath>

#include "explore/random_points.h"

namespace vae {
namespace {

// Four points on the diagonals of a rectangle turned by 45 degrees: done by hand.
TEST(PcaTest, HandComputed) {
  const Matrix points{{1.0f + 3, 1.0f - 3, 1.0f + 1, 1.0f - 1},
                      {2.0f + 3, 2.0f - 3, 2.0f - 1, 3.0f}};
  const Pca pca = FitPca(points, 2);
  const float half = std::sqrt(0.5f);
  EXPECT_TRUE(pca.mean.isApprox(Vector{{1.0f, 2.0f}}, 1e-6f));
  EXPECT_TRUE(pca.axes.col(0).isApprox(Vector{{half, half}}, 1e-6f)) << pca.axes;
  // (1, -1) or (-1, 1): both components are largest, so only the direction is fixed.
  EXPECT_NEAR(std::abs(pca.axes.col(1).dot(Vector{{half, -half}})), 1, 1e-6);
  EXPECT_TRUE(pca.variance.isApprox(Vector{{36.0f / 3, 4.0f / 3}}, 1e-6f)) << pca.variance;
  const Matrix projected = Project(pca, points);
  EXPECT_NEAR(static_cast<double>(projected(0, 0)), std::sqrt(18.0), 1e-5);
  EXPECT_NEAR(static_cast<double>(projected(1, 0)), 0, 1e-5);
  EXPECT_NEAR(std::abs(static_cast<double>(projected(1, 2))), std::sqrt(2.0), 1e-5);
}

TEST(PcaTest, FindsARandomRotationAgain) {
  constexpr Index kDim = 6;
  const Vector deviation{{9.0f, 5.0f, 3.0f, 1.0f, 0.5f, 0.1f}};
  const Vector mean = RandomPoints(kDim, 1, 3) * 10;
  for (uint64_t seed = 10; seed < 15; ++seed) {
    const Matrix rotation =
        Eigen::HouseholderQR<Matrix>(RandomPoints(kDim, kDim, seed)).householderQ();
    const Matrix points =
        (rotation * (deviation.asDiagonal() * RandomPoints(kDim, 5000, seed + 100))).colwise() +
        mean;
    const Pca pca = FitPca(points, 4);
    EXPECT_TRUE((pca.axes.transpose() * pca.axes).isIdentity(1e-5f));
    EXPECT_LT((pca.mean - mean).norm(), 0.5);
    for (Index i = 0; i < 4; ++i) {
      EXPECT_GT(std::abs(pca.axes.col(i).dot(rotation.col(i))), 0.99f) << seed << " " << i;
      EXPECT_NEAR(std::sqrt(static_cast<double>(pca.variance(i))),
                  static_cast<double>(deviation(i)), 0.05 * static_cast<double>(deviation(i)));
      Index largest = 0;
      pca.axes.col(i).cwiseAbs().maxCoeff(&largest);
      EXPECT_GT(pca.axes(largest, i), 0);
    }
  }
}

TEST(PcaTest, VarianceIsThatOfTheProjectedPoints) {
  const Matrix points = RandomPoints(4, 50, 9);
  const Pca pca = FitPca(points, 4);
  const Matrix projected = Project(pca, points);
  EXPECT_LT(projected.rowwise().mean().norm(), 1e-5);
  const Matrix covariance = projected * projected.transpose() / 49;
  EXPECT_TRUE(covariance.isApprox(Matrix(pca.variance.asDiagonal()), 1e-4f));
  for (Index i = 1; i < 4; ++i) EXPECT_GE(pca.variance(i - 1), pca.variance(i));
}

TEST(PcaTest, UnprojectIsTheWayBack) {
  const Matrix points = RandomPoints(5, 30, 4);
  const Pca all = FitPca(points, 5);
  EXPECT_TRUE(Unproject(all, Project(all, points)).isApprox(points, 1e-5f));
  const Pca plane = FitPca(points, 2);
  const Matrix coordinates = RandomPoints(2, 7, 5);
  EXPECT_TRUE(Project(plane, Unproject(plane, coordinates)).isApprox(coordinates, 1e-5f));
}

TEST(PcaTest, PointsThatDoNotVary) {
  const Pca pca = FitPca(Vector{{1.0f, 2.0f, 3.0f}}.replicate(1, 4), 2);
  EXPECT_TRUE(pca.variance.isZero(0));
  EXPECT_TRUE((pca.axes.transpose() * pca.axes).isIdentity(1e-5f));
}

}  // namespace
}  // namespace vae

#include "explore/grids.h"

#include <gtest/gtest.h>

#include <cmath>

#include "explore/random_points.h"

namespace vae {
namespace {

double NormalCdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

TEST(ManifoldGridTest, StandsAtQuantilesSmallLeftAndAtTheBottom) {
  constexpr Index kSide = 5;
  const Matrix z = ManifoldGrid(4, kSide, 3, 1);
  ASSERT_EQ(z.rows(), 4);
  ASSERT_EQ(z.cols(), kSide * kSide);
  EXPECT_TRUE(z.row(0).isZero(0));
  EXPECT_TRUE(z.row(2).isZero(0));
  for (Index row = 0; row < kSide; ++row) {
    for (Index column = 0; column < kSide; ++column) {
      const Index cell = row * kSide + column;
      EXPECT_NEAR(NormalCdf(static_cast<double>(z(3, cell))),
                  (static_cast<double>(column) + 0.5) / kSide, 1e-6);
      EXPECT_NEAR(NormalCdf(static_cast<double>(z(1, cell))),
                  (static_cast<double>(kSide - 1 - row) + 0.5) / kSide, 1e-6);
    }
  }
  // The top left corner: smallest across, largest down.
  EXPECT_NEAR(static_cast<double>(z(3, 0)), -1.2815516, 1e-6);
  EXPECT_NEAR(static_cast<double>(z(1, 0)), 1.2815516, 1e-6);
}

TEST(ManifoldGridTest, IsSymmetric) {
  for (const Index side : {1, 2, 7, 20}) {
    const Matrix z = ManifoldGrid(2, side, 0, 1);
    EXPECT_LT((z + z.rowwise().reverse()).cwiseAbs().maxCoeff(), 1e-6) << side;
  }
  EXPECT_EQ(ManifoldGrid(2, 1, 0, 1), Matrix::Zero(2, 1));
}

TEST(ManifoldLineTest, IsTheBottomOfTheGrid) {
  const Matrix z = ManifoldLine(3, 7, 2);
  ASSERT_EQ(z.rows(), 3);
  ASSERT_EQ(z.cols(), 7);
  EXPECT_TRUE(z.topRows(2).isZero(0));
  EXPECT_EQ(z.row(2), ManifoldGrid(3, 7, 2, 0).bottomRightCorner(1, 7));
}

TEST(TraversalTest, OneDimensionIsARowOfAll) {
  const Vector center = RandomPoints(4, 1, 3);
  const Matrix all = Traversal(center, 6, 2);
  for (Index along = 0; along < 4; ++along) {
    EXPECT_EQ(TraverseOne(center, along, 6, 2), all.middleCols(along * 6, 6));
  }
}

TEST(TraversalTest, MovesOneDimensionARow) {
  const Vector center = RandomPoints(3, 1, 1);
  const Matrix z = Traversal(center, 5, 3);
  ASSERT_EQ(z.rows(), 3);
  ASSERT_EQ(z.cols(), 15);
  const Vector expected{{-3.0f, -1.5f, 0.0f, 1.5f, 3.0f}};
  for (Index row = 0; row < 3; ++row) {
    for (Index i = 0; i < 5; ++i) {
      for (Index j = 0; j < 3; ++j) {
        EXPECT_EQ(z(j, row * 5 + i), j == row ? expected(i) : center(j));
      }
    }
  }
}

TEST(InterpolateTest, EndsAreExact) {
  const Matrix points = RandomPoints(7, 2, 2);
  for (const Path path : {Path::kLinear, Path::kSpherical}) {
    for (const Index steps : {2, 3, 10}) {
      const Matrix z = Interpolate(points.col(0), points.col(1), steps, path);
      ASSERT_EQ(z.cols(), steps);
      EXPECT_EQ(z.col(0), points.col(0));
      EXPECT_EQ(z.col(steps - 1), points.col(1));
    }
  }
}

TEST(InterpolateTest, LinearIsStraightAndEven) {
  const Vector a{{0.0f, 4.0f}};
  const Vector b{{8.0f, 0.0f}};
  const Matrix z = Interpolate(a, b, 5, Path::kLinear);
  const Matrix expected{{0.0f, 2.0f, 4.0f, 6.0f, 8.0f}, {4.0f, 3.0f, 2.0f, 1.0f, 0.0f}};
  EXPECT_TRUE(z.isApprox(expected, 1e-6f)) << z;
}

// A quarter of a circle in steps of 22.5 degrees, its radius growing from 1 to 3.
TEST(InterpolateTest, SphericalTurnsEvenlyAndInterpolatesTheLength) {
  const Vector a{{1.0f, 0.0f, 0.0f}};
  const Vector b{{0.0f, 0.0f, 3.0f}};
  const Matrix z = Interpolate(a, b, 5, Path::kSpherical);
  for (Index i = 0; i < 5; ++i) {
    const double length = 1 + 0.5 * static_cast<double>(i);
    const double angle = std::acos(-1.0) / 8 * static_cast<double>(i);
    EXPECT_NEAR(static_cast<double>(z(0, i)), length * std::cos(angle), 1e-6) << i;
    EXPECT_EQ(z(1, i), 0) << i;
    EXPECT_NEAR(static_cast<double>(z(2, i)), length * std::sin(angle), 1e-6) << i;
  }
}

TEST(InterpolateTest, SphericalKeepsTheLengthInAnyDimension) {
  Matrix ends = RandomPoints(20, 2, 5);
  ends.colwise().normalize();
  const Matrix z = Interpolate(4 * ends.col(0), 4 * ends.col(1), 9, Path::kSpherical);
  for (Index i = 0; i < z.cols(); ++i) EXPECT_NEAR(static_cast<double>(z.col(i).norm()), 4, 1e-5);
  // The straight line does not: the test could fail.
  const Matrix line = Interpolate(4 * ends.col(0), 4 * ends.col(1), 9, Path::kLinear);
  EXPECT_LT(static_cast<double>(line.col(4).norm()), 3.7);
}

TEST(InterpolateTest, SphericalWithoutAnAngleIsTheLine) {
  const Vector a{{1.0f, 2.0f, -2.0f}};
  const Vector nearly = a + Vector{{1e-7f, 0.0f, 0.0f}};
  for (const Vector& b : {Vector(-2 * a), Vector(3 * a), a, nearly, Vector(Vector::Zero(3))}) {
    const Matrix expected = Interpolate(a, b, 6, Path::kLinear);
    EXPECT_TRUE(Interpolate(a, b, 6, Path::kSpherical).isApprox(expected, 1e-5f));
    EXPECT_TRUE(Interpolate(b, a, 6, Path::kSpherical).allFinite());
  }
  const Vector zero = Vector::Zero(2);
  EXPECT_EQ(Interpolate(zero, zero, 3, Path::kSpherical), Matrix::Zero(2, 3));
}

}  // namespace
}  // namespace vae

#include "core/noise.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tensor_util.h"

namespace vae {
namespace {

constexpr RandomKey kKey{5, Stream::kInputNoise, 7};

Matrix Grey(Scalar value) { return Matrix::Constant(kDigitPixels, 200, value); }

double Mean(const Matrix& x) { return x.cast<double>().mean(); }

// Five standard errors of a mean of independent values with this standard deviation.
double Tolerance(double deviation) { return 5 * deviation / std::sqrt(784.0 * 200); }

TEST(NoiseTest, NoneChangesNothing) {
  Matrix x = SomeDigits(3);
  AddNoise({}, kKey, x);
  EXPECT_EQ(x, SomeDigits(3));
}

TEST(NoiseTest, BernoulliDrawsWithTheGreyValueAsProbability) {
  for (const Scalar grey : {Scalar{0}, Scalar{0.25f}, Scalar{0.9f}, Scalar{1}}) {
    Matrix x = Grey(grey);
    AddNoise({NoiseKind::kBernoulli, 1}, kKey, x);
    EXPECT_TRUE((x.array() == 0 || x.array() == 1).all());
    const double p = static_cast<double>(grey);
    EXPECT_NEAR(Mean(x), p, Tolerance(std::sqrt(p * (1 - p))));
  }
}

TEST(NoiseTest, BernoulliLeavesTheRestGrey) {
  Matrix x = Grey(Scalar{0.25f});
  AddNoise({NoiseKind::kBernoulli, 0.6}, kKey, x);
  const double ones = (x.array() == 1).cast<double>().mean();
  const double zeros = (x.array() == 0).cast<double>().mean();
  EXPECT_NEAR(ones, 0.15, Tolerance(0.36));
  EXPECT_NEAR(zeros, 0.45, Tolerance(0.5));
  EXPECT_NEAR((x.array() == Scalar{0.25f}).cast<double>().mean(), 0.4, Tolerance(0.5));
}

TEST(NoiseTest, SaltAndPepperHitsItsShareEvenly) {
  Matrix x = Grey(Scalar{0.5f});
  AddNoise({NoiseKind::kSaltAndPepper, 0.3}, kKey, x);
  const double salt = (x.array() == 1).cast<double>().mean();
  const double pepper = (x.array() == 0).cast<double>().mean();
  EXPECT_NEAR(salt, 0.15, Tolerance(0.36));
  EXPECT_NEAR(pepper, 0.15, Tolerance(0.36));
  EXPECT_NEAR((x.array() == Scalar{0.5f}).cast<double>().mean(), 0.7, Tolerance(0.46));
}

TEST(NoiseTest, GaussianStaysInRange) {
  Matrix x = Grey(Scalar{0.5f});
  AddNoise({NoiseKind::kGaussian, 0.1}, kKey, x);
  EXPECT_NEAR(Mean(x), 0.5, Tolerance(0.1));
  EXPECT_NEAR(std::sqrt((x.array() - Scalar{0.5f}).square().cast<double>().mean()), 0.1, 0.002);
  AddNoise({NoiseKind::kGaussian, 2}, kKey, x);
  EXPECT_GE(x.minCoeff(), 0);
  EXPECT_LE(x.maxCoeff(), 1);
}

TEST(NoiseTest, RepeatsByKeyAndDoesNotDependOnTheBatch) {
  for (const NoiseKind kind :
       {NoiseKind::kBernoulli, NoiseKind::kSaltAndPepper, NoiseKind::kGaussian}) {
    Matrix many = SomeDigits(4), again = SomeDigits(4), few = SomeDigits(2), other = SomeDigits(4);
    AddNoise({kind, 0.4}, kKey, many);
    AddNoise({kind, 0.4}, kKey, again);
    AddNoise({kind, 0.4}, kKey, few);
    AddNoise({kind, 0.4}, {5, Stream::kInputNoise, 8}, other);
    EXPECT_EQ(many, again);
    EXPECT_EQ(many.leftCols(2), few);
    Matrix parts = SomeDigits(4);
    AddNoise({kind, 0.4}, kKey, {1, 3}, parts);
    AddNoise({kind, 0.4}, kKey, {0, 1}, parts);
    EXPECT_EQ(many, parts);
    EXPECT_NE(many, other);
  }
}

}  // namespace
}  // namespace vae

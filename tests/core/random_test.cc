#include "core/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <utility>

namespace vae {
namespace {

using Words = std::array<uint32_t, 4>;

// Known answers published with Random123 (kat_vectors, "philox4x32 10").
TEST(PhiloxTest, PublishedVectors) {
  EXPECT_EQ(Philox4x32({0, 0, 0, 0}, {0, 0}),
            (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(Philox4x32({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(Philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

// P(N(0, 1) < z) by the C library's error function.
double NormalCdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

TEST(InverseNormalCdfTest, InvertsTheNormalCdf) {
  for (const double p : {1e-9, 1e-4, 0.0749, 0.0751, 0.3, 0.5, 0.6, 0.9251, 0.999, 1 - 1e-9}) {
    EXPECT_NEAR(NormalCdf(InverseNormalCdf(p)) / p, 1, 1e-13) << p;
  }
  EXPECT_EQ(InverseNormalCdf(0.5), 0);
  EXPECT_NEAR(InverseNormalCdf(0.975), 1.959963984540054, 1e-15);
  EXPECT_NEAR(InverseNormalCdf(1e-20), -9.262340089798408, 1e-14);
}

TEST(NormalTest, MomentsOfAMillion) {
  Matrix values(1000, 1000);
  FillNormal({42, Stream::kSample, 0}, values);
  const Eigen::ArrayXd x = values.reshaped().cast<double>().array();
  // Five standard errors of each estimate.
  EXPECT_NEAR(x.mean(), 0, 5e-3);
  EXPECT_NEAR(x.square().mean(), 1, 5 * std::sqrt(2e-6));
  EXPECT_NEAR(x.cube().mean(), 0, 5 * std::sqrt(15e-6));
  EXPECT_NEAR(x.pow(4).mean(), 3, 5 * std::sqrt(96e-6));
  EXPECT_NEAR((x < -1.959963984540054).cast<double>().mean(), 0.025, 5 * std::sqrt(0.024e-6));
  EXPECT_GT(x.maxCoeff(), 4.2);
  EXPECT_LT(x.abs().maxCoeff(), 6.4);
}

// FNV-1a over the bits of the numbers as floats.
uint32_t Fingerprint(const Matrix& values) {
  uint32_t hash = 2166136261u;
  for (const Scalar value : values.reshaped()) {
    const auto narrow = static_cast<float>(value);
    std::array<unsigned char, sizeof narrow> bytes;
    std::memcpy(bytes.data(), &narrow, sizeof narrow);
    for (const unsigned char byte : bytes) hash = (hash ^ byte) * 16777619u;
  }
  return hash;
}

// The same constant natively and under Node: a number that differs in its last bit anywhere in the
// sequence changes it.
TEST(NormalTest, SameBitsOnEveryPlatform) {
  Matrix values(784, 1000);
  FillNormal({2013, Stream::kTrainNoise, 1312'6114}, values);
  EXPECT_EQ(Fingerprint(values), 3794861542u);
}

TEST(NormalTest, ElementsDependOnKeyAndPositionOnly) {
  Matrix few(5, 3);
  Matrix many(5, 8);
  FillNormal({7, Stream::kSample, 9}, few);
  FillNormal({7, Stream::kSample, 9}, many);
  EXPECT_EQ(few, many.leftCols(3));
  for (const RandomKey& other :
       {RandomKey{8, Stream::kSample, 9}, RandomKey{7, Stream::kSample, 10},
        RandomKey{7, Stream::kTestNoise, 9}, RandomKey{7, Stream::kSample, 9 + (uint64_t{1} << 32)},
        RandomKey{7 + (uint64_t{1} << 32), Stream::kSample, 9}}) {
    Matrix values(5, 8);
    FillNormal(other, values);
    EXPECT_EQ((values.array() == many.array()).count(), 0);
  }
}

TEST(UniformTest, FillsTheInterval) {
  Weights values(500, 784);
  FillUniform({3, Stream::kWeights, 0}, Scalar{0.5}, values);
  const double standard_error = 0.5 / std::sqrt(3.0 * static_cast<double>(values.size()));
  EXPECT_NEAR(static_cast<double>(values.mean()), 0, 5 * standard_error);
  EXPECT_LE(values.cwiseAbs().maxCoeff(), Scalar{0.5});
  EXPECT_LT(values.minCoeff(), Scalar{-0.4999f});
  EXPECT_GT(values.maxCoeff(), Scalar{0.4999f});
}

// By the definition, a number at a time.
TEST(UniformTest, IsPhiloxWordByWord) {
  const RandomKey key{7 + (uint64_t{3} << 32), Stream::kInputNoise, 9 + (uint64_t{5} << 32)};
  Weights values(3, 67);
  FillUniform(key, Scalar{0.5}, values);
  for (uint32_t i = 0; i < uint32_t{3 * 67}; ++i) {
    const Words words = Philox4x32({i / 4, 5, 9, 5}, {7, 3});
    const double uniform = (static_cast<double>(words[i % 4]) + 0.5) * 0x1p-32;
    EXPECT_EQ(values.data()[i], static_cast<Scalar>((2 * uniform - 1) * 0.5)) << i;
  }
}

TEST(UniformTest, PartsGiveTheWhole) {
  Weights whole(1, 500), parts(1, 500);
  Matrix normal(500, 1), normal_parts(500, 1);
  FillUniform({7, Stream::kSample, 9}, 1, whole);
  FillNormal({7, Stream::kSample, 9}, normal);
  for (const auto& [first, count] : {std::pair{204u, 296u}, {0u, 4u}, {4u, 200u}}) {
    FillUniform({7, Stream::kSample, 9}, 1, first, {parts.data() + first, count});
    FillNormal({7, Stream::kSample, 9}, first, {normal_parts.data() + first, count});
  }
  EXPECT_EQ(parts, whole);
  EXPECT_EQ(normal_parts, normal);
}

TEST(PermutationTest, IsAPermutationAndUniform) {
  std::vector<uint32_t> order = Permutation({5, Stream::kShuffle, 3}, 1000);
  EXPECT_NE(order, Permutation({5, Stream::kShuffle, 4}, 1000));
  EXPECT_FALSE(std::is_sorted(order.begin(), order.end()));
  std::sort(order.begin(), order.end());
  for (uint32_t i = 0; i < 1000; ++i) ASSERT_EQ(order[i], i);

  // All 6 orders of 3 things equally often: chi-square with 5 degrees of freedom, p = 1e-5 at 30.9.
  std::array<int, 27> counts = {};
  constexpr int kTrials = 6000;
  for (uint64_t i = 0; i < kTrials; ++i) {
    const auto p = Permutation({5, Stream::kShuffle, i}, 3);
    ++counts[p[0] * 9 + p[1] * 3 + p[2]];
  }
  double chi_square = 0;
  for (const int count : counts) {
    if (count > 0) chi_square += (count - 1000.0) * (count - 1000.0) / 1000.0;
  }
  EXPECT_EQ(std::count_if(counts.begin(), counts.end(), [](int c) { return c > 0; }), 6);
  EXPECT_LT(chi_square, 30.9);
}

TEST(PermutationTest, SmallSizes) {
  EXPECT_TRUE(Permutation({}, 0).empty());
  EXPECT_EQ(Permutation({}, 1), std::vector<uint32_t>{0});
}

}  // namespace
}  // namespace vae

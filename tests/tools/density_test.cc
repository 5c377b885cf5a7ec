#include "evaluate/density.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace tools {
namespace {

// From -10 to 10 in steps of 0.001.
std::vector<double> Places() {
  std::vector<double> places;
  for (int i = -10000; i <= 10000; ++i) places.push_back(i / 1000.0);
  return places;
}

TEST(KernelDensityTest, IntegralIsTheShareOfAll) {
  double integral = 0;
  for (const double d : KernelDensity({-1, 0.5, 0.6, 2}, 10, Places())) integral += d / 1000;
  EXPECT_NEAR(integral, 0.4, 1e-6);
}

TEST(KernelDensityTest, OfEqualValuesIsANarrowPeak) {
  const double top = 1 / (0.02 * std::sqrt(2 * std::numbers::pi));
  const std::vector<double> density = KernelDensity({3, 3, 3}, 3, {3, 3.02, 2.98, 4});
  EXPECT_DOUBLE_EQ(density[0], top);
  EXPECT_NEAR(density[1], top * std::exp(-0.5), 1e-9);
  EXPECT_NEAR(density[2], top * std::exp(-0.5), 1e-9);
  EXPECT_NEAR(density[3], 0, 1e-9);
}

TEST(KernelDensityTest, IsAsWideAsSilvermansRule) {
  // Two kernels at -1 and 1: sigma is 1.
  const double width = 1.06 * std::pow(2, -0.2);
  const double expected =
      std::exp(-0.5 / (width * width)) / (width * std::sqrt(2 * std::numbers::pi));
  EXPECT_NEAR(KernelDensity({-1, 1}, 2, {0})[0], expected, 1e-12);
}

TEST(KernelDensityTest, OfNothingIsNothing) {
  EXPECT_EQ(KernelDensity({}, 5, {0, 1}), (std::vector<double>{0, 0}));
}

}  // namespace
}  // namespace tools

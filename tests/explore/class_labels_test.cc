#include "explore/class_labels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace vae {
namespace {

TEST(ClassLabelsTest, MediansOfEachClassWithoutStrays) {
  Matrix positions(2, 6);
  positions << 1, 2, 3, 100, -5, -7,  //
      4, 5, 6, 100, 0, 0;
  const std::vector<uint8_t> labels = {3, 3, 3, 3, 9, 9};
  const Matrix medians = ClassMedians(positions, labels);
  ASSERT_EQ(medians.cols(), 10);
  EXPECT_EQ(medians(0, 3), 3);  // the upper one of two in the middle
  EXPECT_EQ(medians(1, 3), 6);
  EXPECT_EQ(medians(0, 9), -5);
  EXPECT_TRUE(std::isnan(medians(0, 0)) && std::isnan(medians(1, 0)));
}

TEST(ClassLabelsTest, AsManyClassesAsAskedFor) {
  Matrix positions(2, 3);
  positions << 1, 2, 3,  //
      4, 5, 6;
  const std::vector<uint8_t> labels = {25, 26, 3};
  const Matrix medians = ClassMedians(positions, labels, 26);
  ASSERT_EQ(medians.cols(), 26);
  EXPECT_EQ(medians(0, 25), 1);
  EXPECT_EQ(medians(1, 3), 6);
  EXPECT_EQ(medians.array().isNaN().count(), 2 * 24);
}

TEST(ClassLabelsTest, ApartByAsLittleAsNeeded) {
  Matrix places(2, 4);
  places << 0, 1, 50, NAN,  //
      0, 0, 50, NAN;
  KeepApart(places, 4);
  EXPECT_NEAR((places.col(0) - places.col(1)).norm(), 4, 1e-4);
  EXPECT_NEAR(places(0, 0), -1.5, 1e-4);
  EXPECT_NEAR(places(0, 1), 2.5, 1e-4);
  EXPECT_EQ(places(0, 2), 50);
  EXPECT_TRUE(std::isnan(places(0, 3)));
}

TEST(ClassLabelsTest, TenOnOneHeap) {
  Matrix places(2, 10);
  for (Index i = 0; i < 10; ++i) {
    places.col(i) << std::cos(static_cast<Scalar>(i)), std::sin(static_cast<Scalar>(i));
  }
  KeepApart(places, Scalar{0.8f});
  for (Index i = 0; i < 10; ++i) {
    for (Index j = 0; j < i; ++j) EXPECT_GT((places.col(i) - places.col(j)).norm(), 0.72);
  }
}

}  // namespace
}  // namespace vae

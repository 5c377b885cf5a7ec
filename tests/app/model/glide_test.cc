#include "app/model/glide.h"

#include <gtest/gtest.h>

namespace app {
namespace {

TEST(GlideTest, GoesFromWhereItIsToTheEndWithoutOvershooting) {
  Glide glide;
  glide.Jump(vae::Vector::Constant(2, 1));
  glide.Start(vae::Vector::Constant(2, 3), 10);
  EXPECT_TRUE(glide.moving());
  float last = 1;
  for (double t = 10; t < 11; t += 0.01) {
    glide.Advance(t);
    EXPECT_GE(glide.z_shown()(0), last);
    EXPECT_LE(glide.z_shown()(0), 3);
    last = glide.z_shown()(0);
  }
  EXPECT_FALSE(glide.moving());
  EXPECT_EQ(last, 3);
  EXPECT_FALSE(glide.Advance(12)) << "nothing moves, nothing need be drawn";
}

TEST(GlideTest, StartsAgainFromTheMiddle) {
  Glide glide;
  glide.Jump(vae::Vector::Zero(1));
  glide.Start(vae::Vector::Constant(1, 1), 0);
  glide.Advance(0.05);
  const float middle = glide.z_shown()(0);
  EXPECT_GT(middle, 0);
  EXPECT_LT(middle, 1);
  glide.Start(vae::Vector::Constant(1, -1), 0.05);
  EXPECT_EQ(glide.z_shown()(0), middle);
}

TEST(GlideTest, AnotherModelsZIsShownAtOnce) {
  Glide glide;
  glide.Jump(vae::Vector::Zero(2));
  glide.Start(vae::Vector::Constant(5, 1), 0);
  EXPECT_FALSE(glide.moving());
  EXPECT_EQ(glide.z_shown(), vae::Vector::Constant(5, 1));
}

}  // namespace
}  // namespace app

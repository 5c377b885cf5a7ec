#include "core/schedule.h"

#include <gtest/gtest.h>

namespace vae {
namespace {

using Kind = LearningRateSchedule::Kind;

TEST(ScheduleTest, Constant) {
  const LearningRateSchedule schedule{.kind = Kind::kConstant, .peak = 2e-3};
  EXPECT_EQ(LearningRate(schedule, 0), 2e-3);
  EXPECT_EQ(LearningRate(schedule, 1'000'000), 2e-3);
}

TEST(ScheduleTest, CosineStartsAtThePeakAndEndsAtZero) {
  const LearningRateSchedule schedule{.kind = Kind::kCosine, .peak = 2e-3, .total_steps = 100};
  EXPECT_EQ(LearningRate(schedule, 0), 2e-3);
  EXPECT_NEAR(LearningRate(schedule, 50), 1e-3, 1e-15);
  EXPECT_NEAR(LearningRate(schedule, 100), 0, 1e-18);
  EXPECT_NEAR(LearningRate(schedule, 200), 0, 1e-18);
  for (int step = 1; step < 100; ++step) {
    EXPECT_LT(LearningRate(schedule, step), LearningRate(schedule, step - 1));
    EXPECT_GT(LearningRate(schedule, step), 0);
  }
}

TEST(ScheduleTest, WarmUpRisesToThePeakThenTheCosineStarts) {
  const LearningRateSchedule schedule{
      .kind = Kind::kCosine, .peak = 1, .warmup_steps = 4, .total_steps = 14};
  EXPECT_EQ(LearningRate(schedule, 0), 0.25);
  EXPECT_EQ(LearningRate(schedule, 3), 1);
  EXPECT_EQ(LearningRate(schedule, 4), 1);
  EXPECT_NEAR(LearningRate(schedule, 9), 0.5, 1e-15);
}

TEST(ScheduleTest, KlWeight) {
  EXPECT_EQ(KlWeight(0, 0), 1);
  EXPECT_EQ(KlWeight(10, 0), 0.1);
  EXPECT_EQ(KlWeight(10, 9), 1);
  EXPECT_EQ(KlWeight(10, 500), 1);
}

}  // namespace
}  // namespace vae

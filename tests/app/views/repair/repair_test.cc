#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "app/model/models.h"
#include "app/model/results.h"
#include "app/pad/drawing.h"
#include "app/small_model.h"
#include "app/views/repair/brush.h"
#include "app/views/repair/state.h"
#include "app/views/view.h"

namespace app {
namespace {

class RepairTest : public testing::Test {
 protected:
  void SetUp() override {
    state_.ink = vae::EmptyInk();
    state_.view = "repair";
    state_.views.Of<RepairState>().damage.noise = 0;
    AddModel(state_, SmallModel("test", 3));
    BeginStroke(state_, {0.2f, 0.2f});
    ExtendStroke(state_, {0.8f, 0.7f});
    EndStroke(state_);
  }

  const RepairResults& Update() {
    Compute(state_, results_);
    return results_.views.Of<RepairResults>();
  }

  static float Rms(const vae::Vector& a, const vae::Vector& b) {
    return std::sqrt((a - b).squaredNorm() / 784);
  }

  AppState state_;
  Results results_;
};

TEST_F(RepairTest, WithoutDamageTheDigitIsTheInput) {
  EXPECT_EQ(Update().damaged, results_.input);
  EXPECT_EQ(results_.views.Of<RepairResults>().damaged_error, 0);
}

TEST_F(RepairTest, AHalfIsMissingAndTheOtherIsNot) {
  const auto is_missing = [](MissingHalf half, int x, int y) {
    switch (half) {
      case MissingHalf::kNone:
        return false;
      case MissingHalf::kLeft:
        return x < 14;
      case MissingHalf::kRight:
        return x >= 14;
      case MissingHalf::kTop:
        return y < 14;
      case MissingHalf::kBottom:
        return y >= 14;
    }
    return false;
  };
  for (const MissingHalf half :
       {MissingHalf::kLeft, MissingHalf::kRight, MissingHalf::kTop, MissingHalf::kBottom}) {
    state_.views.Of<RepairState>().damage.missing = half;
    const vae::Vector& damaged = Update().damaged;
    for (int i = 0; i < vae::kDigitPixels; ++i) {
      ASSERT_EQ(damaged(i), is_missing(half, i % 28, i / 28) ? 0 : results_.input(i)) << i;
    }
    EXPECT_FLOAT_EQ(results_.views.Of<RepairResults>().damaged_error, Rms(damaged, results_.input));
    EXPECT_GT(results_.views.Of<RepairResults>().damaged_error, 0.1f);
  }
}

TEST_F(RepairTest, NoiseHitsItsShareOfPixelsWhereTheSeedSays) {
  state_.views.Of<RepairState>().damage.noise = 0.5f;
  const vae::Vector first = Update().damaged;
  // Half of those that are hit on black paper become black again.
  const auto changed = ((first - results_.input).array() != 0).count();
  EXPECT_NEAR(static_cast<double>(changed), 0.25 * 784, 50);
  ++state_.views.Of<RepairState>().damage.seed;
  EXPECT_NE(Update().damaged, first);
  --state_.views.Of<RepairState>().damage.seed;
  EXPECT_EQ(Update().damaged, first);
}

TEST_F(RepairTest, TheBrushBlacksOutWhereItWas) {
  state_.views.Of<RepairState>().damage.noise = 0.8f;
  const vae::Vector before = Update().damaged;
  state_.views.Of<RepairState>().damage.erased = {
      {.points = {{0.25f, 0.5f}, {0.75f, 0.5f}}, .width = 0.2f}};
  const vae::Vector& after = Update().damaged;
  for (int x = 8; x < 20; ++x) EXPECT_EQ(after(14 * 28 + x), 0) << x;
  EXPECT_EQ(after.head(28 * 9), before.head(28 * 9));
  EXPECT_EQ(after.tail(28 * 9), before.tail(28 * 9));
}

TEST_F(RepairTest, TheDenoisingModelIsAskedForOnceAndUsedWhenItIsThere) {
  state_.views.Of<RepairState>().damage.noise = 0.3f;
  EXPECT_EQ(Update().restored.size(), 0);
  Update();
  ASSERT_EQ(std::count_if(state_.requests.begin(), state_.requests.end(),
                          [](const Request& r) { return r.text == kDenoisingModel; }),
            1);
  AddModel(state_, SmallModel(kDenoisingModel, 4, 5));
  EXPECT_EQ(state_.model->name, "test");
  const RepairResults& repair = Update();
  const vae::VaeParams& params = state_.models.at(kDenoisingModel).params;
  const vae::Vector expected = vae::Decode(params, vae::Encode(params, repair.damaged).mu).col(0);
  EXPECT_EQ(repair.restored, expected);
  EXPECT_FLOAT_EQ(repair.restored_error, Rms(expected, results_.input));
}

TEST_F(RepairTest, StepsEncodeAndDecodeWhatTheStepBeforeMade) {
  state_.views.Of<RepairState>().damage.missing = MissingHalf::kTop;
  const RepairResults& repair = Update();
  const vae::VaeParams& params = state_.model->params;
  vae::Vector digit = repair.damaged;
  for (int step = 0; step < kRepairSteps; ++step) {
    const vae::Matrix mu = vae::Encode(params, digit).mu;
    EXPECT_EQ(repair.step_z.col(step), mu.col(0)) << step;
    digit = vae::Decode(params, mu).col(0);
    EXPECT_EQ(repair.steps.col(step), digit) << step;
    EXPECT_FLOAT_EQ(repair.step_errors(step), Rms(digit, results_.input));
  }
}

TEST_F(RepairTest, ComputesAgainExactlyWhenSomethingHasChanged) {
  uint64_t version = Update().version;
  EXPECT_GT(version, 0u);
  EXPECT_EQ(Update().version, version);
  SetZ(state_, 0, 1);  // has nothing to do with it
  EXPECT_EQ(Update().version, version);
  const auto expect_new = [&](const char* what) {
    EXPECT_EQ(Update().version, ++version) << what;
    EXPECT_EQ(Update().version, version) << what;
  };
  BeginStroke(state_, {0.4f, 0.8f});
  expect_new("the drawing");
  EndStroke(state_);
  state_.views.Of<RepairState>().damage.noise = 0.1f;
  expect_new("the noise");
  state_.views.Of<RepairState>().damage.erased = {{.points = {{0.5f, 0.5f}}}};
  expect_new("the brush");
  AddModel(state_, SmallModel(kDenoisingModel, 4, 5));
  expect_new("the denoising model");
  AddModel(state_, SmallModel("other", 5, 3));
  ChooseModel(state_, "other");
  expect_new("the model");
  EXPECT_EQ(results_.views.Of<RepairResults>().step_z.rows(), 5);
  state_.view = "sample";
  state_.views.Of<RepairState>().damage.noise = 0.4f;
  EXPECT_EQ(Update().version, version);  // nobody sees it
}

}  // namespace
}  // namespace app

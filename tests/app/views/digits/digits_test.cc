#include <gtest/gtest.h>

#include <algorithm>

#include "app/model/models.h"
#include "app/model/results.h"
#include "app/model/test_digits.h"
#include "app/pad/drawing.h"
#include "app/small_model.h"
#include "app/views/digits/state.h"
#include "app/views/view.h"
#include "data/idx_files.h"

namespace app {
namespace {

class DigitsTest : public testing::Test {
 protected:
  void SetUp() override {
    state_.ink = vae::EmptyInk();
    state_.view = "digits";
    state_.test_digits.offered = true;
    AddModel(state_, SmallModel("test", 3));
  }

  // Digit i has label i % 10.
  vae::Status Take(uint32_t images, uint32_t labels) {
    return TakeDigits(state_, vae::IdxImages(images), vae::IdxLabels(labels));
  }

  const DigitsResults& Update() {
    Compute(state_, results_);
    return results_.views.Of<DigitsResults>();
  }

  AppState state_;
  Results results_;
};

TEST_F(DigitsTest, AreAskedForOnceAndOnlyWhereThereAreSome) {
  const auto asked = [&] {
    return std::count_if(state_.requests.begin(), state_.requests.end(),
                         [](const Request& r) { return r.kind == Request::Kind::kDigits; });
  };
  state_.test_digits.offered = false;
  Update();
  EXPECT_EQ(asked(), 0);
  state_.test_digits.offered = true;
  Update();
  Update();
  EXPECT_EQ(asked(), 1);
  ASSERT_TRUE(Take(30, 30));
  EXPECT_EQ(state_.progress.count(kDigitsKey), 0u);
  Update();
  EXPECT_EQ(asked(), 1);
}

TEST_F(DigitsTest, DamagedFilesGetASentenceAndChangeNothing) {
  const vae::Status other_number = Take(5, 6);
  ASSERT_FALSE(other_number);
  EXPECT_EQ(other_number.error(),
            "There are 5 test digits but 6 labels; take both files from the same set");
  const vae::Status swapped = TakeDigits(state_, vae::IdxLabels(3), vae::IdxImages(3));
  ASSERT_FALSE(swapped);
  EXPECT_NE(swapped.error().find("test digits"), std::string::npos);
  EXPECT_EQ(state_.test_digits.set, nullptr);
}

TEST_F(DigitsTest, ShowsThePageOfALabel) {
  ASSERT_TRUE(Take(1200, 1200));
  const DigitsResults& digits = Update();
  EXPECT_EQ(digits.matching.size(), 1200u);
  ASSERT_EQ(digits.shown.size(), static_cast<size_t>(kMaxDigitsShown));
  state_.views.Of<DigitsState>().label = 7;
  state_.views.Of<DigitsState>().first = 110;
  Update();
  EXPECT_EQ(digits.matching.size(), 120u);
  ASSERT_EQ(digits.shown.size(), 10u);
  for (size_t i = 0; i < digits.shown.size(); ++i) {
    const int index = static_cast<int>(110 + i) * 10 + 7;
    EXPECT_EQ(digits.shown[i], index);
    EXPECT_EQ(digits.digits.col(static_cast<vae::Index>(i)),
              state_.test_digits.set->digits.col(index));
  }
}

TEST_F(DigitsTest, PagesThatAreNotThereAreNotTurnedTo) {
  ASSERT_TRUE(Take(40, 40));
  state_.views.Of<DigitsState>().first = 1000;
  EXPECT_EQ(Update().shown.size(), 1u);
  EXPECT_EQ(state_.views.Of<DigitsState>().first, 39);
  state_.views.Of<DigitsState>().first = -8;
  Update();
  EXPECT_EQ(state_.views.Of<DigitsState>().first, 0);
}

TEST_F(DigitsTest, ALabelWithoutDigitsIsEmpty) {
  ASSERT_TRUE(Take(3, 3));
  state_.views.Of<DigitsState>().label = 9;
  EXPECT_TRUE(Update().shown.empty());
  state_.views.Of<DigitsState>().label = 2;
  EXPECT_EQ(Update().shown, std::vector<int>{2});
}

TEST_F(DigitsTest, ReconstructionsAndCostsAreTheModels) {
  ASSERT_TRUE(Take(20, 20));
  const DigitsResults& digits = Update();
  const vae::VaeParams& params = state_.model->params;
  const vae::Posterior q = vae::Encode(params, digits.digits);
  const vae::Matrix logits = vae::DecodeLogits(params, q.mu);
  EXPECT_EQ(digits.reconstructions, vae::Sigmoid(logits));
  const vae::Vector cost = vae::BernoulliNats(digits.digits, logits) + vae::GaussianKlNats(q);
  EXPECT_EQ(digits.neg_elbo, cost);
  const uint64_t version = digits.version;
  EXPECT_EQ(Update().version, version);
  AddModel(state_, SmallModel("other", 5, 2));
  ChooseModel(state_, "other");
  EXPECT_EQ(Update().version, version + 1);
  EXPECT_NE(digits.neg_elbo, cost);
}

TEST_F(DigitsTest, OneOnThePadCostsWhatTheViewSays) {
  ASSERT_TRUE(Take(20, 20));
  const DigitsResults& digits = Update();
  ShowDigit(state_, digits.digits.col(4));
  Update();
  EXPECT_LT((results_.input - digits.digits.col(4)).cwiseAbs().maxCoeff(), 1e-6f);
  EXPECT_NEAR(results_.neg_elbo(), digits.neg_elbo(4), 0.01);
}

}  // namespace
}  // namespace app

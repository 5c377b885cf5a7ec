#include "app/model/results.h"

#include <gtest/gtest.h>

#include "app/model/models.h"
#include "app/pad/drawing.h"
#include "app/small_model.h"
#include "app/views/sample/state.h"

namespace app {
namespace {

class ResultsTest : public testing::Test {
 protected:
  void SetUp() override {
    state_.ink = vae::EmptyInk();
    AddModel(state_, SmallModel("test", 3));
    BeginStroke(state_, {0.3f, 0.3f});
    ExtendStroke(state_, {0.7f, 0.6f});
    EndStroke(state_);
  }

  Updated Update() { return UpdateResults(state_, results_); }

  // What the model says, computed without the program.
  void ExpectConsistent() {
    const vae::VaeParams& params = state_.model->params;
    const vae::Posterior q = vae::Encode(params, results_.input);
    EXPECT_EQ(results_.posterior.mu, q.mu);
    EXPECT_EQ(results_.reconstruction, vae::Decode(params, state_.z).col(0));
    EXPECT_FLOAT_EQ(static_cast<float>(results_.recon_nats),
                    vae::BernoulliNats(results_.input, vae::DecodeLogits(params, state_.z))(0));
    EXPECT_FLOAT_EQ(static_cast<float>(results_.kl_nats), vae::GaussianKlNats(q)(0));
  }

  AppState state_;
  Results results_;
};

TEST_F(ResultsTest, FollowTheDrawing) {
  const Updated first = Update();
  EXPECT_TRUE(first.ink && first.reconstruction && first.samples);
  EXPECT_EQ(state_.z, results_.posterior.mu.col(0));
  ExpectConsistent();
  const vae::Vector before = results_.reconstruction;
  BeginStroke(state_, {0.2f, 0.8f});
  EndStroke(state_);
  Update();
  EXPECT_NE(results_.reconstruction, before);
  ExpectConsistent();
}

TEST_F(ResultsTest, NothingChangedNothingComputed) {
  Update();
  const Updated second = Update();
  EXPECT_FALSE(second.ink || second.reconstruction || second.samples);
}

TEST_F(ResultsTest, RawAndNormalizedInputsDiffer) {
  Update();
  EXPECT_EQ(results_.input, vae::NormalizedDigit(state_.ink));
  state_.input_mode = InputMode::kRaw;
  state_.drawing_changed = true;
  Update();
  EXPECT_EQ(results_.input, vae::RawDigit(state_.ink));
  ExpectConsistent();
}

TEST_F(ResultsTest, SetZKeepsTheOtherValuesAndGoesBack) {
  Update();
  const vae::Vector mu = state_.z;
  SetZ(state_, 1, 2.5f);
  Update();
  EXPECT_EQ(state_.z(0), mu(0));
  EXPECT_EQ(state_.z(1), 2.5f);
  ExpectConsistent();
  FollowDrawing(state_);
  Update();
  EXPECT_EQ(state_.z, mu);
}

TEST_F(ResultsTest, PosteriorSamplesScatterAroundMuAsSigmaSays) {
  Update();
  const vae::Vector mu = results_.posterior.mu.col(0);
  const vae::Vector sigma = results_.posterior.log_sigma.col(0).array().exp();
  Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(3), squares = Eigen::ArrayXd::Zero(3);
  constexpr int kDraws = 4000;
  for (int i = 0; i < kDraws; ++i) {
    SamplePosterior(state_, results_);
    const Eigen::ArrayXd eps = ((state_.z - mu).array() / sigma.array()).cast<double>();
    sum += eps;
    squares += eps.square();
  }
  EXPECT_LT((sum / kDraws).abs().maxCoeff(), 5 / std::sqrt(kDraws));
  EXPECT_LT((squares / kDraws - 1).abs().maxCoeff(), 5 * std::sqrt(2.0 / kDraws));
  Update();
  EXPECT_EQ(state_.z_source, ZSource::kPosterior);
  ExpectConsistent();
}

TEST_F(ResultsTest, SamplesFollowSeedAndTemperature) {
  Update();
  const vae::Matrix first = results_.sample_z;
  EXPECT_EQ(results_.samples, vae::Decode(state_.model->params, first));
  state_.temperature = 0.5f;
  state_.samples_changed = true;
  Update();
  EXPECT_EQ(results_.sample_z, 0.5f * first);
  Reseed(state_);
  Update();
  EXPECT_NE(results_.sample_z, 0.5f * first);
}

TEST_F(ResultsTest, TakingASamplePutsItsZOnTheSliders) {
  Update();
  TakeZ(state_, results_.sample_z.col(7), kOfSample);
  Update();
  EXPECT_EQ(state_.z, results_.sample_z.col(7));
  EXPECT_EQ(results_.reconstruction, vae::Decode(state_.model->params, state_.z).col(0));
  ExpectConsistent();
}

TEST_F(ResultsTest, AnotherModelStartsFromItsOwnMu) {
  Update();
  SetZ(state_, 0, 3);
  AddModel(state_, SmallModel("other", 5, 2));
  EXPECT_EQ(state_.model->name, "test");  // nobody asked for the other
  ChooseModel(state_, "other");
  Update();
  ASSERT_EQ(state_.z.size(), 5);
  EXPECT_EQ(state_.z, results_.posterior.mu.col(0));
  ExpectConsistent();
}

TEST_F(ResultsTest, WithoutAModelThereAreDigitsOnly) {
  state_.model = nullptr;
  const Updated updated = Update();
  EXPECT_TRUE(updated.ink);
  EXPECT_FALSE(updated.reconstruction || updated.samples);
  EXPECT_GT(results_.input.sum(), 0);
}

}  // namespace
}  // namespace app

#include <gtest/gtest.h>

#include <algorithm>

#include "app/model/models.h"
#include "app/model/results.h"
#include "app/pad/drawing.h"
#include "app/small_model.h"
#include "app/views/map/state.h"
#include "app/views/morph/state.h"
#include "app/views/morph/way.h"
#include "app/views/view.h"
#include "data/example_digit.h"

namespace app {
namespace {

class MorphTest : public testing::Test {
 protected:
  void SetUp() override {
    state_.ink = vae::EmptyInk();
    state_.view = "morph";
    AddModel(state_, SmallModel("test", 3));
    Draw({0.3f, 0.3f}, {0.7f, 0.6f});
    Update();
  }

  void Update() { Compute(state_, results_); }

  void Draw(vae::InkPoint from, vae::InkPoint to) {
    BeginStroke(state_, from);
    ExtendStroke(state_, to);
    EndStroke(state_);
  }

  vae::Vector A() const { return MorphEndZ(state_, results_, End::kA); }
  vae::Vector B() const { return MorphEndZ(state_, results_, End::kB); }

  // Plays until time `until` in frames of `frame` seconds.
  void Frames(double until, double frame = 1.0 / 60) {
    for (; now_ < until; now_ += frame) {
      AdvanceMorph(state_, results_, now_);
      Update();
    }
  }

  AppState state_;
  Results results_;
  double now_ = 0;
};

TEST_F(MorphTest, StartsFromTheDrawingAndEndsAtAnExample) {
  EXPECT_EQ(A(), results_.posterior.mu.col(0));
  AppState other;
  other.ink = vae::EmptyInk();
  ShowDrawing(other, {.picture = nullptr, .strokes = vae::ExampleFive()});
  EXPECT_EQ(B(), vae::Encode(state_.model->params, vae::NormalizedDigit(other.ink)).mu.col(0));
  EXPECT_EQ(MorphOrigin(state_, End::kB), "an example");
  EXPECT_EQ(results_.views.Of<MorphResults>().z,
            vae::Interpolate(A(), B(), kMorphSteps, vae::Path::kSpherical));
  EXPECT_EQ(results_.views.Of<MorphResults>().digits,
            vae::Decode(state_.model->params, results_.views.Of<MorphResults>().z));
}

TEST_F(MorphTest, TheExampleIsOfTheModel) {
  AddModel(state_, SmallModel("other", 3, 7));
  ChooseModel(state_, "other");
  Update();
  const vae::Matrix x =
      vae::NormalizedDigit(Rasterize({.picture = nullptr, .strokes = vae::ExampleFive()}));
  EXPECT_EQ(B(), vae::Encode(state_.model->params, x).mu.col(0));
}

TEST_F(MorphTest, AFollowsTheDrawingUntilItIsTaken) {
  const vae::Matrix before = results_.views.Of<MorphResults>().z;
  Draw({0.2f, 0.8f}, {0.8f, 0.9f});
  Update();
  EXPECT_EQ(A(), results_.posterior.mu.col(0));
  EXPECT_NE(results_.views.Of<MorphResults>().z, before);

  TakeZ(state_, vae::Vector{{1, -1, 0.5f}}, kOfMap);
  TakeMorphEnd(state_, End::kA);
  Draw({0.1f, 0.1f}, {0.9f, 0.9f});
  Update();
  EXPECT_EQ(A(), (vae::Vector{{1, -1, 0.5f}}));
  EXPECT_EQ(MorphOrigin(state_, End::kA), "from the map");
  ResetMorphEnd(state_, results_, End::kA);
  EXPECT_EQ(A(), results_.posterior.mu.col(0));
}

TEST_F(MorphTest, BIsAnotherSampleEachTime) {
  const vae::Vector first = B();
  ResetMorphEnd(state_, results_, End::kB);
  const vae::Vector second = B();
  ResetMorphEnd(state_, results_, End::kB);
  EXPECT_NE(second, first);
  EXPECT_NE(B(), second);
}

TEST_F(MorphTest, NothingChangedNothingComputed) {
  const uint64_t version = results_.views.Of<MorphResults>().version;
  SetZ(state_, 0, 2);
  Update();
  EXPECT_EQ(results_.views.Of<MorphResults>().version, version);
  state_.views.Of<MorphState>().path = vae::Path::kLinear;
  Update();
  EXPECT_EQ(results_.views.Of<MorphResults>().version, version + 1);
}

TEST_F(MorphTest, PlaysOnceSmoothlyAndStopsAtB) {
  state_.views.Of<MorphState>().loop = false;
  PlayMorph(state_, results_, now_);
  EXPECT_EQ(state_.z, A());
  vae::Vector last = state_.z;
  float widest = 0;
  for (int i = 0; i < 100; ++i) {
    Frames(now_ + 0.5 / 60);
    widest = std::max(widest, (state_.z - last).norm());
    last = state_.z;
  }
  EXPECT_TRUE(state_.views.Of<MorphState>().playing);
  EXPECT_GT(widest, 0);
  EXPECT_LT(widest, 0.05f * (B() - A()).norm());
  Frames(10);
  EXPECT_FALSE(state_.views.Of<MorphState>().playing);
  EXPECT_EQ(state_.views.Of<MorphState>().t, 1);
  EXPECT_LT((state_.z - B()).norm(), 1e-5f);
  // Again from the start.
  PlayMorph(state_, results_, now_);
  EXPECT_EQ(state_.z, A());
}

TEST_F(MorphTest, LoopsThereAndBack) {
  PlayMorph(state_, results_, now_);
  bool reached_b = false;
  bool back_at_a = false;
  while (now_ < 20 && !back_at_a) {
    Frames(now_ + 0.5 / 60);
    reached_b |= state_.views.Of<MorphState>().t == 1;
    back_at_a = reached_b && state_.views.Of<MorphState>().t == 0;
  }
  EXPECT_TRUE(back_at_a);
  EXPECT_TRUE(state_.views.Of<MorphState>().playing);
}

TEST_F(MorphTest, StepsFromDigitToDigitWithReducedMotion) {
  state_.reduced_motion = true;
  PlayMorph(state_, results_, now_);
  Frames(0.9 * kMorphStepSeconds);
  EXPECT_EQ(state_.views.Of<MorphState>().t, 0);
  Frames(1.2 * kMorphStepSeconds);
  EXPECT_FLOAT_EQ(state_.views.Of<MorphState>().t, 1.0f / (kMorphSteps - 1));
  EXPECT_LT((state_.z - results_.views.Of<MorphResults>().z.col(1)).norm(), 1e-5f);
}

TEST_F(MorphTest, StopsWhenSomethingElseMovesZ) {
  PlayMorph(state_, results_, now_);
  Frames(1);
  SetZ(state_, 0, 2);
  Frames(1.1);
  EXPECT_FALSE(state_.views.Of<MorphState>().playing);
  EXPECT_EQ(state_.z(0), 2);

  PlayMorph(state_, results_, now_);
  Frames(1.5);
  Draw({0.5f, 0.2f}, {0.5f, 0.9f});
  Frames(1.6);
  EXPECT_FALSE(state_.views.Of<MorphState>().playing);
  EXPECT_EQ(state_.z, results_.posterior.mu.col(0));
}

TEST_F(MorphTest, ALongPauseIsNotMadeUpFor) {
  PlayMorph(state_, results_, now_);
  Frames(0.1);
  const float before = state_.views.Of<MorphState>().t;
  now_ = 60;  // another view was shown
  Frames(60.01);
  EXPECT_LT(state_.views.Of<MorphState>().t, before + 0.05f);
}

TEST_F(MorphTest, AnotherModelStartsAnew) {
  TakeMorphEnd(state_, End::kA);
  TakeMorphEnd(state_, End::kB);
  PlayMorph(state_, results_, now_);
  AddModel(state_, SmallModel("other", 5, 2));
  ChooseModel(state_, "other");
  AdvanceMorph(state_, results_, 0.5);  // as the view does before there are results
  Update();
  EXPECT_FALSE(state_.views.Of<MorphState>().playing);
  EXPECT_EQ(A(), results_.posterior.mu.col(0));
  EXPECT_EQ(results_.views.Of<MorphResults>().z.rows(), 5);
}

}  // namespace
}  // namespace app

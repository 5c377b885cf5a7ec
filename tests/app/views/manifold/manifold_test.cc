#include <gtest/gtest.h>

#include <cmath>

#include "app/model/models.h"
#include "app/model/results.h"
#include "app/pad/drawing.h"
#include "app/small_model.h"
#include "app/textures.h"
#include "app/ui/pictures.h"
#include "app/views/manifold/plane.h"
#include "app/views/manifold/state.h"
#include "app/views/manifold/view.h"
#include "app/views/sample/kept.h"
#include "app/views/sample/state.h"
#include "app/views/view.h"
#include "explore/grids.h"

namespace app {
namespace {

class ManifoldTest : public testing::Test {
 protected:
  void SetUp() override {
    state_.ink = vae::EmptyInk();
    state_.view = "manifold";
    AddModel(state_, SmallModel("test", 4));
    Update();
  }

  void Update() { Compute(state_, results_); }
  uint64_t version() const { return results_.views.Of<ManifoldResults>().digits_version; }

  AppState state_;
  Results results_;
};

TEST_F(ManifoldTest, DecodesTheGridOfTheTwoDimensions) {
  state_.views.Of<ManifoldState>().across = 3;
  state_.views.Of<ManifoldState>().up = 1;
  state_.views.Of<ManifoldState>().side = 8;
  Update();
  EXPECT_EQ(results_.views.Of<ManifoldResults>().digits,
            vae::Decode(state_.model->params, vae::ManifoldGrid(4, 8, 3, 1)));
}

TEST_F(ManifoldTest, TheOthersAreAtZeroOrWhereZIs) {
  state_.z = vae::Vector{{0.5f, -0.25f, 1.5f, -2.0f}};
  state_.z_source = ZSource::kManual;
  Update();
  EXPECT_EQ(ManifoldZ(state_, {0.5f, 0.5f}), vae::Vector::Zero(4));
  state_.views.Of<ManifoldState>().others_follow_z = true;
  Update();
  EXPECT_EQ(ManifoldZ(state_, {0.5f, 0.5f}), (vae::Vector{{0, 0, 1.5f, -2.0f}}));
  vae::Matrix z = vae::ManifoldGrid(4, state_.views.Of<ManifoldState>().side, 0, 1);
  z.row(2).setConstant(1.5f);
  z.row(3).setConstant(-2);
  EXPECT_EQ(results_.views.Of<ManifoldResults>().digits, vae::Decode(state_.model->params, z));
}

TEST_F(ManifoldTest, AGridThatFollowsZHasItsTurnRowByRow) {
  ManifoldState& asked = state_.views.Of<ManifoldState>();
  const ManifoldResults& made = results_.views.Of<ManifoldResults>();
  const auto grid_at = [&](float z) {
    vae::Matrix codes = vae::ManifoldGrid(4, asked.side, 0, 1);
    codes.bottomRows(2).setConstant(z);
    return vae::Decode(state_.model->params, codes);
  };
  const auto move_to = [&](float z) {
    state_.z.setConstant(z);
    state_.z_source = ZSource::kManual;
    Update();
  };
  asked.side = 24;
  asked.others_follow_z = true;
  move_to(0.5f);
  EXPECT_EQ(made.digits, grid_at(0.5f)) << "a new grid is whole at once";

  move_to(1);
  constexpr int kTurn = 24 * 6;
  EXPECT_EQ(made.digits.leftCols(kTurn), grid_at(1).leftCols(kTurn));
  EXPECT_EQ(made.digits.rightCols(3 * kTurn), grid_at(0.5f).rightCols(3 * kTurn));
  EXPECT_EQ(made.stale_rows, 18);
  EXPECT_EQ(WholeGrid(state_, made), grid_at(1)) << "what is saved";
  move_to(-1);  // the next rows, not the first again
  EXPECT_EQ(made.digits.leftCols(kTurn), grid_at(1).leftCols(kTurn));
  EXPECT_EQ(made.digits.middleCols(kTurn, kTurn), grid_at(-1).middleCols(kTurn, kTurn));
  for (int i = 0; i < 3; ++i) Update();
  EXPECT_EQ(made.stale_rows, 0);
  EXPECT_EQ(made.digits, grid_at(-1));
  const uint64_t whole = version();
  Update();
  EXPECT_EQ(version(), whole);

  // The strips have their turn once in a round.
  asked.strips_shown = true;
  Update();
  const auto strips_at = [&](float z) {
    return vae::Decode(state_.model->params,
                       vae::Traversal(vae::Vector::Constant(4, z), kStripSteps, kStripRange));
  };
  EXPECT_EQ(made.strips, strips_at(-1)) << "new ones are there at once";
  for (const float z : {0.1f, 0.2f, 0.3f, 0.4f, 0.5f}) move_to(z);
  EXPECT_EQ(made.digits.rightCols(kTurn), grid_at(0.3f).rightCols(kTurn));
  EXPECT_EQ(made.strips, strips_at(0.4f));
  EXPECT_EQ(made.digits.leftCols(kTurn), grid_at(0.5f).leftCols(kTurn));
  for (int i = 0; i < 5; ++i) Update();
  EXPECT_EQ(made.strips, strips_at(0.5f));
  EXPECT_EQ(made.digits, grid_at(0.5f));
  EXPECT_TRUE(made.stale_rows == 0 && !made.strips_stale);
}

TEST_F(ManifoldTest, ItsTextureHasWhatHasBeenDecoded) {
  const ManifoldResults& made = results_.views.Of<ManifoldResults>();
  const Theme& theme = PaperTheme();
  Pictures pictures;
  const Texture& shown = pictures.views.Of<ManifoldPictures>().digits;
  const auto draw = [&] { UpdateManifoldPictures(theme, false, state_, results_, pictures); };
  const auto whole = [&] {
    Texture sheet;
    UpdateSheet(theme, made.digits, sheet, Filter::kLinear, made.side);
    return PixelsOf(sheet);
  };
  ManifoldState& asked = state_.views.Of<ManifoldState>();
  asked.side = 24;
  asked.others_follow_z = true;
  Update();
  draw();
  EXPECT_EQ(PixelsOf(shown), whole());
  state_.z_source = ZSource::kManual;
  for (const float z : {1.0f, -1.0f, 0.5f, 0.25f, 2.0f}) {
    state_.z.setConstant(z);
    Update();
    if (z < 0) continue;  // a frame that draws nothing
    draw();
    EXPECT_EQ(PixelsOf(shown), whole());
  }
  asked.side = 12;
  Update();
  draw();
  EXPECT_EQ(PixelsOf(shown), whole());
}

TEST_F(ManifoldTest, ComputesOnlyWhatHasChanged) {
  const uint64_t first = version();
  EXPECT_GT(first, 0u);
  Update();
  EXPECT_EQ(version(), first);
  SetZ(state_, 2, 1);  // the others are at 0
  Update();
  EXPECT_EQ(version(), first);
  state_.views.Of<ManifoldState>().others_follow_z = true;
  Update();
  EXPECT_EQ(version(), first + 1);
  SetZ(state_, 0, 1);  // a dimension that the grid varies
  Update();
  EXPECT_EQ(version(), first + 1);
  SetZ(state_, 2, 2);
  Update();
  EXPECT_EQ(version(), first + 2);
}

TEST_F(ManifoldTest, PlacesAreQuantilesThereAndBack) {
  const vae::Vector z = ManifoldZ(state_, {0.9f, 0.2f});
  EXPECT_NEAR(z(0), 1.2815516f, 1e-4f);
  EXPECT_NEAR(z(1), -0.8416212f, 1e-4f);
  const PlanePoint place = ManifoldPlace(state_, z);
  EXPECT_NEAR(place.across, 0.9f, 1e-5f);
  EXPECT_NEAR(place.up, 0.2f, 1e-5f);
  // A corner is the digit in it.
  const vae::Matrix grid = vae::ManifoldGrid(4, state_.views.Of<ManifoldState>().side, 0, 1);
  EXPECT_LT((ManifoldZ(state_, {0, 1}) - grid.col(0)).cwiseAbs().maxCoeff(), 1e-5f);
}

TEST_F(ManifoldTest, KnowsWhetherZIsOnThePlane) {
  EXPECT_TRUE(OnManifold(state_, vae::Vector{{2, -1, 0, 0}}));
  EXPECT_FALSE(OnManifold(state_, vae::Vector{{2, -1, 0, 0.1f}}));
}

TEST_F(ManifoldTest, DecodesThePlaceUnderThePointer) {
  state_.views.Of<ManifoldState>().pointed = PlanePoint{0.7f, 0.4f};
  Update();
  const vae::Vector z = ManifoldZ(state_, {0.7f, 0.4f});
  EXPECT_EQ(results_.views.Of<ManifoldResults>().pointed_z, z);
  EXPECT_EQ(results_.views.Of<ManifoldResults>().pointed_digit,
            vae::Decode(state_.model->params, z).col(0));
}

TEST_F(ManifoldTest, AStripVariesOneDimensionAndOnlyWhereItIsShown) {
  EXPECT_EQ(results_.views.Of<ManifoldResults>().strips.size(), 0);
  state_.views.Of<ManifoldState>().strips_shown = true;
  Update();
  ASSERT_EQ(results_.views.Of<ManifoldResults>().strips.cols(), 4 * kStripSteps);
  vae::Vector z = vae::Vector::Zero(4);
  z(2) = kStripRange;
  const vae::Vector digit = vae::Decode(state_.model->params, z).col(0);
  const vae::Vector shown = results_.views.Of<ManifoldResults>().strips.col(3 * kStripSteps - 1);
  EXPECT_LT((shown - digit).cwiseAbs().maxCoeff(), 1e-5f);
}

TEST_F(ManifoldTest, StepsOverTheOtherAxis) {
  ManifoldState& manifold = state_.views.Of<ManifoldState>();  // 0 across, 1 up
  StepDimension(manifold, Axis::kAcross, 1, 4);
  EXPECT_EQ(manifold.across, 2);
  StepDimension(manifold, Axis::kUp, -1, 4);
  EXPECT_EQ(manifold.up, 0);
  StepDimension(manifold, Axis::kUp, -1, 4);
  EXPECT_EQ(manifold.up, 3);
  ChooseDimension(manifold, Axis::kUp, 2);  // which is across
  EXPECT_EQ(manifold.across, 3);
  EXPECT_EQ(manifold.up, 2);
}

TEST_F(ManifoldTest, OfTwoDimensionsAStepSwapsThem) {
  ManifoldState& manifold = state_.views.Of<ManifoldState>();
  StepDimension(manifold, Axis::kAcross, 1, 2);
  EXPECT_EQ(manifold.across, 1);
  EXPECT_EQ(manifold.up, 0);
}

TEST_F(ManifoldTest, AModelWithFewerDimensionsStartsFromTheFirstTwo) {
  state_.views.Of<ManifoldState>().across = 3;
  AddModel(state_, SmallModel("flat", 2, 2));
  ChooseModel(state_, "flat");
  Update();
  EXPECT_EQ(state_.views.Of<ManifoldState>().across, 0);
  EXPECT_EQ(state_.views.Of<ManifoldState>().up, 1);
  EXPECT_EQ(results_.views.Of<ManifoldResults>().digits,
            vae::Decode(state_.model->params,
                        vae::ManifoldGrid(2, state_.views.Of<ManifoldState>().side, 0, 1)));
}

TEST_F(ManifoldTest, OfOneDimensionThereIsNoGrid) {
  AddModel(state_, SmallModel("line", 1, 3));
  ChooseModel(state_, "line");
  const uint64_t before = version();
  Update();
  EXPECT_EQ(version(), before);
}

class KeptTest : public ManifoldTest {
 protected:
  void SetUp() override {
    ManifoldTest::SetUp();
    state_.view = "sample";
    Update();
  }

  void TakeSample(int index) {
    TakeZ(state_, results_.sample_z.col(index), kOfSample);
    Update();
  }
};

TEST_F(KeptTest, OnlyASampleCanBeKeptAndOnce) {
  Keep(state_);  // the drawing's z
  EXPECT_TRUE(KeptSamples(state_).empty());
  TakeSample(3);
  EXPECT_TRUE(CanKeep(state_));
  Keep(state_);
  EXPECT_FALSE(CanKeep(state_));
  Keep(state_);
  EXPECT_EQ(KeptSamples(state_).size(), 1u);
}

TEST_F(KeptTest, SurvivesNewSamplesAndCanBeRemoved) {
  TakeSample(3);
  const vae::Vector first = state_.z;
  Keep(state_);
  TakeSample(5);
  Keep(state_);
  Reseed(state_);
  Update();
  ASSERT_EQ(results_.views.Of<KeptResults>().digits.cols(), 2);
  EXPECT_LT(
      (results_.views.Of<KeptResults>().digits.col(0) - vae::Decode(state_.model->params, first))
          .cwiseAbs()
          .maxCoeff(),
      1e-5f);
  EXPECT_EQ(KeptIndex(state_), 1);
  Discard(state_);
  Update();
  ASSERT_EQ(KeptSamples(state_).size(), 1u);
  EXPECT_EQ(KeptSamples(state_)[0], first);
  EXPECT_EQ(results_.views.Of<KeptResults>().digits.cols(), 1);
  EXPECT_TRUE(CanKeep(state_));  // again
}

TEST_F(KeptTest, BelongsToItsModel) {
  TakeSample(0);
  Keep(state_);
  AddModel(state_, SmallModel("other", 3, 2));
  ChooseModel(state_, "other");
  Update();
  EXPECT_TRUE(KeptSamples(state_).empty());
  EXPECT_EQ(results_.views.Of<KeptResults>().digits.cols(), 0);

  ChooseModel(state_, "test");
  Update();
  EXPECT_EQ(KeptSamples(state_).size(), 1u);
  EXPECT_EQ(results_.views.Of<KeptResults>().digits.cols(), 1);
  AddModel(state_, SmallModel("test", 4, 5));  // other weights: other digits
  Update();
  EXPECT_TRUE(KeptSamples(state_).empty());
}

TEST_F(KeptTest, HasALimit) {
  for (int i = 0; i < kMaxKept + 3; ++i) {
    TakeSample(i);
    Keep(state_);
  }
  EXPECT_EQ(KeptSamples(state_).size(), static_cast<size_t>(kMaxKept));
}

}  // namespace
}  // namespace app

#include "app/pad/drawing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include "app/model/models.h"
#include "app/model/results.h"
#include "app/pad/history.h"
#include "app/small_model.h"
#include "app/views/map/state.h"
#include "app/views/repair/brush.h"
#include "app/views/repair/state.h"

namespace app {
namespace {

double InkOf(const AppState& state) {
  return std::accumulate(state.ink.coverage.begin(), state.ink.coverage.end(), 0.0);
}

class DrawingTest : public testing::Test {
 protected:
  void SetUp() override { state_.ink = vae::EmptyInk(); }

  void DrawLine(float y) {
    BeginStroke(state_, {0.2f, y});
    ExtendStroke(state_, {0.5f, y});
    ExtendStroke(state_, {0.8f, y});
    EndStroke(state_);
  }

  void ExpectInkMatchesStrokes() {
    EXPECT_EQ(state_.ink.coverage, Rasterize(state_.drawing).coverage);
  }

  AppState state_;
};

TEST_F(DrawingTest, StrokeByStrokeEqualsTheWhole) {
  DrawLine(0.3f);
  state_.tool = Tool::kEraser;
  state_.brush_width = 0.15f;
  BeginStroke(state_, {0.5f, 0.1f});
  ExtendStroke(state_, {0.5f, 0.9f});
  EndStroke(state_);
  ASSERT_EQ(state_.drawing.strokes.size(), 2u);
  EXPECT_TRUE(state_.drawing.strokes[1].eraser);
  EXPECT_EQ(state_.drawing.strokes[1].width, 0.15f);
  ExpectInkMatchesStrokes();
}

TEST_F(DrawingTest, WhateverIsDrawnLeavesAnErrorBehind) {
  const auto fail = [&] { state_.error = "something was wrong"; };
  fail();
  BeginStroke(state_, {0.2f, 0.5f});
  EXPECT_EQ(state_.error, "");
  fail();  // of something that arrives in the meantime
  ExtendStroke(state_, {0.8f, 0.5f});
  EndStroke(state_);
  EXPECT_NE(state_.error, "");

  const std::vector<uint8_t> black(4 * 40 * 40, 0);
  EXPECT_FALSE(ShowPicture(state_, std::span(black).first(4), 40, 40));
  EXPECT_NE(state_.error, "");
  std::vector<uint8_t> page(4 * 40 * 40, 255);
  for (size_t i = 4 * 600; i < 4 * 1000; ++i) page[i] = i % 4 == 3 ? 255 : 0;
  ASSERT_TRUE(ShowPicture(state_, page, 40, 40));
  EXPECT_EQ(state_.error, "");
  for (void (*act)(AppState&) : {Undo, Redo, Clear}) {
    fail();
    act(state_);
    EXPECT_EQ(state_.error, "");
  }
}

TEST_F(DrawingTest, UndoAndRedoWalkThroughEveryState) {
  std::vector<double> ink = {InkOf(state_)};
  for (const float y : {0.2f, 0.5f, 0.8f}) {
    DrawLine(y);
    ink.push_back(InkOf(state_));
  }
  Clear(state_);
  ink.push_back(0);
  for (size_t i = ink.size() - 1; i-- > 0;) {
    ASSERT_TRUE(CanUndo(state_));
    Undo(state_);
    EXPECT_EQ(InkOf(state_), ink[i]) << i;
    ExpectInkMatchesStrokes();
  }
  EXPECT_FALSE(CanUndo(state_));
  Undo(state_);
  for (size_t i = 1; i < ink.size(); ++i) {
    ASSERT_TRUE(CanRedo(state_));
    Redo(state_);
    EXPECT_EQ(InkOf(state_), ink[i]) << i;
  }
  EXPECT_FALSE(CanRedo(state_));
}

TEST_F(DrawingTest, ANewStrokeEndsRedo) {
  DrawLine(0.2f);
  Undo(state_);
  DrawLine(0.4f);
  EXPECT_FALSE(CanRedo(state_));
}

TEST_F(DrawingTest, TheBrushReplacesTheExampleAndUndoBringsItBack) {
  const Drawing example = {
      .picture = nullptr,
      .strokes = {{.points = {{0.1f, 0.1f}, {0.9f, 0.9f}}, .width = 0.1f, .eraser = false}}};
  ShowExample(state_, example);
  EXPECT_TRUE(state_.example_shown);
  EXPECT_FALSE(CanUndo(state_));
  DrawLine(0.5f);
  EXPECT_FALSE(state_.example_shown);
  EXPECT_EQ(state_.drawing.strokes.size(), 1u);
  ExpectInkMatchesStrokes();
  Undo(state_);
  EXPECT_EQ(state_.drawing.strokes, example.strokes);
}

TEST_F(DrawingTest, TheEraserWorksOnTheExample) {
  ShowExample(state_, {.picture = nullptr,
                       .strokes = {{.points = {{0.1f, 0.5f}, {0.9f, 0.5f}}, .width = 0.1f}}});
  const double before = InkOf(state_);
  state_.tool = Tool::kEraser;
  DrawLine(0.5f);
  EXPECT_EQ(state_.drawing.strokes.size(), 2u);
  EXPECT_GT(InkOf(state_), 0);
  EXPECT_LT(InkOf(state_), before);
}

TEST_F(DrawingTest, AClickLeavesADot) {
  BeginStroke(state_, {0.5f, 0.5f});
  EndStroke(state_);
  EXPECT_EQ(state_.drawing.strokes.size(), 1u);
  EXPECT_GT(InkOf(state_), 0);
}

TEST_F(DrawingTest, MovesWithoutAStrokeDoNothing) {
  ExtendStroke(state_, {0.5f, 0.5f});
  EndStroke(state_);
  EXPECT_TRUE(state_.drawing.empty());
  EXPECT_FALSE(CanUndo(state_));
}

TEST_F(DrawingTest, AHarderPressDrawsWiderEvenInPlace) {
  BeginStroke(state_, {0.5f, 0.5f, 0.4f});
  const double light = InkOf(state_);
  ExtendStroke(state_, {0.5f, 0.5f, 0.4f});
  EXPECT_EQ(state_.drawing.strokes[0].points.size(), 1u);
  ExtendStroke(state_, {0.5f, 0.5f, 1.6f});
  EXPECT_NEAR(InkOf(state_) / light, 16, 0.5);
  ExtendStroke(state_, {0.5f, 0.5f, 0.8f});  // as pens do when they are lifted
  EXPECT_EQ(state_.drawing.strokes[0].points.size(), 2u);
  ExpectInkMatchesStrokes();
}

TEST_F(DrawingTest, ADigitComesToTheEncoderAsItIs) {
  DrawLine(0.5f);
  vae::Vector digit(vae::kDigitPixels);
  for (vae::Index i = 0; i < digit.size(); ++i) digit(i) = static_cast<float>(i % 256) / 255;
  ShowDigit(state_, digit);
  EXPECT_EQ(state_.input_mode, InputMode::kRaw);
  EXPECT_LT((vae::RawDigit(state_.ink) - digit).cwiseAbs().maxCoeff(), 1e-6f);
  EXPECT_TRUE(CanClear(state_));
  DrawLine(0.2f);  // draws on it
  ExpectInkMatchesStrokes();
  Undo(state_);
  EXPECT_LT((vae::RawDigit(state_.ink) - digit).cwiseAbs().maxCoeff(), 1e-6f);
  EXPECT_EQ(state_.input_mode, InputMode::kRaw);
  Undo(state_);
  EXPECT_EQ(state_.input_mode, InputMode::kNormalized);  // a drawing is centred again
  EXPECT_EQ(state_.drawing.picture, nullptr);
  EXPECT_EQ(state_.drawing.strokes.size(), 1u);
}

TEST_F(DrawingTest, APictureReplacesTheDrawingAndABadOneDoesNot) {
  DrawLine(0.5f);
  const Drawing before = state_.drawing;
  std::vector<uint8_t> rgba(size_t{20} * 20 * 4, 255);
  EXPECT_FALSE(ShowPicture(state_, rgba, 20, 20));
  EXPECT_EQ(state_.drawing.strokes, before.strokes);
  EXPECT_EQ(state_.drawing.picture, nullptr);
  for (size_t i = 0; i < 3; ++i) rgba[size_t{4} * (10 * 20 + 10) + i] = 0;
  ASSERT_TRUE(ShowPicture(state_, rgba, 20, 20));
  EXPECT_TRUE(state_.drawing.strokes.empty());
  EXPECT_EQ(InkOf(state_), 14 * 14);
  Undo(state_);
  EXPECT_EQ(state_.drawing.strokes, before.strokes);
  Redo(state_);
  EXPECT_EQ(InkOf(state_), 14 * 14);
}

TEST_F(DrawingTest, ClearOfNothingIsNotAStep) {
  Clear(state_);
  EXPECT_FALSE(CanUndo(state_));
}

TEST_F(DrawingTest, UndoInTheMiddleOfAStrokeEndsIt) {
  BeginStroke(state_, {0.2f, 0.2f});
  Undo(state_);
  ExtendStroke(state_, {0.8f, 0.8f});
  EXPECT_TRUE(state_.drawing.empty());
  EXPECT_EQ(InkOf(state_), 0);
}

TEST_F(DrawingTest, ACurveDrawnPointByPointEqualsTheWhole) {
  for (const Tool tool : {Tool::kBrush, Tool::kEraser}) {
    BeginStroke(state_, {0.2f, 0.5f, 0.6f}, tool);
    for (int i = 1; i < 9; ++i) {
      const auto t = static_cast<float>(i);
      ExtendStroke(state_, {0.2f + 0.08f * t, 0.5f + 0.3f * std::sin(t), 0.6f + 0.1f * t});
      ExpectInkMatchesStrokes();
    }
    EndStroke(state_);
    ExpectInkMatchesStrokes();
  }
  EXPECT_GT(state_.drawing.strokes[0].points.size(), 20u);
}

TEST_F(DrawingTest, AStrokeTakenBackHasNotBegun) {
  DrawLine(0.2f);
  DrawLine(0.4f);
  Undo(state_);
  const double before = InkOf(state_);
  BeginStroke(state_, {0.2f, 0.8f});
  ExtendStroke(state_, {0.7f, 0.8f});
  TakeBackStroke(state_);
  EXPECT_EQ(InkOf(state_), before);
  EXPECT_EQ(state_.drawing.strokes.size(), 1u);
  EXPECT_TRUE(CanRedo(state_));
  ExtendStroke(state_, {0.9f, 0.9f});
  EndStroke(state_);
  EXPECT_EQ(state_.drawing.strokes.size(), 1u);
  Undo(state_);
  EXPECT_FALSE(CanUndo(state_));
}

TEST_F(DrawingTest, TheExampleComesBackWithAStrokeTakenBack) {
  ShowExample(state_, {.picture = nullptr,
                       .strokes = {{.points = {{0.1f, 0.1f}, {0.9f, 0.9f}}, .width = 0.1f}}});
  const double before = InkOf(state_);
  BeginStroke(state_, {0.2f, 0.8f});
  TakeBackStroke(state_);
  EXPECT_TRUE(state_.example_shown);
  EXPECT_EQ(InkOf(state_), before);
  EXPECT_FALSE(CanUndo(state_));
  ExpectInkMatchesStrokes();
}

TEST_F(DrawingTest, TheOtherEndOfAPenErasesThisStrokeOnly) {
  DrawLine(0.5f);
  const double before = InkOf(state_);
  BeginStroke(state_, {0.5f, 0.5f}, Tool::kEraser);
  EndStroke(state_);
  EXPECT_LT(InkOf(state_), before);
  EXPECT_EQ(state_.tool, Tool::kBrush);
}

TEST_F(DrawingTest, ALongHistoryIsSmallAndTravelDrawsNoStrokeAgain) {
  state_.brush_width = 0.16f;
  std::vector<double> ink = {0};
  constexpr int kScribbles = 150;
  for (int i = 0; i < kScribbles; ++i) {
    const auto at = [i](int k) {
      const auto t = static_cast<float>(37 * i + k);
      return vae::InkPoint{0.5f + 0.4f * std::sin(1.1f * t), 0.5f + 0.4f * std::cos(0.7f * t)};
    };
    if (i % 3 == 2) state_.tool = Tool::kEraser;
    BeginStroke(state_, at(0));
    for (int k = 1; k < (i < 3 ? 600 : 8); ++k) ExtendStroke(state_, at(k));
    EndStroke(state_);
    state_.tool = Tool::kBrush;
    ink.push_back(InkOf(state_));
  }
  EXPECT_LT(HistoryBytes(state_.history), size_t{4} << 20);
  // Without their points strokes would leave nothing if they were drawn again.
  for (vae::Stroke& stroke : state_.drawing.strokes) stroke.points.clear();
  for (size_t i = kScribbles; i-- > 0;) {
    Undo(state_);
    ASSERT_EQ(InkOf(state_), ink[i]) << i;
  }
  EXPECT_FALSE(CanUndo(state_));
  EXPECT_LT(HistoryBytes(state_.history), size_t{16} << 20);
  for (size_t i = 1; i <= kScribbles; ++i) {
    Redo(state_);
    ASSERT_EQ(InkOf(state_), ink[i]) << i;
  }
}

TEST_F(DrawingTest, OneHistoryOfDrawingAndZ) {
  AddModel(state_, SmallModel("test", 3));
  NoteZ(state_, /*held=*/false);
  DrawLine(0.3f);
  for (const float value : {0.5f, 1.0f, 1.5f}) {  // one drag
    SetZ(state_, 1, value);
    NoteZ(state_, /*held=*/true);
  }
  NoteZ(state_, /*held=*/false);
  const vae::Vector dragged = state_.z;
  TakeZ(state_, vae::Vector::Constant(3, 2), kOfMap);
  NoteZ(state_, /*held=*/false);
  DrawLine(0.7f);
  EXPECT_EQ(state_.z_source, ZSource::kMean);

  Undo(state_);  // the stroke, and z is where it was taken
  EXPECT_EQ(state_.drawing.strokes.size(), 1u);
  EXPECT_EQ(state_.z_source, kOfMap);
  EXPECT_EQ(state_.z, vae::Vector::Constant(3, 2));
  Undo(state_);
  EXPECT_EQ(state_.z, dragged);
  EXPECT_EQ(state_.z_source, ZSource::kManual);
  Undo(state_);
  EXPECT_EQ(state_.z_source, ZSource::kMean);
  EXPECT_EQ(state_.drawing.strokes.size(), 1u);
  Undo(state_);
  EXPECT_TRUE(state_.drawing.empty());
  EXPECT_FALSE(CanUndo(state_));
  for (int i = 0; i < 3; ++i) Redo(state_);
  EXPECT_EQ(state_.z, vae::Vector::Constant(3, 2));
  Redo(state_);
  EXPECT_EQ(state_.drawing.strokes.size(), 2u);
  ExpectInkMatchesStrokes();
  EXPECT_FALSE(CanRedo(state_));
}

TEST_F(DrawingTest, StepsOfZEndWithTheirModel) {
  AddModel(state_, SmallModel("test", 3));
  NoteZ(state_, /*held=*/false);
  SetZ(state_, 1, 2);
  NoteZ(state_, /*held=*/false);
  EXPECT_TRUE(CanUndo(state_));
  AddModel(state_, SmallModel("other", 5));
  ChooseModel(state_, "other");
  Undo(state_);
  EXPECT_FALSE(CanUndo(state_));
  EXPECT_EQ(state_.z.size(), 5);
}

TEST_F(DrawingTest, WhatIsBlackedOutIsUndoneWhereItIsSeen) {
  state_.view = "repair";
  DrawLine(0.3f);
  BeginErasing(state_, {0.5f, 0.5f}, 0.1f);
  ExtendErasing(state_, {0.7f, 0.5f});
  EndErasing(state_);
  const std::vector<vae::Stroke> erased = state_.views.Of<RepairState>().damage.erased;
  Undo(state_);
  EXPECT_TRUE(state_.views.Of<RepairState>().damage.erased.empty());
  EXPECT_EQ(state_.drawing.strokes.size(), 1u);
  Redo(state_);
  EXPECT_EQ(state_.views.Of<RepairState>().damage.erased, erased);
  state_.view = "map";
  Undo(state_);
  EXPECT_EQ(state_.views.Of<RepairState>().damage.erased, erased);
  EXPECT_TRUE(state_.drawing.empty());
  EXPECT_FALSE(CanUndo(state_));
  state_.view = "repair";
  EXPECT_TRUE(CanUndo(state_));
  Damage none = state_.views.Of<RepairState>().damage;
  none.erased.clear();
  SetDamage(state_, none);
  Undo(state_);
  EXPECT_EQ(state_.views.Of<RepairState>().damage.erased, erased);
  BeginErasing(state_, {0.1f, 0.1f}, 0.1f);
  TakeBackErasing(state_);
  EXPECT_EQ(state_.views.Of<RepairState>().damage.erased, erased);
}

TEST_F(DrawingTest, DrawingMakesZFollow) {
  state_.z_source = ZSource::kManual;
  state_.drawing_changed = false;
  DrawLine(0.5f);
  EXPECT_EQ(state_.z_source, ZSource::kMean);
  EXPECT_TRUE(state_.drawing_changed);
}

}  // namespace
}  // namespace app

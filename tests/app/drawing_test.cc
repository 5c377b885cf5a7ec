#include "app/drawing.h"

#include <gtest/gtest.h>

#include <numeric>

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

TEST_F(DrawingTest, DrawingMakesZFollow) {
  state_.z_source = ZSource::kManual;
  state_.drawing_changed = false;
  DrawLine(0.5f);
  EXPECT_EQ(state_.z_source, ZSource::kMean);
  EXPECT_TRUE(state_.drawing_changed);
}

}  // namespace
}  // namespace app

#include "app/ui/press.h"

#include <gtest/gtest.h>

#include <limits>

#include "app/imgui_frames.h"

namespace app {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

class PressTest : public ImguiFrames {
 protected:
  void Frame(double seconds) {
    ImGui::NewFrame();
    frame_in_ = kNever;
    TrackPress(press_, seconds, frame_in_);
    ImGui::EndFrame();
  }

  void PressAt(ImVec2 at, ImGuiMouseSource source) {
    MoveTo(at, source);
    Frame(0);
    ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, true);
    Frame(0);
  }

  static void MoveTo(ImVec2 at, ImGuiMouseSource source = ImGuiMouseSource_TouchScreen) {
    ImGui::GetIO().AddMouseSourceEvent(source);
    ImGui::GetIO().AddMousePosEvent(at.x, at.y);
  }

  Press press_;
  double frame_in_ = kNever;
};

TEST_F(PressTest, TheFirstPixelsOfAFingerDecide) {
  PressAt({100, 100}, ImGuiMouseSource_TouchScreen);
  EXPECT_TRUE(press_.tap());
  MoveTo({103, 104});
  Frame(0.1);
  EXPECT_TRUE(press_.tap());
  MoveTo({105, 112});
  Frame(0.2);
  EXPECT_EQ(press_.swipe, Swipe::kUpDown);
  MoveTo({300, 112});
  Frame(0.3);
  EXPECT_EQ(press_.swipe, Swipe::kUpDown);
  EXPECT_FALSE(press_.tap());
}

TEST_F(PressTest, AFingerIsKnownUntilTheFrameOfItsRelease) {
  PressAt({100, 100}, ImGuiMouseSource_TouchScreen);
  MoveTo({150, 110});
  ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, false);
  while (ImGui::GetIO().MouseDown[0] || !ImGui::GetIO().MouseReleased[0]) Frame(0.1);
  EXPECT_EQ(press_.swipe, Swipe::kAcross);
  EXPECT_TRUE(press_.by_finger());
  Frame(0.2);
  EXPECT_FALSE(press_.by_finger());
}

TEST_F(PressTest, AFingerThatStaysRestsAndWakesForIt) {
  PressAt({100, 100}, ImGuiMouseSource_TouchScreen);
  EXPECT_LE(frame_in_, 0.5);
  Frame(0.3);
  EXPECT_FALSE(press_.rested);
  EXPECT_NEAR(frame_in_, 0.2, 1e-9);
  Frame(0.5);
  EXPECT_TRUE(press_.rested);
  EXPECT_TRUE(press_.rested_now);
  EXPECT_FALSE(press_.tap());
  EXPECT_EQ(frame_in_, kNever);
  Frame(0.6);
  EXPECT_TRUE(press_.rested);
  EXPECT_FALSE(press_.rested_now);
}

TEST_F(PressTest, AMouseNeitherSwipesNorRests) {
  PressAt({100, 100}, ImGuiMouseSource_Mouse);
  MoveTo({100, 300}, ImGuiMouseSource_Mouse);
  Frame(2);
  EXPECT_EQ(press_.swipe, Swipe::kNone);
  EXPECT_FALSE(press_.rested);
  EXPECT_FALSE(press_.tap());
  EXPECT_EQ(frame_in_, kNever);
}

TEST_F(PressTest, TheNextPressTakesTheExplanationAway) {
  press_.explanation = "what it is";
  Frame(0);
  EXPECT_FALSE(press_.explanation.empty());
  PressAt({100, 100}, ImGuiMouseSource_TouchScreen);
  EXPECT_TRUE(press_.explanation.empty());
}

}  // namespace
}  // namespace app

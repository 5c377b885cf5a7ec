#include "app/platform/pointer_queue.h"

#include <gtest/gtest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <string>

#include "app/imgui_frames.h"

namespace app {
namespace {

class PointerQueueTest : public ImguiFrames {
 protected:
  // Draws a frame. Returns what the app got in it: d, m, u, b, in order.
  std::string Frame() {
    std::string kinds;
    for (const PointerEvent& event : queue_.Take()) kinds += Letter(event.kind);
    ImGui::NewFrame();
    EXPECT_TRUE(ImGui::GetCurrentContext()->InputEventsQueue.empty())
        << "Dear ImGui is behind the app";
    down_ = ImGui::IsMouseDown(ImGuiMouseButton_Left);
    position_ = ImGui::GetMousePos();
    wheel_ = ImGui::GetIO().MouseWheel;
    ImGui::EndFrame();
    return kinds;
  }

  static char Letter(PointerEvent::Kind kind) {
    if (kind == PointerEvent::Kind::kDown) return 'd';
    if (kind == PointerEvent::Kind::kTakeBack) return 'b';
    return kind == PointerEvent::Kind::kUp ? 'u' : 'm';
  }

  PointerQueue queue_;
  bool down_ = false;  // what Dear ImGui knew in the last frame
  ImVec2 position_;
  float wheel_ = 0;
};

TEST_F(PointerQueueTest, MovesOfOneFrameComeAllAndInOrder) {
  for (const float x : {1.0f, 2.0f, 3.0f}) queue_.Move({x, 5});
  const std::vector<PointerEvent> events = queue_.Take();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].position.x, 1);
  EXPECT_EQ(events[1].position.x, 2);
  EXPECT_EQ(events[2].position.x, 3);
  EXPECT_TRUE(queue_.empty());
}

TEST_F(PointerQueueTest, AClickWithinOneFrameTakesTwo) {
  queue_.Press({10, 10}, 1, /*finger=*/false);
  queue_.Lift({10, 10});
  EXPECT_EQ(Frame(), "md");
  EXPECT_TRUE(down_);
  EXPECT_FALSE(queue_.empty());
  EXPECT_EQ(Frame(), "mu");
  EXPECT_FALSE(down_);
  EXPECT_TRUE(queue_.empty());
}

TEST_F(PointerQueueTest, ADoubleClickIsAMatterOfWhenItWasMadeNotOfWhenItIsDrawn) {
  const auto double_clicked = [this](double first, double second) {
    bool seen = false;
    for (const double seconds : {first, second}) {
      queue_.Press({10, 10}, seconds, /*finger=*/false);
      queue_.Lift({10, 10});
      while (!queue_.empty()) {
        ImGui::GetIO().DeltaTime = 2;  // a slow machine
        Frame();
        seen |= ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
      }
    }
    return seen;
  };
  EXPECT_TRUE(double_clicked(10, 10.4));
  EXPECT_FALSE(double_clicked(20, 20.6));
  EXPECT_TRUE(double_clicked(30, 30));
}

TEST_F(PointerQueueTest, AFingerIsSeenBeforeItPresses) {
  queue_.Press({10, 20}, 1, /*finger=*/true);
  EXPECT_EQ(Frame(), "m");
  EXPECT_FALSE(down_);
  EXPECT_EQ(position_.x, 10);
  EXPECT_EQ(Frame(), "d");
  EXPECT_TRUE(down_);
  queue_.Lift({10, 20});
  queue_.Leave();
  EXPECT_EQ(Frame(), "mu");
  Frame();
  EXPECT_FALSE(ImGui::IsMousePosValid(&position_)) << "a lifted finger hovers";
}

TEST_F(PointerQueueTest, CancelLiftsWhereThePointerWasLast) {
  queue_.Press({10, 10}, 1, false);
  queue_.Move({30, 40});
  queue_.Cancel();
  EXPECT_FALSE(queue_.pressed());
  Frame();
  const std::vector<PointerEvent> events = queue_.Take();
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events.back().kind, PointerEvent::Kind::kUp);
  EXPECT_EQ(events.back().position.x, 30);
  EXPECT_EQ(events.back().position.y, 40);
}

TEST_F(PointerQueueTest, ASecondFingerTakesBackWhatTheFirstHasBegun) {
  queue_.Press({10, 20}, 1, /*finger=*/true);
  queue_.SetPinching(true);  // before a frame has seen the press
  queue_.Move({12, 20});
  EXPECT_EQ(Frame(), "m");
  EXPECT_EQ(Frame(), "d");
  EXPECT_EQ(Frame(), "bm");
  EXPECT_TRUE(down_) << "the map's pinch wants to know";
  queue_.SetPinching(false);
  queue_.Lift({12, 20});
  EXPECT_EQ(Frame(), "mu");
  EXPECT_FALSE(down_);
}

TEST_F(PointerQueueTest, APressThatIsTakenBackIsReleasedToo) {
  queue_.TakeBack();
  EXPECT_TRUE(queue_.empty());
  queue_.Press({10, 20}, 1, false);
  Frame();
  queue_.TakeBack();
  EXPECT_EQ(Frame(), "bmu");
  EXPECT_FALSE(down_);
}

TEST_F(PointerQueueTest, APressSaysWhichEndOfThePenItIs) {
  for (const bool eraser : {true, false}) {
    queue_.Press({10, 20}, 1, false, 0.5f, eraser);
    const std::vector<PointerEvent> events = queue_.Take();
    ASSERT_FALSE(events.empty());
    EXPECT_EQ(events.back().eraser, eraser);
    queue_.Lift({10, 20});
    queue_.Take();
  }
}

TEST_F(PointerQueueTest, PressureComesWithTheMovesAndALiftKeepsTheLast) {
  queue_.Press({5, 5}, 1, false, 0.2f);
  queue_.Move({6, 5}, 0.9f);
  queue_.Lift({8, 5});
  std::vector<float> pressures;
  while (!queue_.empty()) {
    for (const PointerEvent& event : queue_.Take()) pressures.push_back(event.pressure);
    ImGui::NewFrame();
    ImGui::EndFrame();
  }
  EXPECT_EQ(pressures, (std::vector<float>{0.2f, 0.2f, 0.9f, 0.9f, 0.9f}));
}

TEST_F(PointerQueueTest, NothingIsLiftedOrPressedTwice) {
  queue_.Lift({1, 1});
  queue_.Cancel();
  EXPECT_TRUE(queue_.empty());
  queue_.Press({1, 1}, 1, false);
  queue_.Press({2, 2}, 1, false);
  EXPECT_EQ(Frame(), "md");
  EXPECT_TRUE(queue_.empty());
}

TEST_F(PointerQueueTest, LeavingTheWindowDoesNotInterruptAPress) {
  queue_.Press({10, 10}, 1, false);
  queue_.Leave();
  EXPECT_EQ(Frame(), "md");
  EXPECT_EQ(Frame(), "");
  EXPECT_TRUE(down_);
  EXPECT_TRUE(ImGui::IsMousePosValid(&position_));
}

TEST_F(PointerQueueTest, TheWheelTurnsWhereThePointerIs) {
  queue_.Move({10, 10});
  queue_.Wheel({0, 1});
  queue_.Move({90, 90});
  EXPECT_EQ(Frame(), "m");
  EXPECT_EQ(wheel_, 0);
  EXPECT_EQ(Frame(), "");
  EXPECT_EQ(wheel_, 1);
  EXPECT_EQ(position_.x, 10);
  EXPECT_EQ(Frame(), "m");
  EXPECT_EQ(wheel_, 0);
  EXPECT_EQ(position_.x, 90);
}

}  // namespace
}  // namespace app

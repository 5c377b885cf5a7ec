// Pointer events on their way from the window to a frame.
#pragma once

#include <imgui.h>

#include <deque>
#include <vector>

#include "app/app.h"

namespace app {

// One pointer: the mouse, the first finger or the pen. Hands every frame as much as Dear ImGui can
// digest in one frame, so that it and the app never disagree about what has happened: everything up
// to the first press, release or turn of the wheel. A turn gets a frame without movement. So does
// the press of a finger, which arrives out of nowhere: in the frame before, the widget under it
// learns that it is hovered.
class PointerQueue {
 public:
  static constexpr double kDoubleClickSeconds = 0.5;  // as on most desktops

  // `pressure` as in PointerEvent.
  void Move(ImVec2 position, float pressure = 0.5f);
  // `seconds` is when, by any clock: two presses that come soon one after the other are a double
  // click, however late their frames are.
  void Press(ImVec2 position, double seconds, bool finger, float pressure = 0.5f,
             bool eraser = false);
  void Lift(ImVec2 position);
  // Ends a press, if there is one, where the pointer was last.
  void Cancel();
  // The same, and what the press has begun is not meant.
  void TakeBack();
  // The pointer is nowhere (a finger lifted, the mouse outside the window).
  void Leave();
  // In steps of a mouse wheel, positive to the left and upwards.
  void Wheel(ImVec2 steps);

  // A second finger is down, or not any more: then what the first has begun is not meant. The two
  // have moved.
  void SetPinching(bool pinching);
  void MovePinch(ImVec2 center, ImVec2 pan, float scale);
  // What they did since the last call.
  Pinch TakePinch();

  bool pressed() const { return pressed_; }
  bool empty() const { return waiting_.empty() && pinch_.scale == 1 && !HasPan(); }

  // Feeds one frame's share to the current Dear ImGui context and returns it.
  std::vector<PointerEvent> Take();

 private:
  enum class Kind { kMove, kPress, kLift, kTakeBack, kLeave, kWheel };
  struct Entry {
    Kind kind;
    ImVec2 position;  // kWheel: steps
    bool finger;
    float pressure = 0.5f;
    bool eraser = false;
    bool soon = false;  // kPress: after the one before
  };

  bool HasPan() const { return pinch_.pan.x != 0 || pinch_.pan.y != 0; }
  static void Feed(const Entry& entry);

  std::deque<Entry> waiting_;
  bool pressed_ = false;  // once all that waits is taken
  bool finger_ = false;
  double last_press_ = -kDoubleClickSeconds;
  ImVec2 last_position_;
  float last_pressure_ = 0.5f;
  Pinch pinch_;
};

}  // namespace app

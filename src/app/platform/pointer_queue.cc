#include "app/platform/pointer_queue.h"

#include <cfloat>

namespace app {

void PointerQueue::Move(ImVec2 position, float pressure) {
  waiting_.push_back({Kind::kMove, position, finger_, pressure});
  last_position_ = position;
  last_pressure_ = pressure;
}

void PointerQueue::Press(ImVec2 position, double seconds, bool finger, float pressure,
                         bool eraser) {
  if (pressed_) return;
  pressed_ = true;
  finger_ = finger;
  Move(position, pressure);
  const bool soon = seconds - last_press_ < kDoubleClickSeconds;
  last_press_ = seconds;
  waiting_.push_back({Kind::kPress, position, finger, pressure, eraser, soon});
}

void PointerQueue::Lift(ImVec2 position) {
  if (!pressed_) return;
  pressed_ = false;
  Move(position, last_pressure_);  // a pen on its way up says nothing of the ink behind it
  waiting_.push_back({Kind::kLift, position, finger_, last_pressure_});
}

void PointerQueue::Cancel() { Lift(last_position_); }

void PointerQueue::TakeBack() {
  if (!pressed_) return;
  waiting_.push_back({Kind::kTakeBack, last_position_, finger_});
  Cancel();
}

void PointerQueue::Leave() {
  if (pressed_) return;  // captured: it comes back or is lifted
  waiting_.push_back({Kind::kLeave, last_position_, finger_});
}

void PointerQueue::Wheel(ImVec2 steps) { waiting_.push_back({Kind::kWheel, steps, finger_}); }

void PointerQueue::SetPinching(bool pinching) {
  if (!pinching) pinch_ = {};
  if (pinching && pressed_) waiting_.push_back({Kind::kTakeBack, last_position_, finger_});
  pinch_.active = pinching;
}

void PointerQueue::MovePinch(ImVec2 center, ImVec2 pan, float scale) {
  pinch_.center = center;
  pinch_.pan = {pinch_.pan.x + pan.x, pinch_.pan.y + pan.y};
  pinch_.scale *= scale;
}

Pinch PointerQueue::TakePinch() {
  const Pinch taken = pinch_;
  pinch_ = {.active = taken.active, .center = taken.center};
  return taken;
}

std::vector<PointerEvent> PointerQueue::Take() {
  std::vector<PointerEvent> taken;
  bool moved = false;
  while (!waiting_.empty()) {
    const Entry entry = waiting_.front();
    const bool needs_own_frame =
        entry.kind == Kind::kWheel || (entry.kind == Kind::kPress && entry.finger);
    if (needs_own_frame && moved) break;
    waiting_.pop_front();
    Feed(entry);
    switch (entry.kind) {
      case Kind::kMove:
        moved = true;
        taken.push_back({PointerEvent::Kind::kMove, entry.position, entry.pressure});
        break;
      case Kind::kPress:
        taken.push_back({PointerEvent::Kind::kDown, entry.position, entry.pressure, entry.eraser});
        return taken;
      case Kind::kLift:
        taken.push_back({PointerEvent::Kind::kUp, entry.position, entry.pressure});
        return taken;
      case Kind::kTakeBack:
        taken.push_back({PointerEvent::Kind::kTakeBack, entry.position, entry.pressure});
        break;
      case Kind::kLeave:
        break;
      case Kind::kWheel:
        return taken;
    }
  }
  return taken;
}

void PointerQueue::Feed(const Entry& entry) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(entry.finger ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
  switch (entry.kind) {
    case Kind::kMove:
      io.AddMousePosEvent(entry.position.x, entry.position.y);
      break;
    case Kind::kPress:
      io.MouseDoubleClickTime = entry.soon ? FLT_MAX : 0;  // it counts the time between frames
      [[fallthrough]];
    case Kind::kLift:
      io.AddMouseButtonEvent(ImGuiMouseButton_Left, entry.kind == Kind::kPress);
      break;
    case Kind::kTakeBack:
      break;
    case Kind::kLeave:
      io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
      break;
    case Kind::kWheel:
      io.AddMouseWheelEvent(entry.position.x, entry.position.y);
      break;
  }
}

}  // namespace app

// What the press that is under way means. With a finger its first pixels decide: up or down scrolls
// the page, across is for what is under the finger; one that rests asks for an explanation.
#pragma once

#include <imgui.h>

#include <string>

namespace app {

enum class Swipe { kNone, kAcross, kUpDown };

struct Press {
  ImGuiID window = 0;  // where it began; only that one scrolls
  ImVec2 at;
  double since = 0;            // Frame::seconds
  bool finger = false;         // not a mouse or a pen
  bool under_way = false;      // until the frame of the release, and in it
  Swipe swipe = Swipe::kNone;  // of a finger: decided once
  bool rested = false;         // a finger stayed where it was for a while, before it swiped
  bool rested_now = false;     // since this frame
  std::string explanation;     // what it asked for: shown until the next press

  bool by_finger() const { return finger && under_way; }
  // By a finger that has neither moved nor rested: a tap, if it is lifted now.
  bool tap() const { return by_finger() && swipe == Swipe::kNone && !rested; }
};

// Brings `press` up to date with Dear ImGui's pointer, at the beginning of a frame. May ask for a
// frame, so many seconds later.
void TrackPress(Press& press, double seconds, double& frame_in);

}  // namespace app

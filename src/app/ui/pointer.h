// What the pointer did since the last frame.
#pragma once

#include <imgui.h>

namespace app {

// Mouse, first finger, pen: in order and complete. Dear ImGui keeps only the last position of a
// frame, drawing wants them all. Logical pixels (CSS pixels in the page).
struct PointerEvent {
  enum class Kind {
    kDown,
    kMove,
    kUp,
    kTakeBack,  // what this press has begun is not meant: a second finger, or a palm beside a pen
  };
  Kind kind = Kind::kMove;
  ImVec2 position;
  float pressure = 0.5f;  // of a pen, in [0, 1]; 0.5 where none is reported
  bool eraser = false;    // kDown: with the end of a pen that erases
};

// What two fingers did since the last frame.
struct Pinch {
  bool active = false;  // two fingers are down: what the first alone does is not meant
  ImVec2 center = {};   // between them, now
  ImVec2 pan = {};      // that the centre has moved
  float scale = 1;      // that their distance has grown by
};

}  // namespace app

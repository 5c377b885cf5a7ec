// How fast this machine draws, measured where frame follows frame: what moves by itself, and how
// often, depends on it.
#pragma once

#include <array>

namespace app {

struct Pace {
  static constexpr double kUsual = 1.0 / 60;

  double last = 0;  // when the last frame began
  // Seconds from one frame to the next, the last three times that one followed the other at once.
  std::array<double, 3> between = {kUsual, kUsual, kUsual};
  int unmeasured = 0;  // snapshots since then
};

// A frame begins, `seconds` since the program started; `follows` the one before at once.
void NoteFrame(Pace& pace, double seconds, bool follows);

// Seconds that a frame takes: one that is out of the ordinary does not count.
double FrameSeconds(const Pace& pace);

// Whether frames come so slowly that things jump instead of gliding.
bool IsSlow(const Pace& pace);

// What to put between two snapshots of a course, in seconds, so that drawing them takes at most a
// fifth of the time; 0 where frames are quick. After some that jump one glides, to measure again.
double PauseBetweenSnapshots(Pace& pace);

}  // namespace app

#include "app/model/pace.h"

#include <algorithm>

namespace app {
namespace {

constexpr double kShare = 0.2;           // of the time, for snapshots
constexpr double kSlowFrame = 1.0 / 25;  // seconds
constexpr double kLongestFrame = 1;      // beyond, the tab was hidden
constexpr int kMostUnmeasured = 20;      // snapshots

}  // namespace

void NoteFrame(Pace& pace, double seconds, bool follows) {
  const double passed = seconds - pace.last;
  pace.last = seconds;
  if (!follows || passed > kLongestFrame) return;
  pace.between = {pace.between[1], pace.between[2], passed};
  pace.unmeasured = 0;
}

double FrameSeconds(const Pace& pace) {
  std::array<double, 3> sorted = pace.between;
  std::sort(sorted.begin(), sorted.end());
  return sorted[1];
}

bool IsSlow(const Pace& pace) { return FrameSeconds(pace) > kSlowFrame; }

double PauseBetweenSnapshots(Pace& pace) {
  if (!IsSlow(pace)) return 0;
  const double pause = FrameSeconds(pace) / kShare;
  if (++pace.unmeasured > kMostUnmeasured) pace = {.last = pace.last};
  return pause;
}

}  // namespace app

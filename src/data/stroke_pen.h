// A smooth stroke through the places where a pointer was seen. Fast pointers are seen far apart:
// straight lines between these places would show corners that nobody drew.
#pragma once

#include <cstddef>
#include <vector>

#include "data/ink.h"

namespace vae {

// Draws a stroke, as a polyline so fine that its corners do not show: what everything else knows of
// strokes holds for it. The curve is a centripetal Catmull-Rom spline (Yuksel, Schaefer and Keyser
// 2011: no loops, no cusps) that becomes straight where the pointer turns sharply, so that corners
// stay. What lies between two places depends on one place before and one after: the end of the
// stroke, from the last place but one, changes once more.
class StrokePen {
 public:
  // The pointer has been seen at `point`: gives `points`, which are this pen's own and empty at
  // first, their new end. A point that is not finite is ignored.
  void Move(const InkPoint& point, std::vector<InkPoint>& points);

  // How many of the points will stay as they are.
  size_t settled() const { return settled_; }

  // Where the pointer was seen last; after the first Move.
  const InkPoint& last() const { return seen_.back(); }

 private:
  std::vector<InkPoint> seen_;  // three places at most, the last one last
  size_t settled_ = 0;
};

}  // namespace vae

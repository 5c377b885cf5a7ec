// Curves over the steps of a course.
#pragma once

#include <span>
#include <vector>

#include "app/ui/widgets.h"

namespace app {

struct Curve {
  std::vector<ImVec2> points;  // x: step, y: nats; from left to right
  ImU32 color = 0;
  bool dashed = false;
};

// Curves in a box with a common scale, from 0 where `from_zero`; its ends are written at the edge.
void DrawPlot(const Ui& ui, const Rect& rect, std::span<const Curve> curves, bool from_zero);

}  // namespace app

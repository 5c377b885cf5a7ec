// The view "Repair": a damaged digit and what models make of it.
#pragma once

#include "app/frame.h"

namespace app {

// What ViewRow says of them.
void UpdateRepair(AppState& state, Results& results);
void UpdateRepairPictures(const Theme& theme, bool all, const AppState& state,
                          const Results& results, Pictures& pictures);
float RepairView(Frame& frame, const Rect& rect);

}  // namespace app

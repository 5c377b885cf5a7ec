// The view "Sample": digits made from random codes.
#pragma once

#include "app/frame.h"

namespace app {

// What ViewRow says of them.
void UpdateKept(AppState& state, Results& results);
void UpdateSamplePictures(const Theme& theme, bool all, const AppState& state,
                          const Results& results, Pictures& pictures);
float SampleView(Frame& frame, const Rect& rect);

}  // namespace app

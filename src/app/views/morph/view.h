// The view "Morph": the way from one digit to another.
#pragma once

#include "app/frame.h"

namespace app {

// What ViewRow says of them.
void UpdateMorph(AppState& state, Results& results);
void UpdateMorphPictures(const Theme& theme, bool all, const AppState& state,
                         const Results& results, Pictures& pictures);
float MorphView(Frame& frame, const Rect& rect);

}  // namespace app

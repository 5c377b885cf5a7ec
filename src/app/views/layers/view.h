// The view "Layers": what the units of the two hidden layers stand for.
#pragma once

#include "app/frame.h"

namespace app {

// What ViewRow says of them.
void UpdateLayers(AppState& state, Results& results);
void UpdateLayersPictures(const Theme& theme, bool all, const AppState& state,
                          const Results& results, Pictures& pictures);
float LayersView(Frame& frame, const Rect& rect);

}  // namespace app

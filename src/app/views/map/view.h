// The view "Map": the test digits in latent space.
#pragma once

#include "app/frame.h"

namespace app {

// What ViewRow says of them.
void UpdateMap(AppState& state, Results& results);
void UpdateMapPictures(const Theme& theme, bool all, const AppState& state, const Results& results,
                       Pictures& pictures);
float MapView(Frame& frame, const Rect& rect);

}  // namespace app

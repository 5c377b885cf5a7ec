// The view "Manifold": digits over two latent dimensions.
#pragma once

#include "app/frame.h"

namespace app {

// What ViewRow says of them.
void UpdateManifold(AppState& state, Results& results);
void UpdateManifoldPictures(const Theme& theme, bool all, const AppState& state,
                            const Results& results, Pictures& pictures);
float ManifoldView(Frame& frame, const Rect& rect);

}  // namespace app

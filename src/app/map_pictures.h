// The textures of the map.
#pragma once

#include "app/state.h"
#include "app/theme.h"

namespace app {

// Brings them up to date. Between frames' start and end.
void UpdateMapPictures(const Theme& theme, const AppState& state, const Results& results,
                       MapPictures& pictures);

// The side of the dot's texture, in device pixels, for dots of `radius` device pixels.
int DotSide(float radius);

}  // namespace app

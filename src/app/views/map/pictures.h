// The textures of the map.
#pragma once

namespace app {

// The side of the dot's texture, in device pixels, for dots of `radius` device pixels.
int DotSide(float radius);

}  // namespace app

// Textures without a graphics card: what was last written to one.
#pragma once

#include <cstdint>
#include <vector>

#include "app/ui/texture.h"

namespace app {

// Row by row from the top; empty if nothing was.
const std::vector<uint32_t>& PixelsOf(const Texture& texture);

}  // namespace app

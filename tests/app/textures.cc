// Textures without a graphics card: the tests draw nothing, but the table of views names what
// would.
#include "app/ui/texture.h"

namespace app {

void UpdateTexture(Texture& texture, int width, int height, std::span<const uint32_t> /*rgba*/,
                   Filter /*filter*/) {
  texture.width = width;
  texture.height = height;
}

}  // namespace app

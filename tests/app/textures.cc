#include "app/textures.h"

#include <map>

namespace app {
namespace {

std::map<const Texture*, std::vector<uint32_t>>& Written() {
  static std::map<const Texture*, std::vector<uint32_t>> written;
  return written;
}

}  // namespace

const std::vector<uint32_t>& PixelsOf(const Texture& texture) { return Written()[&texture]; }

void UpdateTexture(Texture& texture, int width, int height, std::span<const uint32_t> rgba,
                   Filter /*filter*/) {
  texture.width = width;
  texture.height = height;
  Written()[&texture].assign(rgba.begin(), rgba.end());
}

}  // namespace app

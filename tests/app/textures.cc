#include "app/textures.h"

#include <gtest/gtest.h>

#include <algorithm>
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

void UpdateTextureRows(Texture& texture, int first, std::span<const uint32_t> rgba) {
  std::vector<uint32_t>& written = Written()[&texture];
  const auto begin = static_cast<size_t>(first) * static_cast<size_t>(texture.width);
  ASSERT_LE(begin + rgba.size(), written.size());
  std::copy(rgba.begin(), rgba.end(), written.data() + begin);
}

}  // namespace app

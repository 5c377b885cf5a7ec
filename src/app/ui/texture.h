// Pixels on the graphics card.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <span>

namespace app {

// Create and update only between frames' start and end.
struct Texture {
  ImTextureID id = nullptr;
  int width = 0;
  int height = 0;
};

enum class Filter { kNearest, kLinear };

// Replaces the content of `texture` (created on first use) by width * height RGBA pixels, one byte
// a channel, row by row from the top. Implemented by the platform.
void UpdateTexture(Texture& texture, int width, int height, std::span<const uint32_t> rgba,
                   Filter filter);
// Replaces whole rows of it, from `first` on.
void UpdateTextureRows(Texture& texture, int first, std::span<const uint32_t> rgba);

}  // namespace app

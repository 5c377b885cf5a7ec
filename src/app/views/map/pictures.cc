#include "app/views/map/pictures.h"

#include <algorithm>
#include <cmath>

#include "app/ui/pictures.h"
#include "app/views/map/state.h"
#include "app/views/map/view.h"

namespace app {
namespace {

// The dot at its size on screen, so that its edge is as smooth as that of other shapes.
void UpdateDot(float radius, MapPictures& pictures) {
  if (radius <= 0 || radius == pictures.dot_radius) return;
  pictures.dot_radius = radius;
  const int side = DotSide(radius);
  const float middle = static_cast<float>(side) / 2;
  std::vector<uint32_t> pixels(static_cast<size_t>(side * side));
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const float distance =
          std::hypot(static_cast<float>(x) + 0.5f - middle, static_cast<float>(y) + 0.5f - middle);
      const float coverage = std::clamp(radius + 0.5f - distance, 0.0f, 1.0f);
      pixels[static_cast<size_t>(y * side + x)] = Faded(IM_COL32_WHITE, coverage);
    }
  }
  UpdateTexture(pictures.dot, side, side, pixels, Filter::kLinear);
}

// Ink on the colour of the canvas, paler than the points on top of it.
void UpdateTiles(const Theme& theme, const MapTiles& tiles, Texture& texture) {
  constexpr int kSide = vae::kDigitSide;
  constexpr float kInk = 0.6f;
  std::array<uint32_t, 256> ramp;
  for (size_t i = 0; i < ramp.size(); ++i) {
    ramp[i] = Mix(theme.ground, theme.text, kInk * static_cast<float>(i) / 255);
  }
  const int width = tiles.columns * kSide;
  std::vector<uint32_t> pixels(static_cast<size_t>(width) *
                               static_cast<size_t>(tiles.rows * kSide));
  for (int tile = 0; tile < tiles.columns * tiles.rows; ++tile) {
    const int corner = tile / tiles.columns * kSide * width + tile % tiles.columns * kSide;
    for (int i = 0; i < vae::kDigitPixels; ++i) {
      const float value = std::clamp(tiles.digits(i, tile), 0.0f, 1.0f);
      pixels[static_cast<size_t>(corner + i / kSide * width + i % kSide)] =
          ramp[static_cast<size_t>(value * 255 + 0.5f)];
    }
  }
  UpdateTexture(texture, width, tiles.rows * kSide, pixels, Filter::kLinear);
}

}  // namespace

int DotSide(float radius) { return 2 * static_cast<int>(std::ceil(radius + 0.5f)) + 2; }

void UpdateMapPictures(const Theme& theme, bool /*all*/, const AppState& state,
                       const Results& results, Pictures& all_pictures) {
  MapPictures& pictures = all_pictures.views.Of<MapPictures>();
  const MapResults& map = results.views.Of<MapResults>();
  UpdateDot(state.views.Of<MapState>().dot_radius, pictures);
  const bool recolored = pictures.night != theme.night;
  pictures.night = theme.night;
  if (map.hover_digit.size() > 0 && (recolored || pictures.hover_version != map.hover_version)) {
    pictures.hover_version = map.hover_version;
    UpdateDigitPicture(theme, map.hover_digit, pictures.hover);
  }
  if (!map.tiles.known.empty() && (recolored || pictures.tiles_version != map.tiles.version)) {
    pictures.tiles_version = map.tiles.version;
    UpdateTiles(theme, map.tiles, pictures.tiles);
  }
}

}  // namespace app

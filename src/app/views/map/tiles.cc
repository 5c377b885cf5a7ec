#include <algorithm>
#include <cmath>

#include "app/views/map/results.h"
#include "app/views/map/state.h"

namespace app {
namespace {

constexpr float kLeastTile = 22;         // logical pixels; a tile is up to twice as wide
constexpr vae::Index kTilesAtOnce = 80;  // a few milliseconds

// Squares whose corners stay where they are while one pans, and are halved or doubled by zooming;
// no farther out than the test digits, where the decoder has learned nothing.
MapTiles TilesOnScreen(const MapState& state, const MapBox& box) {
  MapTiles tiles;
  const MapCamera& camera = state.shown;
  tiles.step = std::exp2(std::ceil(std::log2(kLeastTile / camera.scale)));
  const float across = state.canvas_size.x / (2 * camera.scale);
  const float up = state.canvas_size.y / (2 * camera.scale);
  const auto below = [&](float at) { return static_cast<int>(std::floor(at / tiles.step)); };
  const auto above = [&](float at) { return static_cast<int>(std::ceil(at / tiles.step)); };
  tiles.left = below(std::max(camera.center.x - across, box.least.x));
  tiles.top = above(std::min(camera.center.y + up, box.most.y));
  const int right = above(std::min(camera.center.x + across, box.most.x));
  const int bottom = below(std::max(camera.center.y - up, box.least.y));
  tiles.columns = std::max(right - tiles.left, 0);
  tiles.rows = std::max(tiles.top - bottom, 0);
  return tiles;
}

// What `old` has already decoded.
void TakeOver(const MapTiles& old, MapTiles& tiles) {
  const int count = tiles.columns * tiles.rows;
  tiles.digits = vae::Matrix::Zero(vae::kDigitPixels, count);
  tiles.known.assign(static_cast<size_t>(count), false);
  if (old.step != tiles.step) return;
  for (int i = 0; i < count; ++i) {
    const int column = i % tiles.columns + tiles.left - old.left;
    const int row = i / tiles.columns + old.top - tiles.top;
    if (column < 0 || column >= old.columns || row < 0 || row >= old.rows) continue;
    const int at = row * old.columns + column;
    if (!old.known[static_cast<size_t>(at)]) continue;
    tiles.digits.col(i) = old.digits.col(at);
    tiles.known[static_cast<size_t>(i)] = true;
  }
}

MapPlace Middle(const MapTiles& tiles, int index) {
  const int column = index % tiles.columns;
  const int row = index / tiles.columns;
  return {(static_cast<float>(tiles.left + column) + 0.5f) * tiles.step,
          (static_cast<float>(tiles.top - row) - 0.5f) * tiles.step};
}

void DecodeSome(const vae::Network& network, MapTiles& tiles) {
  std::vector<int> missing;
  for (size_t i = 0; i < tiles.known.size() && missing.size() < kTilesAtOnce; ++i) {
    if (!tiles.known[i]) missing.push_back(static_cast<int>(i));
  }
  tiles.complete = missing.size() < kTilesAtOnce;
  if (missing.empty()) return;
  vae::Matrix z(2, static_cast<vae::Index>(missing.size()));
  for (size_t i = 0; i < missing.size(); ++i) {
    const MapPlace middle = Middle(tiles, missing[i]);
    z(0, static_cast<vae::Index>(i)) = middle.x;
    z(1, static_cast<vae::Index>(i)) = middle.y;
  }
  const vae::Matrix digits = vae::Decode(network, z);
  for (size_t i = 0; i < missing.size(); ++i) {
    tiles.digits.col(missing[i]) = digits.col(static_cast<vae::Index>(i));
    tiles.known[static_cast<size_t>(missing[i])] = true;
  }
  ++tiles.version;
}

}  // namespace

void UpdateMapTiles(const AppState& state, MapResults& map) {
  const bool wanted = state.views.Of<MapState>().digits_beneath && map.kind == MapKind::kPlane &&
                      state.views.Of<MapState>().canvas_size.x > 0 &&
                      state.views.Of<MapState>().canvas_size.y > 0;
  if (!wanted) return;
  MapTiles tiles = TilesOnScreen(state.views.Of<MapState>(), map.box);
  const MapTiles& old = map.tiles;
  const bool same = tiles.step == old.step && tiles.left == old.left && tiles.top == old.top &&
                    tiles.columns == old.columns && tiles.rows == old.rows;
  if (same && old.complete) return;
  if (!same) {
    tiles.version = old.version + 1;
    TakeOver(old, tiles);
    map.tiles = std::move(tiles);
  }
  DecodeSome(state.model->network(), map.tiles);
}

}  // namespace app

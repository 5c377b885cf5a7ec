// The view "Manifold": digits decoded from a grid over two latent dimensions.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/model/z_source.h"
#include "app/ui/texture.h"
#include "core/types.h"

namespace app {

// Of a z that is taken here.
inline constexpr ZSource kOfManifold{5};

// A place of the grid's plane in quantiles of N(0, 1): from the left and from the bottom, in [0,
// 1].
struct PlanePoint {
  float across = 0.5f;
  float up = 0.5f;
  bool operator==(const PlanePoint&) const = default;
};

// How many digits a side of the grid can have.
inline constexpr int kManifoldSides[] = {8, 12, 16, 20, 24};

// What the user did.
struct ManifoldState {
  int across = 0;  // the two latent dimensions, different
  int up = 1;
  int side = 12;                      // digits
  bool others_follow_z = false;       // the other dimensions are at the current z, else at 0
  bool strips = false;                // each dimension by itself, where there is room for one
  bool strips_shown = false;          // as they are, alone or beside the grid
  std::optional<PlanePoint> pointed;  // where the pointer is
};

// A strip shows what one dimension does: so many digits from -kStripRange to kStripRange.
inline constexpr int kStripSteps = 7;
inline constexpr float kStripRange = 2;

// What the model makes of it. A version counts how often its part has changed.
struct ManifoldResults {
  vae::Matrix digits;  // (784, side * side), row by row from the top left
  uint64_t digits_version = 0;
  std::vector<uint64_t> row_versions;  // of each row of the grid: digits_version when it changed
  vae::Matrix strips;  // (784, L * kStripSteps), a row of the picture for each dimension
  uint64_t strips_version = 0;
  // What is of an earlier center still and has its turn in the next frames: so many rows of the
  // grid from next_row on, round and round; and the strips, once in a round.
  int stale_rows = 0;
  int next_row = 0;
  bool strips_stale = false;
  bool strips_had_turn = false;
  vae::Vector pointed_z;  // (L): of what is decoded at the pointer
  vae::Vector pointed_digit;
  uint64_t pointed_version = 0;

  // What they were computed from.
  uint64_t weights = 0;
  int across = 0;
  int up = 0;
  int side = 0;
  vae::Vector center;
  vae::Vector strips_center;
};

struct ManifoldPictures {
  Texture digits;
  uint64_t digits_version = 0;
  Texture strips;
  uint64_t strips_version = 0;
  Texture pointed;
  uint64_t pointed_version = 0;
};

}  // namespace app

// What the tests of this room share.
#pragma once

#include <cstdint>

#include "core/random.h"
#include "core/types.h"

namespace vae {

// (dim, count) from N(0, I).
inline Matrix RandomPoints(Index dim, Index count, uint64_t seed) {
  Matrix points(dim, count);
  FillNormal({.seed = seed}, points);
  return points;
}

}  // namespace vae

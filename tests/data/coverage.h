#pragma once

#include <cstddef>

#include "data/ink.h"

namespace vae {

inline float CoverageAt(const InkRaster& ink, int x, int y) {
  return ink.coverage[static_cast<size_t>(y * ink.side + x)];
}

}  // namespace vae

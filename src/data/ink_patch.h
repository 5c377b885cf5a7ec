// What differs between two rasters: what makes one of the other, small where they are alike.
#pragma once

#include <cstdint>
#include <vector>

#include "data/ink.h"

namespace vae {

struct InkPatch {
  // Row by row: `same` pixels as they are, then `count` of `value`.
  struct Run {
    int32_t same = 0;
    int32_t count = 0;
    float value = 0;
  };
  std::vector<Run> runs;
};

// What makes `to` of `from`, which is as large.
InkPatch Difference(const InkRaster& from, const InkRaster& to);

void Apply(const InkPatch& patch, InkRaster& raster);

}  // namespace vae

#include "data/ink_patch.h"

#include <algorithm>
#include <cassert>

namespace vae {

InkPatch Difference(const InkRaster& from, const InkRaster& to) {
  assert(from.side == to.side);
  InkPatch patch;
  const size_t size = to.coverage.size();
  size_t i = 0;
  while (i < size) {
    const size_t start = i;
    while (i < size && from.coverage[i] == to.coverage[i]) ++i;
    if (i == size) break;
    const size_t first = i;
    const float value = to.coverage[first];
    while (i < size && to.coverage[i] == value && from.coverage[i] != value) ++i;
    patch.runs.push_back(
        {static_cast<int32_t>(first - start), static_cast<int32_t>(i - first), value});
  }
  patch.runs.shrink_to_fit();
  return patch;
}

void Apply(const InkPatch& patch, InkRaster& raster) {
  auto pixel = raster.coverage.begin();
  for (const InkPatch::Run& run : patch.runs) {
    pixel = std::fill_n(pixel + run.same, run.count, run.value);
  }
}

}  // namespace vae

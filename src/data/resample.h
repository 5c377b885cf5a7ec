// Pictures of one size from pictures of another, each pixel the mean over its area.
#pragma once

#include <Eigen/Core>
#include <algorithm>

#include "core/types.h"

namespace vae {

using PixelRows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ConstPixels = Eigen::Ref<const PixelRows>;  // (y, x), a picture or a part of one

// Where a run of `size` source pixels comes to lie: `size * scale` long, from `begin` on.
struct Placement {
  Index size = 0;
  double scale = 1;
  double begin = 0;

  double end() const { return begin + static_cast<double>(size) * scale; }
};

// Calls f(target, source, share) for each of the `targets` pixels and each source pixel that covers
// a share of it, source by source.
template <class F>
void ForEachShare(Index targets, const Placement& place, F f) {
  for (Index source = 0; source < place.size; ++source) {
    const double begin = place.begin + static_cast<double>(source) * place.scale;
    const double end = begin + place.scale;
    for (auto target = static_cast<Index>(begin);
         target < targets && static_cast<double>(target) < end; ++target) {
      const double length = std::min(end, static_cast<double>(target + 1)) -
                            std::max(begin, static_cast<double>(target));
      if (length > 0) f(target, source, static_cast<float>(length));
    }
  }
}

struct PictureSize {
  Index rows = 0;
  Index columns = 0;
};

// The pixels (y, x) of a picture of `size`, each the sum of `source` over the area that covers it.
// Where nothing does they are 0; rounding may leave the range of the source by little.
Eigen::MatrixXf Resample(const ConstPixels& source, PictureSize size, const Placement& rows,
                         const Placement& columns);

}  // namespace vae

// Pictures of one size from pictures of another, each pixel the mean over its area.
#pragma once

#include <Eigen/Core>

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

// (targets, sources): how much of each target pixel each source pixel covers.
Eigen::MatrixXf Overlap(Index targets, const Placement& place);

struct PictureSize {
  Index rows = 0;
  Index columns = 0;
};

// The pixels (y, x) of a picture of `size`, each the sum of `source` over the area that covers it.
// Where nothing does they are 0; rounding may leave the range of the source by little.
Eigen::MatrixXf Resample(const ConstPixels& source, PictureSize size, const Placement& rows,
                         const Placement& columns);

}  // namespace vae

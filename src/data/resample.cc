#include "data/resample.h"

#include <algorithm>

namespace vae {

Eigen::MatrixXf Overlap(Index targets, const Placement& place) {
  Eigen::MatrixXf overlap = Eigen::MatrixXf::Zero(targets, place.size);
  for (Index s = 0; s < place.size; ++s) {
    const double begin = place.begin + static_cast<double>(s) * place.scale;
    const double end = begin + place.scale;
    for (Index t = static_cast<Index>(begin); t < targets && static_cast<double>(t) < end; ++t) {
      const double length =
          std::min(end, static_cast<double>(t + 1)) - std::max(begin, static_cast<double>(t));
      overlap(t, s) = static_cast<float>(std::max(length, 0.0));
    }
  }
  return overlap;
}

Eigen::MatrixXf Resample(const ConstPixels& source, PictureSize size, const Placement& rows,
                         const Placement& columns) {
  const Eigen::MatrixXf wide = source * Overlap(size.columns, columns).transpose();
  return Overlap(size.rows, rows) * wide;
}

}  // namespace vae

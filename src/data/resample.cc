#include "data/resample.h"

namespace vae {

Eigen::MatrixXf Resample(const ConstPixels& source, PictureSize size, const Placement& rows,
                         const Placement& columns) {
  // Rows first: they are what lies in memory.
  PixelRows flat = PixelRows::Zero(size.rows, source.cols());
  ForEachShare(size.rows, rows, [&](Index target, Index row, float share) {
    flat.row(target) += share * source.row(row);
  });
  Eigen::MatrixXf picture = Eigen::MatrixXf::Zero(size.rows, size.columns);
  ForEachShare(size.columns, columns, [&](Index target, Index column, float share) {
    picture.col(target) += share * flat.col(column);
  });
  return picture;
}

}  // namespace vae

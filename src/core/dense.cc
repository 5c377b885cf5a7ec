#include "core/dense.h"

namespace vae {

void DenseForward(const DenseParams& p, const ConstColumns& x, Columns y) {
  eigen_assert(x.rows() == p.in() && y.rows() == p.out() && x.cols() == y.cols());
  y.noalias() = p.w * x;
  y.colwise() += p.b;
}

void DenseBackwardInput(const DenseParams& p, const ConstColumns& dy, Columns dx) {
  eigen_assert(dy.rows() == p.out() && dx.rows() == p.in() && dx.cols() == dy.cols());
  dx.noalias() = p.w.transpose() * dy;
}

void DenseBackwardParams(const ConstColumns& x, const ConstColumns& dy, Index row, Index rows,
                         DenseParams& grad) {
  eigen_assert(grad.in() == x.rows() && grad.out() == dy.rows() && row + rows <= grad.out());
  grad.w.middleRows(row, rows).noalias() = dy.middleRows(row, rows) * x.transpose();
  grad.b.segment(row, rows) = dy.middleRows(row, rows).rowwise().sum();
}

}  // namespace vae

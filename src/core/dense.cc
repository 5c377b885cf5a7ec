#include "core/dense.h"

namespace vae {

void DenseForward(const DenseParams& p, const ConstColumns& x, Columns y) {
  eigen_assert(x.rows() == p.in() && y.rows() == p.out() && x.cols() == y.cols());
  y.noalias() = p.w * x;
  y.colwise() += p.b;
}

void DenseForwardRows(const DenseParams& p, const RowMatrix& x, Terms terms, RowRange rows,
                      ColumnRange columns, RowMatrix& y) {
  eigen_assert(x.rows() == p.in() && y.rows() == p.out() && x.cols() == y.cols());
  Product({p.w.data() + rows.first * p.in(), 1, p.in()}, x.data() + columns.first, x.cols(), terms,
          rows.count, columns.count, y.data() + rows.first * y.cols() + columns.first, y.cols());
  y.block(rows.first, columns.first, rows.count, columns.count).colwise() +=
      p.b.segment(rows.first, rows.count);
}

void DenseBackwardInput(const DenseParams& p, const ConstColumns& dy, RowRange rows, Columns dx) {
  eigen_assert(dy.rows() == p.out() && dx.rows() == p.in() && dx.cols() == dy.cols());
  if (rows.count < kLanes) {
    dx.middleRows(rows.first, rows.count).noalias() =
        p.w.middleCols(rows.first, rows.count).transpose() * dy;
    return;
  }
  Product({dy.data(), 1, dy.outerStride()}, p.w.data() + rows.first, p.in(), {p.out()}, dy.cols(),
          rows.count, dx.data() + rows.first, dx.outerStride());
}

void DenseBackwardParams(const ConstColumns& x, const ConstColumns& dy, Index row, Index rows,
                         DenseParams& grad) {
  eigen_assert(grad.in() == x.rows() && grad.out() == dy.rows() && row + rows <= grad.out());
  grad.b.segment(row, rows) = dy.middleRows(row, rows).rowwise().sum();
  if (grad.in() < kLanes) {
    grad.w.middleRows(row, rows).noalias() = dy.middleRows(row, rows) * x.transpose();
    return;
  }
  Product({dy.data() + row, dy.outerStride(), 1}, x.data(), x.outerStride(), {x.cols()}, rows,
          grad.in(), grad.w.data() + row * grad.in(), grad.in());
}

}  // namespace vae

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

namespace {

// dy x^T for some rows of dy, into `dw` (rows, in), which lies at w_row.
void WeightGradient(const ConstColumns& x, const ConstColumns& dy, Index row, Index rows,
                    Scalar* dw, Index w_row) {
  if (x.rows() < kLanes) {
    Eigen::Map<RowMatrix, 0, Eigen::OuterStride<>>(dw, rows, x.rows(), Eigen::OuterStride<>(w_row))
        .noalias() = dy.middleRows(row, rows) * x.transpose();
    return;
  }
  Product({dy.data() + row, dy.outerStride(), 1}, x.data(), x.outerStride(), {x.cols()}, rows,
          x.rows(), dw, w_row);
}

}  // namespace

void DenseBackwardParams(const ConstColumns& x, const ConstColumns& dy, Index row, Index rows,
                         DenseParams& grad) {
  eigen_assert(grad.in() == x.rows() && grad.out() == dy.rows() && row + rows <= grad.out());
  grad.b.segment(row, rows) = dy.middleRows(row, rows).rowwise().sum();
  WeightGradient(x, dy, row, rows, grad.w.data() + row * grad.in(), grad.in());
}

void DenseBackwardParams(const ConstColumns& x, const std::vector<Index>& inputs,
                         const ConstColumns& dy, Index row, Index rows, DenseParams& grad) {
  const auto count = static_cast<Index>(inputs.size());
  eigen_assert(count == x.rows() && grad.out() == dy.rows() && row + rows <= grad.out());
  grad.b.segment(row, rows) = dy.middleRows(row, rows).rowwise().sum();
  RowMatrix dw(rows, count);
  WeightGradient(x, dy, row, rows, dw.data(), count);
  grad.w.middleRows(row, rows).setZero();
  for (Index i = 0; i < rows; ++i) {
    const Scalar* const from = dw.data() + i * count;
    Scalar* const to = grad.w.data() + (row + i) * grad.in();
    for (Index j = 0; j < count; ++j) to[inputs[static_cast<size_t>(j)]] = from[j];
  }
}

}  // namespace vae

// One fully connected layer, y = W x + b, and its two gradients.
#pragma once

#include "core/types.h"

namespace vae {

struct DenseParams {
  Weights w;  // (out, in)
  Vector b;   // (out)

  Index in() const { return w.cols(); }
  Index out() const { return w.rows(); }
};

// y = W x + b.  x: (in, B) -> y: (out, B)
void DenseForward(const DenseParams& p, const Matrix& x, Matrix& y);

// dL/dx = W^T dy.  dy: (out, B) -> dx: (in, B)
void DenseBackwardInput(const DenseParams& p, const Matrix& dy, Matrix& dx);

// dL/dW = dy x^T and dL/db = the row sums of dy, for the rows [row, row + rows) of the layer only:
// rows are independent, so a layer's gradient can be shared out over threads and stays the same to
// the last bit. Overwrites those rows of `grad`.
void DenseBackwardParams(const Matrix& x, const Matrix& dy, Index row, Index rows,
                         DenseParams& grad);

}  // namespace vae

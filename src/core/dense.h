// One fully connected layer, y = W x + b, and its gradients.
#pragma once

#include <vector>

#include "core/product.h"
#include "core/types.h"

namespace vae {

struct DenseParams {
  Weights w;  // (out, in)
  Vector b;   // (out)

  Index in() const { return w.cols(); }
  Index out() const { return w.rows(); }
};

// y = W x + b.  x: (in, B) -> y: (out, B)
void DenseForward(const DenseParams& p, const ConstColumns& x, Columns y);

struct RowRange {
  Index first = 0;
  Index count = 0;
};

// y = W x + b of a batch that lies a feature a row, its columns filled up to whole vectors: x (in,
// Padded(B)) -> y (out, Padded(B)). Only these rows and columns (whole vectors) of y, and of x only
// the rows `terms`: all, or those that are not 0.
void DenseForwardRows(const DenseParams& p, const RowMatrix& x, Terms terms, RowRange rows,
                      ColumnRange columns, RowMatrix& y);

// dL/dx = W^T dy, the rows `rows` of it.  dy: (out, B) -> dx: (in, B)
void DenseBackwardInput(const DenseParams& p, const ConstColumns& dy, RowRange rows, Columns dx);

// dL/dW = dy x^T and dL/db = the row sums of dy, for the rows [row, row + rows) of the layer only:
// rows do not depend on each other, so threads can share a layer out and the result stays the same
// to the last bit. x: (in, B), dy: (out, B). Overwrites those rows of `grad`.
void DenseBackwardParams(const ConstColumns& x, const ConstColumns& dy, Index row, Index rows,
                         DenseParams& grad);

// The same where x holds only the inputs of the list, in its order: (its length, B). All others are
// 0 throughout the batch.
void DenseBackwardParams(const ConstColumns& x, const std::vector<Index>& inputs,
                         const ConstColumns& dy, Index row, Index rows, DenseParams& grad);

}  // namespace vae

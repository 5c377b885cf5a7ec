// Numbers, tensors and their layout, stated once for the whole project.
//
// Batches hold one sample per COLUMN: a batch of B digits is a (784, B) matrix, column-major, so
// that each digit's 784 values are contiguous. Shapes in comments are written (rows, columns).
// Weights are (out, in), ROW-major: the memory order of torch.nn.Linear and of the weights files.
#pragma once

#include <Eigen/Core>
#include <cstdint>

namespace vae {

// float everywhere but in the second build of this library that the gradient tests link, where it
// is double so that central differences can be trusted to many more digits.
#ifdef VAE_SCALAR
using Scalar = VAE_SCALAR;
#else
using Scalar = float;
#endif

using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;  // one sample per column
using RowMatrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Weights = RowMatrix;
using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
using Index = Eigen::Index;

// Arguments: a matrix or a run of its columns, without a copy. Output columns must have their size.
using ConstColumns = Eigen::Ref<const Matrix>;
using Columns = Eigen::Ref<Matrix>;

// Some columns of a batch: digits do not depend on each other, so that threads can share it out.
struct ColumnRange {
  Index first = 0;
  Index count = 0;
};

// A digit is kDigitPixels values in [0, 1], 0 = paper, 1 = ink, row by row from the top left.
inline constexpr int kDigitSide = 28;
inline constexpr int kDigitPixels = kDigitSide * kDigitSide;

}  // namespace vae

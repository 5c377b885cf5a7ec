// A fully connected layer whose weights are of 8 bits, computed in whole numbers: for one digit a
// quarter of the memory is read, for many an instruction multiplies twice as much.
#pragma once

#include <cstdint>

#include "core/types.h"

namespace vae {

// w = diag(scale) q.
struct QuantizedWeights {
  Eigen::Matrix<int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> q;  // (out, in), -127..127
  Vector scale;                                                              // (out), at least 0

  bool operator==(const QuantizedWeights&) const = default;
};

Weights Dequantize(const QuantizedWeights& weights);

// y = diag(scale) q x + b for inputs in [-1, 1] (others count as the nearer end), which are rounded
// to whole steps, steps() of which are 1: an element is off by at most sum_j |w_ij| / (2 steps()).
// The sums are exact, so that every machine finds the same.
class ByteDense {
 public:
  ByteDense(const QuantizedWeights& weights, Vector b);

  Index in() const { return in_; }
  Index out() const { return b_.size(); }
  int steps() const { return steps_; }

  // x: (in, B) -> y: (out, B). Made for few columns, each of which reads all weights.
  void Forward(const ConstColumns& x, Columns y) const;

  // The same of a batch that lies a feature a row: x (in, B) -> y (out, B)
  void ForwardRows(const RowMatrix& x, RowMatrix& y) const;

 private:
  // (out, in), filled up with zeros to whole tiles.
  Eigen::Matrix<int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> q_;
  Vector scale_;  // (out): of a sum of steps
  Vector b_;      // (out)
  Index in_ = 0;
  int steps_ = 0;
};

}  // namespace vae

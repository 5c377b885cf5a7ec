// Adam (Kingma & Ba, "Adam: A Method for Stochastic Optimization", arXiv 1412.6980, algorithm 1).
#pragma once

#include <cstdint>

#include "core/dense.h"
#include "core/vae.h"

namespace vae {

struct AdamOptions {
  double learning_rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

// Exponential averages of the gradient and of its square, one value per parameter.
struct AdamMoments {
  VaeParams m;
  VaeParams v;

  static AdamMoments Zero(const VaeShape& shape);
};

// One step of the rows [row, row + rows) of one layer: updates m and v from `grad` and moves
// `params`. `t` is the number of this step, 1 for the first, the same for all layers of a step.
void AdamUpdate(const AdamOptions& options, int64_t t, const DenseParams& grad, Index row,
                Index rows, DenseParams& m, DenseParams& v, DenseParams& params);

// The same for a whole model.
void AdamUpdate(const AdamOptions& options, int64_t t, const VaeParams& grad, AdamMoments& moments,
                VaeParams& params);

}  // namespace vae

// Principal component analysis of latent points.
#pragma once

#include "core/types.h"

namespace vae {

struct Pca {
  Vector mean;      // (D)
  Matrix axes;      // (D, k): orthonormal, most variance first
  Vector variance;  // (k): of the points along each axis
};

// Of points (D, N), N >= 2, 1 <= k <= D. The sign of an axis is such that its largest component is
// positive, so the result does not depend on the solver.
Pca FitPca(const Matrix& points, Index k);

// Coordinates (k, M) of points (D, M).
Matrix Project(const Pca& pca, const Matrix& points);
// The points (D, M) of the plane with these coordinates (k, M).
Matrix Unproject(const Pca& pca, const Matrix& coordinates);

}  // namespace vae

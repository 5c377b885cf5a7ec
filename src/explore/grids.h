// Sets of latent points worth decoding.
#pragma once

#include "core/types.h"

namespace vae {

// z (L, side * side), row by row from the top left, over dimensions `across` and `down` (0-based,
// different): the quantiles (i + 1/2) / side of N(0, 1), so that every cell stands for the same
// share of the prior; small values left and at the bottom. The other dimensions are 0.
Matrix ManifoldGrid(Index latent_dim, Index side, Index across, Index down);

// z (L, side) along dimension `along` alone, at the same quantiles, small values left.
Matrix ManifoldLine(Index latent_dim, Index side, Index along);

// z (L, steps): dimension `along` goes from -range to range, the others stay at `center` (L).
// steps >= 2.
Matrix TraverseOne(const Vector& center, Index along, Index steps, Scalar range);

// All dimensions one after the other, z (L, L * steps): row j of the picture moves dimension j.
Matrix Traversal(const Vector& center, Index steps, Scalar range);

enum class Path { kLinear, kSpherical };

// The point between `a` (t = 0) and `b` (t = 1). Spherical: Shoemake's slerp of the directions with
// the length interpolated linearly, so that points keep the length that the prior expects; for
// (nearly) parallel, opposite or zero vectors the straight line.
Vector PointBetween(const Vector& a, const Vector& b, double t, Path path);

// z (L, steps) from `a` to `b`, both included, at equal steps of t. steps >= 2.
Matrix Interpolate(const Vector& a, const Vector& b, Index steps, Path path);

}  // namespace vae

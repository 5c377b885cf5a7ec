// Where the names of the classes stand on a map.
#pragma once

#include <cstdint>
#include <span>

#include "core/types.h"

namespace vae {

// The median place (2, classes) of each class, which strays do not move; NaN for a class without
// points. positions (2, N), labels (N); labels from `classes` on are in no class.
Matrix ClassMedians(const Matrix& positions, std::span<const uint8_t> labels, Index classes = 10);

// Moves places (2, M) that are nearer to each other than `distance` apart, each by as little as the
// other. Columns that are not finite stay and are in nobody's way.
void KeepApart(Matrix& places, Scalar distance);

}  // namespace vae

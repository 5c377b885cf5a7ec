// The one matrix product that training needs, in the three forms of a layer's forward and backward
// pass: plain loops over vectors as wide as the machine's, in tiles that stay in its registers.
#pragma once

#include "core/types.h"

namespace vae {

// Numbers in a vector register. A result's bits depend on this, not on how work is cut up.
#if defined(__AVX512F__)
inline constexpr Index kVectorBytes = 64;
#elif defined(__AVX__)
inline constexpr Index kVectorBytes = 32;
#else
inline constexpr Index kVectorBytes = 16;
#endif
inline constexpr Index kLanes = kVectorBytes / static_cast<Index>(sizeof(Scalar));

// Columns that are computed together: pieces of so many lose nothing.
inline constexpr Index kTileColumns = (kVectorBytes > 16 ? 2 : 4) * kLanes;

// `size` rounded up to whole vectors.
constexpr Index Padded(Index size) { return (size + kLanes - 1) / kLanes * kLanes; }

// A matrix in memory: element (i, j) is at data[i * row + j * column].
struct ProductInput {
  const Scalar* data;
  Index row;
  Index column;
};

// What a sum is over: 0 .. count - 1, or the numbers of a list in its order.
struct Terms {
  Index count = 0;
  const Index* list = nullptr;

  Index operator[](Index i) const { return list == nullptr ? i : list[i]; }
};

// c(m, n) = sum over the k of `terms` of a(k, m) b(k, n), for m < rows and n < columns, which are
// kLanes or more; c(m, n) is at c[m * c_row + n], b(k, n) at b[k * b_row + n]. Each element is one
// sum in the order of terms, whatever else is computed with it: threads can share rows and columns
// out.
void Product(const ProductInput& a, const Scalar* b, Index b_row, Terms terms, Index rows,
             Index columns, Scalar* c, Index c_row);

}  // namespace vae

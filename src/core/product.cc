#include "core/product.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#if defined(__FMA__) || defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace vae {
namespace {

using Lanes = Scalar __attribute__((vector_size(kVectorBytes)));

// a * b + c, rounded once where the machine can. Left to themselves compilers decide otherwise from
// one tile to the next (GCC 13 does not fuse in some), and the bits of a sum would depend on which
// tile it is in: hence this, and no contraction in this file.
template <class Vector>
inline Vector MultiplyAdd(const Vector& a, const Vector& b, const Vector& c) {
  [[maybe_unused]] constexpr bool kFloat = sizeof(a[0]) == sizeof(float);
#if defined(__AVX512F__)
  if constexpr (kFloat)
    return _mm512_fmadd_ps(a, b, c);
  else
    return _mm512_fmadd_pd(a, b, c);
#elif defined(__AVX__) && defined(__FMA__)
  if constexpr (kFloat)
    return _mm256_fmadd_ps(a, b, c);
  else
    return _mm256_fmadd_pd(a, b, c);
#elif defined(FP_FAST_FMA) && defined(FP_FAST_FMAF)
  Vector sum = c;
  for (Index i = 0; i < kLanes; ++i) sum[i] = std::fma(a[i], b[i], c[i]);
  return sum;
#else
  return a * b + c;
#endif
}

// A tile of sums: kTileRows x kTileVectors accumulators, which with a row of b and one number of a
// fill the registers (32 of AVX-512, else 16).
#if defined(__AVX512F__)
constexpr Index kTileRows = 12;
#elif defined(__AVX__)
constexpr Index kTileRows = 6;
#else
constexpr Index kTileRows = 3;
#endif
constexpr Index kTileVectors = kTileColumns / kLanes;

inline Lanes Load(const Scalar* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

// x in every lane. Compilers leave out the - 0, which changes no number; + 0 would be computed, as
// it makes a 0 of -0.
inline Lanes Everywhere(Scalar x) { return x - Lanes{}; }

inline void Store(const Lanes& lanes, Scalar* to) { std::memcpy(to, &lanes, sizeof lanes); }

template <Index kRows, Index kVectors>
void Tile(const Scalar* a, const ProductInput& strides, const Scalar* b, Index b_row, Terms terms,
          Scalar* c, Index c_row) {
  Lanes sums[kRows][kVectors] = {};
  for (Index i = 0; i < terms.count; ++i) {
    const Index k = terms[i];
    Lanes b_of_k[kVectors];
    for (Index v = 0; v < kVectors; ++v) b_of_k[v] = Load(b + k * b_row + v * kLanes);
    for (Index m = 0; m < kRows; ++m) {
      const Lanes a_of_k = Everywhere(a[k * strides.row + m * strides.column]);
      for (Index v = 0; v < kVectors; ++v) {
        sums[m][v] = MultiplyAdd(a_of_k, b_of_k[v], sums[m][v]);
      }
    }
  }
  for (Index m = 0; m < kRows; ++m) {
    for (Index v = 0; v < kVectors; ++v) Store(sums[m][v], c + m * c_row + v * kLanes);
  }
}

// All rows for one column of tiles, in tiles of kRows, then of fewer.
template <Index kRows, Index kVectors>
void Tiles(const ProductInput& a, const Scalar* b, Index b_row, Terms terms, Index first,
           Index rows, Scalar* c, Index c_row) {
  for (; rows - first >= kRows; first += kRows) {
    Tile<kRows, kVectors>(a.data + first * a.column, a, b, b_row, terms, c + first * c_row, c_row);
  }
  if constexpr (kRows > 1) {
    constexpr Index kFewer = kRows > 4 ? 4 : kRows / 2;
    Tiles<kFewer, kVectors>(a, b, b_row, terms, first, rows, c, c_row);
  }
}

}  // namespace

void Product(const ProductInput& a, const Scalar* b, Index b_row, Terms terms, Index rows,
             Index columns, Scalar* c, Index c_row) {
  eigen_assert(columns >= kLanes);
  Index n = 0;
  for (; n + kTileColumns <= columns; n += kTileColumns) {
    Tiles<kTileRows, kTileVectors>(a, b + n, b_row, terms, 0, rows, c + n, c_row);
  }
  // What is left, of which the last vector may compute again what is there.
  for (; n < columns; n += kLanes) {
    const Index at = std::min(n, columns - kLanes);
    Tiles<kTileRows, 1>(a, b + at, b_row, terms, 0, rows, c + at, c_row);
  }
}

}  // namespace vae

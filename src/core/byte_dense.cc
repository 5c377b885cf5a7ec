#include "core/byte_dense.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

namespace vae {
namespace {

constexpr Index kShorts = 8;  // 16-bit numbers in a vector of the page
constexpr Index kTileRows = 4;
constexpr Index kTileColumns = 16;
constexpr Index kVectorColumns = 4;

constexpr Index RoundedUp(Index size, Index to) { return (size + to - 1) / to * to; }

// Two neighbouring numbers of 16 bits, the first in the lower half: what is multiplied at once.
uint32_t Pair(uint32_t first, uint32_t second) { return second << 16 | (first & 0xffffU); }

// x, in [-1, 1], as the nearest whole number of steps, of which the lower 16 bits count: added to
// 1.5 * 2^23, a float has no bits left for fractions.
uint32_t Steps(Scalar x, int steps_of_1) {
  constexpr float kWhole = 0x1.8p23F;
  const float steps =
      std::clamp(static_cast<float>(x), -1.0F, 1.0F) * static_cast<float>(steps_of_1);
  return Eigen::numext::bit_cast<uint32_t>(steps + kWhole);
}

#ifdef __wasm_simd128__

int32_t Sum(v128_t four) {
  return wasm_i32x4_extract_lane(four, 0) + wasm_i32x4_extract_lane(four, 1) +
         wasm_i32x4_extract_lane(four, 2) + wasm_i32x4_extract_lane(four, 3);
}

// The dot products of kTileRows rows with x, of `size` numbers each, whole vectors.
void Dots(const int8_t* rows, Index size, const int16_t* x, int32_t* dots) {
  v128_t sums[kTileRows] = {};
  for (Index j = 0; j < size; j += kShorts) {
    const v128_t of_x = wasm_v128_load(x + j);
    for (Index m = 0; m < kTileRows; ++m) {
      const v128_t of_row = wasm_i16x8_load8x8(rows + m * size + j);
      sums[m] = wasm_i32x4_add(sums[m], wasm_i32x4_dot_i16x8(of_row, of_x));
    }
  }
  for (Index m = 0; m < kTileRows; ++m) dots[m] = Sum(sums[m]);
}

// kTileRows rows of `size` numbers as pairs, those of all rows beside each other.
void PackRows(const int8_t* rows, Index size, uint32_t* packed) {
  for (Index j = 0; j < size; j += kShorts) {
    v128_t of_row[kTileRows];
    for (Index m = 0; m < kTileRows; ++m) of_row[m] = wasm_i16x8_load8x8(rows + m * size + j);
    const v128_t low01 = wasm_i32x4_shuffle(of_row[0], of_row[1], 0, 4, 1, 5);
    const v128_t low23 = wasm_i32x4_shuffle(of_row[2], of_row[3], 0, 4, 1, 5);
    const v128_t high01 = wasm_i32x4_shuffle(of_row[0], of_row[1], 2, 6, 3, 7);
    const v128_t high23 = wasm_i32x4_shuffle(of_row[2], of_row[3], 2, 6, 3, 7);
    uint32_t* to = packed + j / 2 * kTileRows;
    wasm_v128_store(to, wasm_i64x2_shuffle(low01, low23, 0, 2));
    wasm_v128_store(to + 4, wasm_i64x2_shuffle(low01, low23, 1, 3));
    wasm_v128_store(to + 8, wasm_i64x2_shuffle(high01, high23, 0, 2));
    wasm_v128_store(to + 12, wasm_i64x2_shuffle(high01, high23, 1, 3));
  }
}

// sums(m, n) = sum over pairs of packed (pairs, kTileRows) and x (pairs, at x_row), for kColumns
// columns.
template <Index kColumns>
void TileSums(const uint32_t* packed, const uint32_t* x, Index x_row, Index pairs, int32_t* sums) {
  constexpr Index kVectors = kColumns / 4;
  v128_t of_tile[kTileRows][kVectors] = {};
  for (Index k = 0; k < pairs; ++k) {
    v128_t of_x[kVectors];
    for (Index v = 0; v < kVectors; ++v) of_x[v] = wasm_v128_load(x + k * x_row + 4 * v);
    for (Index m = 0; m < kTileRows; ++m) {
      const v128_t of_row = wasm_v128_load32_splat(packed + k * kTileRows + m);
      for (Index v = 0; v < kVectors; ++v) {
        of_tile[m][v] = wasm_i32x4_add(of_tile[m][v], wasm_i32x4_dot_i16x8(of_row, of_x[v]));
      }
    }
  }
  for (Index m = 0; m < kTileRows; ++m) {
    for (Index v = 0; v < kVectors; ++v) {
      wasm_v128_store(sums + m * kTileColumns + 4 * v, of_tile[m][v]);
    }
  }
}

#else

void Dots(const int8_t* rows, Index size, const int16_t* x, int32_t* dots) {
  for (Index m = 0; m < kTileRows; ++m) {
    dots[m] = 0;
    for (Index j = 0; j < size; ++j) dots[m] += rows[m * size + j] * x[j];
  }
}

void PackRows(const int8_t* rows, Index size, uint32_t* packed) {
  for (Index j = 0; j < size; j += 2) {
    for (Index m = 0; m < kTileRows; ++m) {
      const int8_t* const pair = rows + m * size + j;
      packed[j / 2 * kTileRows + m] =
          Pair(static_cast<uint32_t>(pair[0]), static_cast<uint32_t>(pair[1]));
    }
  }
}

template <Index kColumns>
void TileSums(const uint32_t* packed, const uint32_t* x, Index x_row, Index pairs, int32_t* sums) {
  const auto first = [](uint32_t pair) { return static_cast<int16_t>(pair); };
  const auto second = [](uint32_t pair) { return static_cast<int16_t>(pair >> 16); };
  for (Index m = 0; m < kTileRows; ++m) {
    std::fill_n(sums + m * kTileColumns, kColumns, 0);
    for (Index k = 0; k < pairs; ++k) {
      const uint32_t w = packed[k * kTileRows + m];
      for (Index n = 0; n < kColumns; ++n) {
        const uint32_t of_x = x[k * x_row + n];
        sums[m * kTileColumns + n] += first(w) * first(of_x) + second(w) * second(of_x);
      }
    }
  }
}

#endif

}  // namespace

Weights Dequantize(const QuantizedWeights& weights) {
  return weights.scale.asDiagonal() * weights.q.cast<Scalar>();
}

ByteDense::ByteDense(const QuantizedWeights& weights, Vector b)
    : b_(std::move(b)), in_(weights.q.cols()) {
  eigen_assert(weights.q.rows() == out() && weights.scale.size() == out());
  q_.setZero(RoundedUp(out(), kTileRows), RoundedUp(in(), kShorts));
  q_.topLeftCorner(out(), in()) = weights.q;
  int64_t largest = 1;
  for (Index i = 0; i < out(); ++i) {
    largest = std::max(largest, weights.q.row(i).cast<int64_t>().cwiseAbs().sum());
  }
  steps_ = static_cast<int>(std::min<int64_t>(std::numeric_limits<int16_t>::max(),
                                              std::numeric_limits<int32_t>::max() / largest));
  scale_ = weights.scale / static_cast<Scalar>(steps_);
}

void ByteDense::Forward(const ConstColumns& x, Columns y) const {
  eigen_assert(x.rows() == in() && y.rows() == out() && x.cols() == y.cols());
  std::vector<int16_t> steps(static_cast<size_t>(q_.cols()));
  for (Index column = 0; column < x.cols(); ++column) {
    for (Index j = 0; j < in(); ++j) {
      steps[static_cast<size_t>(j)] = static_cast<int16_t>(Steps(x(j, column), steps_));
    }
    for (Index first = 0; first < out(); first += kTileRows) {
      int32_t dots[kTileRows];
      Dots(q_.data() + first * q_.cols(), q_.cols(), steps.data(), dots);
      for (Index i = first; i < std::min(first + kTileRows, out()); ++i) {
        y(i, column) = scale_(i) * static_cast<Scalar>(dots[i - first]) + b_(i);
      }
    }
  }
}

void ByteDense::ForwardRows(const RowMatrix& x, RowMatrix& y) const {
  eigen_assert(x.rows() == in() && y.rows() == out() && x.cols() == y.cols());
  const Index pairs = q_.cols() / 2;
  const Index columns = RoundedUp(x.cols(), kVectorColumns);
  std::vector<uint32_t> steps(static_cast<size_t>(pairs * columns));
  for (Index j = 0; j < in(); ++j) {
    uint32_t* const to = steps.data() + j / 2 * columns;
    const Scalar* const from = x.data() + j * x.cols();
    if (j % 2 == 0) {
      for (Index n = 0; n < x.cols(); ++n) to[n] = Pair(Steps(from[n], steps_), 0);
    } else {
      for (Index n = 0; n < x.cols(); ++n) to[n] = Pair(to[n], Steps(from[n], steps_));
    }
  }
  std::vector<uint32_t> packed(static_cast<size_t>(pairs * kTileRows));
  int32_t sums[kTileRows * kTileColumns];
  for (Index first = 0; first < out(); first += kTileRows) {
    PackRows(q_.data() + first * q_.cols(), q_.cols(), packed.data());
    for (Index at = 0, count = 0; at < x.cols(); at += count) {
      count = columns - at >= kTileColumns ? kTileColumns : kVectorColumns;
      const auto tile = count == kTileColumns ? TileSums<kTileColumns> : TileSums<kVectorColumns>;
      tile(packed.data(), steps.data() + at, columns, pairs, sums);
      for (Index i = first; i < std::min(first + kTileRows, out()); ++i) {
        const Index n = std::min(count, x.cols() - at);
        const Eigen::Map<const Eigen::Array<int32_t, 1, Eigen::Dynamic>> of_row(
            sums + (i - first) * kTileColumns, n);
        y.row(i).segment(at, n) = scale_(i) * of_row.cast<Scalar>() + b_(i);
      }
    }
  }
}

}  // namespace vae

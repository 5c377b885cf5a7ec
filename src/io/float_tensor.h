// Eigen's numbers to and from tensors of floating-point numbers.
#pragma once

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/types.h"
#include "io/little_endian.h"
#include "io/safetensors.h"

namespace vae {

inline float LoadLittleEndianHalf(const std::byte* in) {
  return static_cast<float>(Eigen::numext::bit_cast<Eigen::half>(LoadLittleEndian<uint16_t>(in)));
}
inline void StoreLittleEndianHalf(float value, std::byte* out) {
  StoreLittleEndian(Eigen::numext::bit_cast<uint16_t>(Eigen::half(value)), out);
}

// `values` in the order of memory: row by row for weights, digit by digit for batches (types.h), so
// that a matrix with one digit per column becomes a tensor with one digit per row. `store` writes
// one as an element of `size` bytes.
template <class Values>
Tensor ToTensor(const Values& values, std::vector<int64_t> shape, Dtype dtype, size_t size,
                void (*store)(float, std::byte*)) {
  Tensor tensor{.dtype = dtype, .shape = std::move(shape), .bytes = {}};
  tensor.bytes.resize(static_cast<size_t>(values.size()) * size);
  std::byte* out = tensor.bytes.data();
  for (Index i = 0; i < values.size(); ++i, out += size) {
    store(static_cast<float>(values.data()[i]), out);
  }
  return tensor;
}

template <class Values>
Tensor ToFloatTensor(const Values& values, std::vector<int64_t> shape) {
  return ToTensor(values, std::move(shape), Dtype::kF32, sizeof(float), StoreLittleEndianFloat);
}

// As F16, IEEE 754 binary16: rounded by 2^-11 of each value at most, 65504 being the largest.
template <class Values>
Tensor ToHalfTensor(const Values& values, std::vector<int64_t> shape) {
  return ToTensor(values, std::move(shape), Dtype::kF16, sizeof(uint16_t), StoreLittleEndianHalf);
}

// Mirror image of both, for a tensor that has as many elements as `values`. False if one of them is
// not finite.
template <class Values>
bool FromFloatTensor(const Tensor& tensor, Values& values) {
  const bool half = tensor.dtype == Dtype::kF16;
  const std::byte* in = tensor.bytes.data();
  for (Index i = 0; i < values.size(); ++i, in += half ? sizeof(uint16_t) : sizeof(float)) {
    const float value = half ? LoadLittleEndianHalf(in) : LoadLittleEndianFloat(in);
    if (!std::isfinite(value)) return false;
    values.data()[i] = static_cast<Scalar>(value);
  }
  return true;
}

}  // namespace vae

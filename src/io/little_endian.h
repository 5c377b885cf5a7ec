// Numbers as bytes, least significant first, whatever the machine's own order.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace vae {

// Reads sizeof(U) bytes at `in`.
template <std::unsigned_integral U>
U LoadLittleEndian(const std::byte* in) {
  U value = 0;
  for (size_t i = 0; i < sizeof(U); ++i) {
    value = static_cast<U>(value | static_cast<U>(std::to_integer<U>(in[i]) << (8 * i)));
  }
  return value;
}

// Writes sizeof(U) bytes at `out`.
template <std::unsigned_integral U>
void StoreLittleEndian(U value, std::byte* out) {
  for (size_t i = 0; i < sizeof(U); ++i) out[i] = static_cast<std::byte>(value >> (8 * i) & 0xff);
}

// The same for a float, by its bits (IEEE 754 binary32).
inline float LoadLittleEndianFloat(const std::byte* in) {
  const auto bits = LoadLittleEndian<uint32_t>(in);
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}
inline void StoreLittleEndianFloat(float value, std::byte* out) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  StoreLittleEndian(bits, out);
}

}  // namespace vae

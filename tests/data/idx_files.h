// IDX files made to order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

namespace vae {

using IdxBytes = std::vector<std::byte>;

// The words, big-endian, then `data_bytes` bytes 0, 1, 2 ... modulo `modulus`.
inline IdxBytes IdxFile(std::initializer_list<uint32_t> header, size_t data_bytes,
                        size_t modulus = 256) {
  IdxBytes bytes;
  for (const uint32_t word : header) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes.push_back(static_cast<std::byte>(word >> shift & 0xff));
    }
  }
  for (size_t i = 0; i < data_bytes; ++i) bytes.push_back(static_cast<std::byte>(i % modulus));
  return bytes;
}

inline IdxBytes IdxImages(uint32_t count) {
  return IdxFile({0x803, count, 28, 28}, size_t{count} * 784);
}
inline IdxBytes IdxLabels(uint32_t count) { return IdxFile({0x801, count}, count, 10); }

}  // namespace vae

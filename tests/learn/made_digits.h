// Digits that are none, to learn from where no MNIST is: bars of eight directions, by whole numbers
// alone, so that every machine makes the same bytes.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

#include "core/types.h"
#include "io/file.h"

namespace vae {

inline void AppendWord(uint32_t word, Bytes& bytes) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::byte>(word >> shift & 0xff));
  }
}

// An IDX file of `count` images; `first` is the number of the first.
inline Bytes MadeImages(uint32_t count, uint32_t first = 0) {
  constexpr std::array<std::array<int, 2>, 8> kDirections = {
      {{8, 0}, {7, 3}, {6, 6}, {3, 7}, {0, 8}, {-3, 7}, {-6, 6}, {-7, 3}}};  // of length 8
  Bytes bytes;
  for (const uint32_t word : {0x803u, count, 28u, 28u}) AppendWord(word, bytes);
  for (uint32_t j = first; j < first + count; ++j) {
    const auto [dx, dy] = kDirections[j % 8];
    const int shift = static_cast<int>(j * 7 % 11) - 5;
    const int grey = 170 + static_cast<int>(j * 13 % 86);
    for (int i = 0; i < kDigitPixels; ++i) {
      const int u = 2 * (i % kDigitSide) - 27;
      const int v = 2 * (i / kDigitSide) - 27;
      const int distance = std::abs(u * dy - v * dx - 8 * shift);
      const bool inside = u * u + v * v < 400;
      const int ink = inside ? std::clamp(grey + 60 - 6 * distance, 0, grey) : 0;
      bytes.push_back(static_cast<std::byte>(ink));
    }
  }
  return bytes;
}

inline Bytes MadeLabels(uint32_t count) {
  Bytes bytes;
  for (const uint32_t word : {0x801u, count}) AppendWord(word, bytes);
  for (uint32_t j = 0; j < count; ++j) bytes.push_back(static_cast<std::byte>(j % 8));
  return bytes;
}

}  // namespace vae

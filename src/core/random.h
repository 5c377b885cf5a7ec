// Random numbers without state: a counter-based generator, so that any number of any stream can be
// computed at any time, by any thread, natively or in WASM, and is the same. Philox4x32-10 of
// Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3" (SC11).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/types.h"

namespace vae {

// The bijection itself: four random words from a counter and a key.
std::array<uint32_t, 4> Philox4x32(std::array<uint32_t, 4> counter, std::array<uint32_t, 2> key);

// What numbers are for. Streams with the same seed do not overlap.
enum class Stream : uint32_t {
  kWeights = 0,     // step: layer
  kShuffle = 1,     // step: epoch
  kTrainNoise = 2,  // step: training step
  kTestNoise = 3,   // step: batch of the evaluation
  kSample = 4,      // step: the caller's draw number
  kInputNoise = 5,  // step: training step
  kMapStart = 6,    // step: 0
  kBoundNoise = 7,  // step: digit and block of its draws
  kDream = 8,       // step: the caller's draw number
  kVariation = 9,   // step: number of the varied drawing
};

struct RandomKey {
  uint64_t seed = 0;
  Stream stream = Stream::kSample;
  uint64_t step = 0;
};

// Fills `out`, in memory order, with numbers from N(0, 1): element i depends on (key, i) only. Each
// is the inverse of the normal distribution function at a 32-bit uniform, so |value| < 6.4.
void FillNormal(const RandomKey& key, Matrix& out);

// The same with the uniform distribution on (-limit, limit).
void FillUniform(const RandomKey& key, Scalar limit, RowMatrix& out);

// The same of the elements from `first`, a multiple of 4, on: parts of what is filled as a whole.
void FillNormal(const RandomKey& key, uint64_t first, std::span<Scalar> out);
void FillUniform(const RandomKey& key, Scalar limit, uint64_t first, std::span<Scalar> out);

// 0 .. n - 1 in random order (Fisher and Yates).
std::vector<uint32_t> Permutation(const RandomKey& key, uint32_t n);

// The z with P(N(0, 1) < z) = p for 0 < p < 1, to about 1e-16 relative: Wichura, "Algorithm AS 241"
// (1988), PPND16. Computed with +, -, *, / and sqrt alone, which IEEE 754 rounds the same way on
// every machine.
double InverseNormalCdf(double p);

}  // namespace vae

// Noise on digits: what the encoder may see instead of the clean digit during training (Im et al.,
// "Denoising Criterion for Variational Auto-Encoding Framework", arXiv 1511.06406), and what the
// denoising figures damage digits with.
#pragma once

#include "core/random.h"
#include "core/types.h"

namespace vae {

enum class NoiseKind {
  kNone,
  kBernoulli,      // a share `amount` of the pixels becomes 1 with the grey value as the
                   // probability, else 0
  kSaltAndPepper,  // a share `amount` of the pixels becomes 0 or 1, evenly
  kGaussian,       // adds N(0, amount^2), clamped to [0, 1]
};

struct NoiseOptions {
  NoiseKind kind = NoiseKind::kNone;
  double amount = 0;
};

// Changes x (784, B) in place; pixel i of column j depends on its value, the key, i and j only.
void AddNoise(const NoiseOptions& options, const RandomKey& key, Matrix& x);

// The same for some columns of x.
void AddNoise(const NoiseOptions& options, const RandomKey& key, ColumnRange range, Matrix& x);

}  // namespace vae

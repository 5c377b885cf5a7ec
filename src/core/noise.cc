#include "core/noise.h"

#include <algorithm>

namespace vae {
namespace {

// A pixel's two numbers for salt and pepper: whether it is hit, and what it becomes.
void SaltAndPepper(double amount, const RandomKey& key, Matrix& x) {
  RowMatrix chance(2 * x.cols(), x.rows());
  FillUniform(key, 1, chance);  // (-1, 1)
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < x.rows(); ++i) {
      const bool hit = (chance(2 * j, i) + 1) / 2 < static_cast<Scalar>(amount);
      if (hit) x(i, j) = chance(2 * j + 1, i) < 0 ? Scalar{0} : Scalar{1};
    }
  }
}

// One number decides for a pixel both whether it is hit and, evenly within the share, what it
// becomes.
void Bernoulli(double amount, const RandomKey& key, Matrix& x) {
  const auto share = static_cast<Scalar>(amount);
  RowMatrix chance(x.cols(), x.rows());
  FillUniform(key, 1, chance);            // (-1, 1)
  for (Index i = 0; i < x.size(); ++i) {  // both in the order of memory
    const Scalar u = (chance.data()[i] + 1) / 2;
    const Scalar pixel = x.data()[i];
    const Scalar drawn = u < share * pixel ? Scalar{1} : Scalar{0};
    x.data()[i] = u < share ? drawn : pixel;
  }
}

void Gaussian(double amount, const RandomKey& key, Matrix& x) {
  Matrix noise(x.rows(), x.cols());
  FillNormal(key, noise);
  x = (x + static_cast<Scalar>(amount) * noise).cwiseMax(Scalar{0}).cwiseMin(Scalar{1});
}

}  // namespace

void AddNoise(const NoiseOptions& options, const RandomKey& key, Matrix& x) {
  switch (options.kind) {
    case NoiseKind::kNone:
      break;
    case NoiseKind::kBernoulli:
      Bernoulli(options.amount, key, x);
      break;
    case NoiseKind::kSaltAndPepper:
      SaltAndPepper(options.amount, key, x);
      break;
    case NoiseKind::kGaussian:
      Gaussian(options.amount, key, x);
      break;
  }
}

}  // namespace vae

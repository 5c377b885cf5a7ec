#include "core/noise.h"

namespace vae {
namespace {

static_assert(kDigitPixels % 4 == 0);  // columns begin where parts of a stream can

// The uniform numbers in (-1, 1) of some columns, `per_pixel` times as many as pixels.
Vector Chances(const RandomKey& key, Index per_pixel, ColumnRange range) {
  Vector chances(per_pixel * kDigitPixels * range.count);
  FillUniform(key, 1, static_cast<uint64_t>(per_pixel * kDigitPixels * range.first),
              {chances.data(), static_cast<size_t>(chances.size())});
  return chances;
}

// A pixel's two numbers for salt and pepper: whether it is hit, and what it becomes.
void SaltAndPepper(double amount, const RandomKey& key, ColumnRange range, Columns x) {
  const Vector chances = Chances(key, 2, range);
  for (Index j = 0; j < x.cols(); ++j) {
    const auto hit = chances.segment(2 * j * kDigitPixels, kDigitPixels);
    const auto salt = chances.segment((2 * j + 1) * kDigitPixels, kDigitPixels);
    for (Index i = 0; i < kDigitPixels; ++i) {
      if ((hit(i) + 1) / 2 < static_cast<Scalar>(amount))
        x(i, j) = salt(i) < 0 ? Scalar{0} : Scalar{1};
    }
  }
}

// One number decides for a pixel both whether it is hit and, evenly within the share, what it
// becomes: two selects, because a branch would be mispredicted every other time.
void Bernoulli(double amount, const RandomKey& key, ColumnRange range, Columns x) {
  const auto share = static_cast<Scalar>(amount);
  const Vector chances = Chances(key, 1, range);
  Scalar* pixels = x.data();
  for (Index i = 0; i < chances.size(); ++i) {  // both in the order of memory
    const Scalar u = (chances[i] + 1) / 2;
    const Scalar drawn = u < share * pixels[i] ? Scalar{1} : Scalar{0};
    pixels[i] = u < share ? drawn : pixels[i];
  }
}

void Gaussian(double amount, const RandomKey& key, ColumnRange range, Columns x) {
  Matrix noise(kDigitPixels, range.count);
  FillNormal(key, static_cast<uint64_t>(kDigitPixels * range.first),
             {noise.data(), static_cast<size_t>(noise.size())});
  x = (x + static_cast<Scalar>(amount) * noise).cwiseMax(Scalar{0}).cwiseMin(Scalar{1});
}

}  // namespace

void AddNoise(const NoiseOptions& options, const RandomKey& key, ColumnRange range, Matrix& x) {
  eigen_assert(x.rows() == kDigitPixels);
  auto columns = x.middleCols(range.first, range.count);
  switch (options.kind) {
    case NoiseKind::kNone:
      break;
    case NoiseKind::kBernoulli:
      Bernoulli(options.amount, key, range, columns);
      break;
    case NoiseKind::kSaltAndPepper:
      SaltAndPepper(options.amount, key, range, columns);
      break;
    case NoiseKind::kGaussian:
      Gaussian(options.amount, key, range, columns);
      break;
  }
}

void AddNoise(const NoiseOptions& options, const RandomKey& key, Matrix& x) {
  AddNoise(options, key, {0, x.cols()}, x);
}

}  // namespace vae

// This file is compiled without contraction of a * b + c into fused multiply-adds, which some
// machines have and others (WASM) do not: it must compute the same bits everywhere.
#include "core/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace vae {
namespace {

constexpr int kRounds = 10;
constexpr uint32_t kBlocksAtOnce = 16;  // of four words: enough for the widest registers

using Words = std::array<uint32_t, 4 * kBlocksAtOnce>;

// One of Philox's ten rounds. Plain integers, so that a loop over many blocks becomes vectors.
inline void Round(const std::array<uint32_t, 2>& key, uint32_t& c0, uint32_t& c1, uint32_t& c2,
                  uint32_t& c3) {
  const uint64_t product0 = uint64_t{0xD2511F53} * c0;
  const uint64_t product1 = uint64_t{0xCD9E8D57} * c2;
  c0 = static_cast<uint32_t>(product1 >> 32) ^ c1 ^ key[0];
  c1 = static_cast<uint32_t>(product1);
  c2 = static_cast<uint32_t>(product0 >> 32) ^ c3 ^ key[1];
  c3 = static_cast<uint32_t>(product0);
}

inline void NextRoundKey(std::array<uint32_t, 2>& key) {
  key[0] += 0x9E3779B9;  // the golden ratio
  key[1] += 0xBB67AE85;  // sqrt(3) - 1
}

// The words of the blocks from `first` on: those of Philox4x32, computed side by side.
Words WordsOf(const RandomKey& key, uint32_t first) {
  std::array<std::array<uint32_t, kBlocksAtOnce>, 4> c;
  for (uint32_t i = 0; i < kBlocksAtOnce; ++i) c[0][i] = first + i;
  c[1].fill(static_cast<uint32_t>(key.stream));
  c[2].fill(static_cast<uint32_t>(key.step));
  c[3].fill(static_cast<uint32_t>(key.step >> 32));
  std::array<uint32_t, 2> round_key = {static_cast<uint32_t>(key.seed),
                                       static_cast<uint32_t>(key.seed >> 32)};
  for (int round = 0; round < kRounds; ++round) {
    for (size_t i = 0; i < kBlocksAtOnce; ++i) Round(round_key, c[0][i], c[1][i], c[2][i], c[3][i]);
    NextRoundKey(round_key);
  }
  Words words;
  for (size_t i = 0; i < kBlocksAtOnce; ++i) {
    for (size_t j = 0; j < 4; ++j) words[4 * i + j] = c[j][i];
  }
  return words;
}

// In (0, 1), never 0 or 1.
inline double Uniform(uint32_t word) { return (static_cast<double>(word) + 0.5) * 0x1p-32; }

// Calls f(words, i, count) for the 32-bit words of `key` in order, those from `first` on, a
// multiple of 4: for elements i .. i + count - 1 of `size`.
template <class F>
void ForWords(const RandomKey& key, uint64_t first, size_t size, const F& f) {
  for (size_t i = 0; i < size; i += Words().size()) {
    f(WordsOf(key, static_cast<uint32_t>((first + i) / 4)), i, std::min(Words().size(), size - i));
  }
}

// The natural logarithm of x > 0. The C library's differs between platforms in the last bit.
double PortableLog(double x) {
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);  // in [0.5, 1)
  if (mantissa < 0.70710678118654752) {
    mantissa *= 2;
    --exponent;
  }
  // log(m) = 2 atanh(s), s = (m - 1) / (m + 1), |s| < 0.172: the series below ends under 1e-18.
  const double s = (mantissa - 1) / (mantissa + 1);
  const double s2 = s * s;
  double sum = 0;
  for (int k = 23; k >= 1; k -= 2) sum = sum * s2 + 1.0 / k;
  return 2 * s * sum + exponent * 0.693147180559945309;
}

// c[0] + c[1] r + ... + c[7] r^7
double Polynomial(const std::array<double, 8>& c, double r) {
  double sum = c[7];
  for (size_t i = 7; i-- > 0;) sum = sum * r + c[i];
  return sum;
}

struct RationalFunction {
  std::array<double, 8> numerator;
  std::array<double, 8> denominator;

  double operator()(double r) const {
    return Polynomial(numerator, r) / Polynomial(denominator, r);
  }
};

// The three pieces of PPND16: around the middle, in the tails, far out.
constexpr RationalFunction kMiddle = {
    {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
     1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
     3.3430575583588128105e4, 2.5090809287301226727e3},
    {1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
     5.2264952788528545610e3}};
constexpr RationalFunction kTail = {
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
     3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
     2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9}};
constexpr RationalFunction kFarTail = {
    {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
     2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
     2.71155556874348757815e-5, 2.01033439929228813265e-7},
    {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15}};

// |p - 1/2| up to which the middle formula holds, and the formula at q = p - 1/2.
constexpr double kMiddleLimit = 0.425;
double Middle(double q) { return q * kMiddle(0.180625 - q * q); }

}  // namespace

std::array<uint32_t, 4> Philox4x32(std::array<uint32_t, 4> counter, std::array<uint32_t, 2> key) {
  for (int round = 0; round < kRounds; ++round) {
    Round(key, counter[0], counter[1], counter[2], counter[3]);
    NextRoundKey(key);
  }
  return counter;
}

double InverseNormalCdf(double p) {
  const double q = p - 0.5;
  if (std::abs(q) <= kMiddleLimit) return Middle(q);
  const double r = std::sqrt(-PortableLog(q < 0 ? p : 1 - p));
  const double x = r <= 5 ? kTail(r - 1.6) : kFarTail(r - 5);
  return q < 0 ? -x : x;
}

void FillNormal(const RandomKey& key, uint64_t first, std::span<Scalar> out) {
  eigen_assert(first % 4 == 0);
  ForWords(key, first, out.size(), [&](const Words& words, size_t i, size_t count) {
    // The middle formula for all, without a branch, and then again for those in the tails: 15 %.
    std::array<double, Words().size()> values;
    for (size_t k = 0; k < values.size(); ++k) values[k] = Middle(Uniform(words[k]) - 0.5);
    for (size_t k = 0; k < count; ++k) {
      const double p = Uniform(words[k]);
      if (std::abs(p - 0.5) > kMiddleLimit) values[k] = InverseNormalCdf(p);
      out[i + k] = static_cast<Scalar>(values[k]);
    }
  });
}

void FillUniform(const RandomKey& key, Scalar limit, uint64_t first, std::span<Scalar> out) {
  eigen_assert(first % 4 == 0);
  ForWords(key, first, out.size(), [&](const Words& words, size_t i, size_t count) {
    std::array<Scalar, Words().size()> values;
    for (size_t k = 0; k < values.size(); ++k) {
      values[k] = static_cast<Scalar>((2 * Uniform(words[k]) - 1) * limit);
    }
    std::copy_n(values.data(), count, out.data() + i);
  });
}

void FillNormal(const RandomKey& key, Matrix& out) {
  FillNormal(key, 0, {out.data(), static_cast<size_t>(out.size())});
}

void FillUniform(const RandomKey& key, Scalar limit, RowMatrix& out) {
  FillUniform(key, limit, 0, {out.data(), static_cast<size_t>(out.size())});
}

std::vector<uint32_t> Permutation(const RandomKey& key, uint32_t n) {
  std::vector<uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  if (n == 0) return order;
  ForWords(key, 0, n - 1, [&](const Words& words, size_t first, size_t count) {
    for (size_t k = 0; k < count; ++k) {
      const uint32_t i = n - static_cast<uint32_t>(first + k);
      // A 32-bit word scaled to [0, i): off from uniform by less than i / 2^32.
      const auto j = static_cast<uint32_t>((uint64_t{words[k]} * i) >> 32);
      std::swap(order[i - 1], order[j]);
    }
  });
  return order;
}

}  // namespace vae

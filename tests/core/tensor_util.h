// What the tests of this room share.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <type_traits>

#include "core/types.h"
#include "core/vae.h"

namespace vae {

inline constexpr bool kDouble = std::is_same_v<Scalar, double>;

// max |actual - expected| / max |expected|: an error of the whole tensor, so that entries that
// happen to be tiny do not demand digits that their neighbours' rounding has taken.
template <class A, class B>
double RelativeError(const A& actual, const B& expected) {
  EXPECT_EQ(actual.rows(), expected.rows());
  EXPECT_EQ(actual.cols(), expected.cols());
  const auto a = actual.template cast<double>().eval();
  const auto e = expected.template cast<double>().eval();
  return (a - e).cwiseAbs().maxCoeff() / e.cwiseAbs().maxCoeff();
}

// A batch with every kind of pixel: paper, ink and grey.
inline Matrix SomeDigits(Index count) {
  Matrix x(kDigitPixels, count);
  for (Index j = 0; j < count; ++j) {
    for (Index i = 0; i < kDigitPixels; ++i) {
      const double wave = std::sin(0.37 * static_cast<double>(i + 1) * static_cast<double>(j + 2));
      x(i, j) = static_cast<Scalar>(std::min(1.0, std::max(0.0, 1.6 * wave - 0.4)));
    }
  }
  return x;
}

// The gradient of the batch mean of the objective, in one call. input, target: (784, B), eps:
// (L, B K)
inline VaeParams MeanGradient(const VaeParams& params, const Matrix& input, const Matrix& target,
                              const Matrix& eps, VaeActivations& act, VaeObjective objective = {}) {
  VaeDeltas deltas;
  VaeParams gradient = VaeParams::Zero(params.shape());
  const Index batch = target.cols();
  const Index samples = eps.cols() / batch;
  ThreadPool pool(1);
  objective.scale = Scalar{1} / static_cast<Scalar>(batch);
  act.Resize(params.shape(), batch, samples);
  deltas.Resize(params.shape(), batch, samples);
  VaeForward(params, input, target, eps, pool, act);
  VaeBackward(params, eps, act, objective, pool, deltas);
  VaeGradient(act, deltas, gradient);
  return gradient;
}

// The same of digits that the encoder sees as they are.
inline VaeParams MeanGradient(const VaeParams& params, const Matrix& x, const Matrix& eps,
                              VaeActivations& act, const VaeObjective& objective = {}) {
  return MeanGradient(params, x, x, eps, act, objective);
}

}  // namespace vae

#include "core/quantize.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"
#include "tensor_util.h"

namespace vae {
namespace {

// Inputs of which many say nearly the same, as neighbouring pixels do.
Matrix AlikeInputs(Index in, Index count) {
  Matrix causes(in / 4, count);
  FillNormal({.seed = 3, .stream = Stream::kSample, .step = 0}, causes);
  Matrix mixing(in, in / 4);
  FillNormal({.seed = 3, .stream = Stream::kSample, .step = 1}, mixing);
  return mixing * causes;
}

Weights SomeWeights(Index out, Index in) {
  Matrix numbers(out, in);
  FillNormal({.seed = 4, .stream = Stream::kSample, .step = 0}, numbers);
  return numbers;
}

Weights RoundedOneByOne(const Weights& w) {
  const Vector scale = w.cwiseAbs().rowwise().maxCoeff() / 127;
  Weights rounded = scale.cwiseInverse().asDiagonal() * w;
  rounded = rounded.unaryExpr([](Scalar value) { return std::nearbyint(value); });
  return scale.asDiagonal() * rounded;
}

TEST(QuantizeTest, ALargestWeightIs127OfItsRow) {
  const Weights w = SomeWeights(5, 8);
  const QuantizedWeights rounded = Quantize(w, Matrix::Identity(8, 8));
  for (Index i = 0; i < w.rows(); ++i) {
    Index j = 0;
    const Scalar largest = w.row(i).cwiseAbs().maxCoeff(&j);
    EXPECT_NEAR(rounded.scale(i), largest / 127, 1e-7);
    EXPECT_EQ(std::abs(static_cast<int>(rounded.q(i, j))), 127);
  }
  EXPECT_LE(RelativeError(Dequantize(rounded), w), 0.51 / 127);
}

TEST(QuantizeTest, InputsThatHaveNothingInCommonLeaveRoundingAlone) {
  const Weights w = SomeWeights(6, 16);
  EXPECT_LE(
      RelativeError(Dequantize(Quantize(w, 4 * Matrix::Identity(16, 16))), RoundedOneByOne(w)),
      1e-6);
}

TEST(QuantizeTest, ErrorsAreMadeGoodByColumnsThatFollow) {
  const Weights w = SomeWeights(20, 64);
  const Matrix x = AlikeInputs(64, 500);
  const auto error = [&](const Weights& rounded) { return ((rounded - w) * x).norm(); };
  EXPECT_LT(error(Dequantize(Quantize(w, x))), error(RoundedOneByOne(w)) / 2);
}

TEST(QuantizeTest, RowsOfZerosAndInputsOfZerosAreNoTrouble) {
  Weights w = SomeWeights(3, 8);
  w.row(1).setZero();
  const QuantizedWeights rounded = Quantize(w, Matrix::Zero(8, 4));
  EXPECT_EQ(rounded.scale(1), 0);
  EXPECT_LE(RelativeError(Dequantize(rounded), w), 0.51 / 127);
}

TEST(QuantizeTest, AModelSaysNearlyTheSame) {
  const VaeParams params = VaeParams::Xavier({.hidden_dim = 30, .latent_dim = 4}, 5);
  Matrix z(4, 400);
  FillNormal({.seed = 6, .stream = Stream::kSample, .step = 0}, z);
  const auto layers = QuantizeLayers(params, z);
  VaeParams rounded = params;
  for (size_t i = 0; i < layers.size(); ++i) {
    EXPECT_EQ(layers[i].q.rows(), Layers(params)[i]->out());
    EXPECT_EQ(layers[i].q.cols(), Layers(params)[i]->in());
    Layers(rounded)[i]->w = Dequantize(layers[i]);
  }
  const Matrix x = Decode(params, z);
  EXPECT_LT((Decode(rounded, z) - x).cwiseAbs().maxCoeff(), 0.01);
  EXPECT_LT((Encode(rounded, x).mu - Encode(params, x).mu).cwiseAbs().maxCoeff(), 0.02);

  // Read as bytes it says the same but for steps of 16 bits, for one digit as for many.
  const std::optional<ByteLayers> bytes = ByteLayers::Of(layers, params);
  for (const Index count : {Index{1}, Index{400}}) {
    const Matrix codes = z.leftCols(count), digits = x.leftCols(count);
    const Matrix decoded = Decode({rounded, bytes}, codes);
    EXPECT_LT((decoded - Decode(rounded, codes)).cwiseAbs().maxCoeff(), 1e-4);
    EXPECT_NE(decoded, Decode(rounded, codes)) << "not by the bytes";
    const Posterior q = Encode({rounded, bytes}, digits);
    EXPECT_LT((q.mu - Encode(rounded, digits).mu).cwiseAbs().maxCoeff(), 1e-4);
    EXPECT_NE(q.mu, Encode(rounded, digits).mu) << "not by the bytes";
  }
}

}  // namespace
}  // namespace vae

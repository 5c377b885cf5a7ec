#include "core/byte_dense.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/random.h"
#include "tensor_util.h"

namespace vae {
namespace {

QuantizedWeights SomeBytes(Index out, Index in, int largest = 127) {
  Weights numbers(out, in);
  FillUniform({.seed = 7, .stream = Stream::kSample, .step = 0}, static_cast<Scalar>(largest + 0.4),
              numbers);
  QuantizedWeights weights;
  weights.q = numbers.array().round().matrix().cast<int8_t>();
  weights.scale = Vector::LinSpaced(out, Scalar(0.001), Scalar(0.02));
  return weights;
}

Vector SomeBias(Index out) { return Vector::LinSpaced(out, Scalar(-2), Scalar(3)); }

// In [-1, 1].
Matrix SomeInputs(Index in, Index count) {
  Weights x(in, count);
  FillUniform({.seed = 8, .stream = Stream::kSample, .step = 1}, 1, x);
  return x;
}

// The definition: inputs are rounded to steps, sums are exact.
Matrix Expected(const QuantizedWeights& weights, const Vector& b, int steps, const Matrix& x) {
  const Eigen::ArrayXXf whole =
      (x.cast<float>().array().max(-1).min(1) * static_cast<float>(steps)).rint();
  const Eigen::Matrix<int64_t, Eigen::Dynamic, Eigen::Dynamic> sums =
      weights.q.cast<int64_t>() * whole.matrix().cast<int64_t>();
  const Vector scale = weights.scale / static_cast<Scalar>(steps);
  return (scale.asDiagonal() * sums.cast<Scalar>()).colwise() + b;
}

Matrix OneByOne(const ByteDense& layer, const Matrix& x) {
  Matrix y(layer.out(), x.cols());
  layer.Forward(x, y);
  return y;
}

Matrix AsBatch(const ByteDense& layer, const Matrix& x) {
  const RowMatrix rows = x;
  RowMatrix y(layer.out(), x.cols());
  layer.ForwardRows(rows, y);
  return y;
}

constexpr double kRoundings = 8 * static_cast<double>(std::numeric_limits<float>::epsilon());

// More and fewer rows, inputs and columns than a tile or a vector, with and without a rest.
TEST(ByteDenseTest, SumsAreExactForAllSizes) {
  for (const Index out : {1, 3, 4, 5, 11}) {
    for (const Index in : {1, 2, 7, 8, 9, 50}) {
      for (const Index count : {1, 2, 4, 6, 16, 20, 34}) {
        SCOPED_TRACE(testing::Message() << out << "x" << in << ", " << count << " columns");
        const QuantizedWeights weights = SomeBytes(out, in);
        const ByteDense layer(weights, SomeBias(out));
        const Matrix x = SomeInputs(in, count);
        const Matrix expected = Expected(weights, SomeBias(out), layer.steps(), x);
        EXPECT_LE(RelativeError(OneByOne(layer, x), expected), kRoundings);
        EXPECT_LE(RelativeError(AsBatch(layer, x), expected), kRoundings);
      }
    }
  }
}

TEST(ByteDenseTest, IsTheDequantizedLayerButForStepsOfTheInputs) {
  const QuantizedWeights weights = SomeBytes(20, 784);
  const ByteDense layer(weights, SomeBias(20));
  const Matrix x = SomeInputs(784, 5);
  const Matrix exact = (Dequantize(weights) * x).colwise() + SomeBias(20);
  const Vector bound = Dequantize(weights).cwiseAbs().rowwise().sum() / (2 * layer.steps());
  const Matrix error = (OneByOne(layer, x) - exact).cwiseAbs();
  EXPECT_LE((error.rowwise().maxCoeff() - bound).maxCoeff(), 1e-5);
}

TEST(ByteDenseTest, TheLargestSumsFit) {
  QuantizedWeights weights = SomeBytes(4, 4001);
  weights.q.row(1).setConstant(127);
  weights.q.row(2).setConstant(-127);
  const ByteDense layer(weights, Vector::Zero(4));
  EXPECT_LT(layer.steps(), 32767);
  EXPECT_LE(int64_t{layer.steps()} * 127 * 4001, 2147483647);
  EXPECT_GT(int64_t{layer.steps() + 1} * 127 * 4001, 2147483647);
  for (const Scalar ink : {Scalar{-1}, Scalar{1}}) {
    const Matrix x = Matrix::Constant(4001, 4, ink);
    const Matrix expected = Expected(weights, Vector::Zero(4), layer.steps(), x);
    EXPECT_LE(RelativeError(OneByOne(layer, x), expected), kRoundings);
    EXPECT_LE(RelativeError(AsBatch(layer, x), expected), kRoundings);
  }
}

TEST(ByteDenseTest, SmallLayersUseAll16Bits) {
  EXPECT_EQ(ByteDense(SomeBytes(3, 10), Vector::Zero(3)).steps(), 32767);
  EXPECT_EQ(ByteDense(SomeBytes(3, 10, 0), Vector::Zero(3)).steps(), 32767);
}

TEST(ByteDenseTest, InputsOutsideCountAsTheNearerEnd) {
  const ByteDense layer(SomeBytes(6, 9), SomeBias(6));
  const Matrix x = 3 * SomeInputs(9, 4);
  const Matrix within = x.array().max(-1).min(1);
  EXPECT_EQ(OneByOne(layer, x), OneByOne(layer, within));
  EXPECT_EQ(AsBatch(layer, x), AsBatch(layer, within));
}

}  // namespace
}  // namespace vae

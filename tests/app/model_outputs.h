// What a model makes of fixed inputs of ours, in one place for the program that records it natively
// and the test that repeats it, natively and under Node.
#pragma once

#include <cstring>
#include <map>
#include <string>

#include "core/random.h"
#include "core/vae.h"
#include "data/example_digit.h"
#include "data/ink.h"
#include "io/safetensors.h"

namespace vae {

inline constexpr char kRecordedOutputs[] = "tests/golden/latent10_outputs.safetensors";
inline constexpr char kRecordedWeights[] = "weights/latent10.safetensors";

// By name, one sample per column.
inline std::map<std::string, Matrix> ModelOutputs(const VaeParams& params) {
  constexpr Index kPoints = 16;
  Matrix digits(kDigitPixels, 2);
  digits.col(0) = NormalizedDigit(RasterizeInk(ExampleDigit()));
  digits.col(1) = RawDigit(RasterizeInk(ExampleDigit()));
  Matrix z(params.shape().latent_dim, kPoints);
  FillNormal({1312, Stream::kSample, 6114}, z);
  const Posterior q = Encode(params, digits);
  return {{"digits", digits},
          {"mu", q.mu},
          {"log_sigma", q.log_sigma},
          {"z", z},
          {"decoded", Decode(params, z)},
          {"recon_nats", BernoulliNats(digits, DecodeLogits(params, q.mu))},
          {"kl_nats", GaussianKlNats(q)}};
}

// Stored with one sample per row, as PyTorch would.
inline Tensor ToTensor(const Matrix& columns) {
  Tensor tensor;
  tensor.shape = {columns.cols(), columns.rows()};
  tensor.bytes.resize(static_cast<size_t>(columns.size()) * sizeof(float));
  std::memcpy(tensor.bytes.data(), columns.data(), tensor.bytes.size());
  return tensor;
}

inline Matrix FromTensor(const Tensor& tensor) {
  Matrix columns(static_cast<Index>(tensor.shape[1]), static_cast<Index>(tensor.shape[0]));
  std::memcpy(columns.data(), tensor.bytes.data(), tensor.bytes.size());
  return columns;
}

}  // namespace vae

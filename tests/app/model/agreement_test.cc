// Native and WASM agree: both compare the shipped weights' outputs with one recording.
#include <gtest/gtest.h>

#include "app/model_outputs.h"
#include "io/file.h"
#include "io/weights.h"

namespace vae {
namespace {

Bytes ReadFromRepository(const char* path) {
  const Result<Bytes> bytes = ReadFile(std::string(VAE_SOURCE_DIR "/") + path);
  EXPECT_TRUE(bytes) << bytes.error();
  return bytes.value_or(Bytes{});
}

TEST(AgreementTest, ShippedWeightsGiveTheRecordedOutputs) {
  const Result<Model> model = ParseWeights(ReadFromRepository(kRecordedWeights), kRecordedWeights);
  ASSERT_TRUE(model) << model.error();
  const auto recorded = ParseSafetensors(ReadFromRepository(kRecordedOutputs), kRecordedOutputs);
  ASSERT_TRUE(recorded) << recorded.error();
  const auto outputs = ModelOutputs(model->params);
  ASSERT_EQ(recorded->tensors.size(), outputs.size());
  for (const auto& [name, actual] : outputs) {
    const Matrix expected = FromTensor(recorded->tensors.at(name));
    ASSERT_EQ(actual.rows(), expected.rows()) << name;
    ASSERT_EQ(actual.cols(), expected.cols()) << name;
    // Of each value, or of its size where that is above 1: libm, FMA and the order of sums differ.
    const auto error = (actual - expected).array().abs() / expected.array().abs().max(1.0f);
    EXPECT_LT(error.maxCoeff(), 1e-4f) << name;
  }
}

TEST(AgreementTest, ShippedWeightsMeetTheirTarget) {
  const Result<Model> model = ParseWeights(ReadFromRepository(kRecordedWeights), kRecordedWeights);
  ASSERT_TRUE(model) << model.error();
  EXPECT_EQ(model->params.shape(), (VaeShape{500, 10}));
  EXPECT_LE(std::stod(model->metadata.at("test_neg_elbo")), 105.0);
}

}  // namespace
}  // namespace vae

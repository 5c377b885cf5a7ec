// Agreement with PyTorch in float64: tests/golden/vae_h32_l3.safetensors holds a small VAE
// (784-32-3), eight digits, its forward pass, losses, gradients and three Adam steps.
#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "core/adam.h"
#include "core/vae.h"
#include "io/file.h"
#include "io/safetensors.h"
#include "tensor_util.h"

namespace vae {
namespace {

constexpr double kTolerance = kDouble ? 1e-9 : 1e-5;

class GoldenTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::string path = VAE_SOURCE_DIR "/tests/golden/vae_h32_l3.safetensors";
    const Result<Bytes> bytes = ReadFile(path);
    ASSERT_TRUE(bytes) << bytes.error();
    Result<SafetensorsFile> file = ParseSafetensors(*bytes, path);
    ASSERT_TRUE(file) << file.error();
    file_ = std::move(*file);
    params_ = Params("param.");
    x_ = Columns("x");
    eps_ = Columns("eps");
    gradient_ = MeanGradient(params_, x_, eps_, act_);
  }

  // Row-major (rows, columns), as stored; a vector is (n, 1).
  Weights Rows(const std::string& name) const {
    const auto found = file_.tensors.find(name);
    EXPECT_NE(found, file_.tensors.end()) << name;
    const Tensor& tensor = found->second;
    const auto rows = static_cast<Index>(tensor.shape[0]);
    const Index columns = tensor.shape.size() > 1 ? static_cast<Index>(tensor.shape[1]) : 1;
    Weights values(rows, columns);
    const size_t size = tensor.dtype == Dtype::kF64 ? sizeof(double) : sizeof(float);
    EXPECT_EQ(tensor.bytes.size(), size * static_cast<size_t>(values.size()));
    for (Index i = 0; i < values.size(); ++i) {
      const std::byte* at = tensor.bytes.data() + static_cast<size_t>(i) * size;
      if (tensor.dtype == Dtype::kF64) {
        double value = 0;
        std::memcpy(&value, at, size);
        values.data()[i] = static_cast<Scalar>(value);
      } else {
        float value = 0;
        std::memcpy(&value, at, size);
        values.data()[i] = static_cast<Scalar>(value);
      }
    }
    return values;
  }

  // One sample per row in the file, one per column here.
  Matrix Columns(const std::string& name) const { return Rows(name).transpose(); }

  VaeParams Params(const std::string& prefix) const {
    VaeParams params;
    for (size_t i = 0; i < kLayerNames.size(); ++i) {
      const std::string layer = prefix + std::string(kLayerNames[i]);
      Layers(params)[i]->w = Rows(layer + ".weight");
      Layers(params)[i]->b = Rows(layer + ".bias").col(0);
    }
    return params;
  }

  void ExpectParams(const VaeParams& actual, const std::string& prefix) const {
    const VaeParams expected = Params(prefix);
    for (size_t i = 0; i < kLayerNames.size(); ++i) {
      EXPECT_LT(RelativeError(Layers(actual)[i]->w, Layers(expected)[i]->w), kTolerance)
          << prefix << kLayerNames[i] << ".weight";
      EXPECT_LT(RelativeError(Layers(actual)[i]->b, Layers(expected)[i]->b), kTolerance)
          << prefix << kLayerNames[i] << ".bias";
    }
  }

  SafetensorsFile file_;
  VaeParams params_;
  Matrix x_;
  Matrix eps_;
  VaeActivations act_;
  VaeParams gradient_;
};

TEST_F(GoldenTest, Forward) {
  EXPECT_EQ(params_.shape(), (VaeShape{32, 3}));
  EXPECT_LT(RelativeError(act_.latent.topRows(3), Columns("mu")), kTolerance);
  EXPECT_LT(RelativeError(act_.latent.bottomRows(3), Columns("log_sigma")), kTolerance);
  EXPECT_LT(RelativeError(act_.z, Columns("z")), kTolerance);
  EXPECT_LT(RelativeError(act_.logits, Columns("logits")), kTolerance);
  EXPECT_LT(RelativeError(Sigmoid(act_.logits), Columns("reconstruction")), kTolerance);
}

TEST_F(GoldenTest, Losses) {
  EXPECT_LT(RelativeError(act_.terms.recon_nats, Rows("recon_nats").col(0)), kTolerance);
  EXPECT_LT(RelativeError(act_.terms.kl_nats, Rows("kl_nats").col(0)), kTolerance);
}

TEST_F(GoldenTest, FunctionsForUseAgreeWithTheTrainingPass) {
  const Posterior q = Encode(params_, x_);
  EXPECT_LT(RelativeError(q.mu, Columns("mu")), kTolerance);
  EXPECT_LT(RelativeError(q.log_sigma, Columns("log_sigma")), kTolerance);
  const Matrix z = Reparameterize(q, eps_);
  EXPECT_LT(RelativeError(z, Columns("z")), kTolerance);
  EXPECT_LT(RelativeError(Decode(params_, z), Columns("reconstruction")), kTolerance);
  EXPECT_LT(RelativeError(GaussianKlNats(q), Rows("kl_nats").col(0)), kTolerance);
}

TEST_F(GoldenTest, Gradients) { ExpectParams(gradient_, "grad."); }

TEST_F(GoldenTest, ThreeAdamSteps) {
  VaeParams params = params_;
  AdamMoments moments = AdamMoments::Zero(params.shape());
  for (int64_t t = 1; t <= 3; ++t) {
    AdamUpdate(AdamOptions{}, t, MeanGradient(params, x_, eps_, act_), moments, params);
  }
  ExpectParams(params, "adam3.");
}

}  // namespace
}  // namespace vae

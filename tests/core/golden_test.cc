// Agreement with PyTorch in float64, as recorded by tests/golden/make_golden.py.
#include <gtest/gtest.h>

#include <cstring>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/adam.h"
#include "core/trainer.h"
#include "core/vae.h"
#include "io/file.h"
#include "io/safetensors.h"
#include "tensor_util.h"

namespace vae {
namespace {

constexpr double kGoldenTolerance = kDouble ? 1e-9 : 1e-5;

// The tensors of a recorded file.
class GoldenFile {
 public:
  explicit GoldenFile(const std::string& name) {
    const std::string path = VAE_SOURCE_DIR "/tests/golden/" + name;
    const Result<Bytes> bytes = ReadFile(path);
    EXPECT_TRUE(bytes) << bytes.error();
    file_ = ParseSafetensors(bytes.value_or(Bytes()), path).value();
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

  // `tolerance` is relative to the largest value of each tensor.
  void ExpectParams(const VaeParams& actual, const std::string& prefix,
                    double tolerance = kGoldenTolerance) const {
    const VaeParams expected = Params(prefix);
    for (size_t i = 0; i < kLayerNames.size(); ++i) {
      EXPECT_LT(RelativeError(Layers(actual)[i]->w, Layers(expected)[i]->w), tolerance)
          << prefix << kLayerNames[i] << ".weight";
      EXPECT_LT(RelativeError(Layers(actual)[i]->b, Layers(expected)[i]->b), tolerance)
          << prefix << kLayerNames[i] << ".bias";
    }
  }

 private:
  SafetensorsFile file_;
};

// One small VAE (784-8-3) and eight digits.
class GoldenTest : public testing::Test {
 protected:
  const GoldenFile golden_{"vae_h8_l3.safetensors"};
  const VaeParams params_ = golden_.Params("param.");
  const Matrix x_ = golden_.Columns("x");
  const Matrix eps_ = golden_.Columns("eps");
  VaeActivations act_;
  const VaeParams gradient_ = MeanGradient(params_, x_, x_, eps_, act_);
};

TEST_F(GoldenTest, Forward) {
  EXPECT_EQ(params_.shape(), (VaeShape{8, 3}));
  EXPECT_LT(RelativeError(act_.latent.topRows(3), golden_.Columns("mu")), kGoldenTolerance);
  EXPECT_LT(RelativeError(act_.latent.bottomRows(3), golden_.Columns("log_sigma")),
            kGoldenTolerance);
  EXPECT_LT(RelativeError(act_.z, golden_.Columns("z")), kGoldenTolerance);
  const Matrix logits = act_.rows.logits.leftCols(x_.cols());
  EXPECT_LT(RelativeError(logits, golden_.Columns("logits")), kGoldenTolerance);
  EXPECT_LT(RelativeError(Sigmoid(logits), golden_.Columns("reconstruction")), kGoldenTolerance);
}

TEST_F(GoldenTest, Losses) {
  EXPECT_LT(RelativeError(act_.terms.recon_nats, golden_.Rows("recon_nats").col(0)),
            kGoldenTolerance);
  EXPECT_LT(RelativeError(act_.terms.kl_nats, golden_.Rows("kl_nats").col(0)), kGoldenTolerance);
}

TEST_F(GoldenTest, FunctionsForUseAgreeWithTheTrainingPass) {
  const Posterior q = Encode(params_, x_);
  EXPECT_LT(RelativeError(q.mu, golden_.Columns("mu")), kGoldenTolerance);
  EXPECT_LT(RelativeError(q.log_sigma, golden_.Columns("log_sigma")), kGoldenTolerance);
  const Matrix z = Reparameterize(q, eps_);
  EXPECT_LT(RelativeError(z, golden_.Columns("z")), kGoldenTolerance);
  EXPECT_LT(RelativeError(Decode(params_, z), golden_.Columns("reconstruction")), kGoldenTolerance);
  EXPECT_LT(RelativeError(GaussianKlNats(q), golden_.Rows("kl_nats").col(0)), kGoldenTolerance);
}

TEST_F(GoldenTest, Gradients) { golden_.ExpectParams(gradient_, "grad."); }

// Three samples of each digit, of which the encoder sees a noisy version.
TEST_F(GoldenTest, GradientsOfEveryObjectiveWithSamplesAndNoise) {
  using Kind = VaeObjective::Kind;
  const Matrix seen = golden_.Columns("seen");
  const Matrix eps = golden_.Columns("eps3");
  // In float the bound's shares have four digits: they are exponentials of differences of sums of
  // hundreds of nats.
  for (const auto& [kind, prefix, tolerance] :
       {std::tuple{Kind::kElbo, "seen.elbo.", kGoldenTolerance},
        std::tuple{Kind::kElboByPath, "seen.path.", kGoldenTolerance},
        std::tuple{Kind::kImportanceWeighted, "seen.bound.", kDouble ? kGoldenTolerance : 1e-3}}) {
    VaeActivations act;
    const VaeParams gradient = MeanGradient(params_, seen, x_, eps, act, {.kind = kind});
    EXPECT_LT(RelativeError(act.terms.recon_nats, golden_.Rows("seen.recon_nats").col(0)),
              kGoldenTolerance);
    EXPECT_LT(RelativeError(act.terms.kl_nats, golden_.Rows("seen.kl_nats").col(0)),
              kGoldenTolerance);
    golden_.ExpectParams(gradient, prefix, tolerance);
  }
}

TEST_F(GoldenTest, ThreeAdamSteps) {
  VaeParams params = params_;
  AdamMoments moments = AdamMoments::Zero(params.shape());
  for (int64_t t = 1; t <= 3; ++t) {
    AdamUpdate(AdamOptions{}, t, MeanGradient(params, x_, x_, eps_, act_), moments, params);
  }
  golden_.ExpectParams(params, "adam3.");
}

// vae-train's default recipe with two samples, a warm-up and averaging, five epochs of eleven
// digits: initial weights, orders and noise included.
TEST(GoldenTrainingTest, EveryLossAndTheLastWeights) {
  const GoldenFile golden("short_training.safetensors");
  const Matrix digits = golden.Columns("x");
  const Weights recon = golden.Rows("recon_nats");
  const Weights kl = golden.Rows("kl_nats");
  TrainOptions options;
  options.initialization = TrainOptions::Initialization::kFanIn;
  options.learning_rate = {.kind = LearningRateSchedule::Kind::kCosine,
                           .peak = 2e-3,
                           .warmup_steps = 4,
                           .total_steps = 20};
  options.objective = VaeObjective::Kind::kElboByPath;
  options.samples = 2;
  options.input_noise = {NoiseKind::kBernoulli, 0.5};
  options.averaging = 0.9;
  options.seed = 6;
  ThreadPool pool(2);
  Trainer trainer({.hidden_dim = 8, .latent_dim = 2}, options, pool);
  for (Index step = 0; step < recon.rows(); ++step) {
    const std::vector<uint32_t> order = EpochOrder(options.seed, step / 4, 11);
    const auto first = static_cast<size_t>(step % 4 * 3);
    const auto batch = std::span(order).subspan(first, std::min<size_t>(3, 11 - first));
    const ElboMean mean = trainer.Step(digits, batch);
    EXPECT_NEAR(mean.recon_nats / static_cast<double>(recon(step)), 1, kGoldenTolerance) << step;
    EXPECT_NEAR(mean.kl_nats / static_cast<double>(kl(step)), 1, 10 * kGoldenTolerance) << step;
  }
  EXPECT_EQ(trainer.steps(), 20);
  // A step of Adam has the size of the learning rate even where the gradient is mostly rounding.
  constexpr double kWeightTolerance = kDouble ? 1e-9 : 2e-3;
  golden.ExpectParams(trainer.state().params, "last.", kWeightTolerance);
  golden.ExpectParams(trainer.params(), "average.", kWeightTolerance);
}

}  // namespace
}  // namespace vae

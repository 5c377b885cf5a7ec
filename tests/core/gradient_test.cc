// Every parameter's derivative against central differences: in double only, differences of floats
// have too few digits.
#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"
#include "core/vae.h"
#include "tensor_util.h"

namespace vae {
namespace {

// Mean of the objective over the batch.
double Loss(const VaeParams& params, const Matrix& x, const Matrix& eps,
            const VaeObjective& objective) {
  VaeActivations act;
  act.Resize(params.shape(), x.cols(), eps.cols() / x.cols());
  ThreadPool pool(1);
  VaeForward(params, x, x, eps, pool, act);
  if (objective.kind != VaeObjective::Kind::kImportanceWeighted) {
    return static_cast<double>(act.terms.recon_nats.mean() +
                               objective.kl_weight * act.terms.kl_nats.mean());
  }
  // -log (1/K) sum_k p(x, z_k) / q(z_k|x), term by term.
  const Index samples = eps.cols() / x.cols();
  const Index latent_dim = params.shape().latent_dim;
  double sum = 0;
  for (Index i = 0; i < x.cols(); ++i) {
    double mean_weight = 0;
    for (Index k = i * samples; k < (i + 1) * samples; ++k) {
      const double log_prior = -0.5 * static_cast<double>(act.z.col(k).squaredNorm());
      const double log_posterior = -0.5 * static_cast<double>(eps.col(k).squaredNorm()) -
                                   static_cast<double>(act.latent.col(i).tail(latent_dim).sum());
      const double log_weight =
          log_prior - log_posterior - static_cast<double>(act.terms.recon_nats(k));
      mean_weight += std::exp(log_weight + 500) / static_cast<double>(samples);
    }
    sum += 500 - std::log(mean_weight);
  }
  return sum / static_cast<double>(x.cols());
}

// (f(p + h) - f(p - h)) / 2h has an error of order h^2 from the curvature and of order
// machine epsilon * f / h from rounding; h balances the two.
double CentralDifference(VaeParams& params, Scalar& p, const Matrix& x, const Matrix& eps,
                         const VaeObjective& objective) {
  const Scalar h = static_cast<Scalar>(3e-5);
  const Scalar saved = p;
  p = saved + h;
  const double above = Loss(params, x, eps, objective);
  p = saved - h;
  const double below = Loss(params, x, eps, objective);
  p = saved;
  return (above - below) / (2 * static_cast<double>(h));
}

class GradientTest : public testing::Test {
 protected:
  void SetUp() override {
    // Biases start at 0, a point too special to check at.
    for (DenseParams* layer : Layers(params_)) {
      layer->b.setLinSpaced(Scalar{-0.3f}, Scalar{0.4f});
    }
  }

  Matrix Noise(Index samples) const {
    Matrix eps(params_.shape().latent_dim, samples * x_.cols());
    FillNormal({1, Stream::kTrainNoise, 0}, eps);
    return eps;
  }

  // Checks the layers [first, 4). Returns how many parameters that were.
  int CheckLayers(size_t first, const Matrix& eps, const VaeObjective& objective) {
    VaeActivations act;
    const VaeParams gradient = MeanGradient(params_, x_, eps, act, objective);
    int checked = 0;
    for (size_t i = first; i < kLayerNames.size(); ++i) {
      const auto check = [&](Scalar* values, const Scalar* derivatives, Index count) {
        const double scale =
            static_cast<double>(Eigen::Map<const Vector>(derivatives, count).cwiseAbs().maxCoeff());
        ASSERT_GT(scale, 0) << kLayerNames[i];
        for (Index k = 0; k < count; ++k, ++checked) {
          const double expected = CentralDifference(params_, values[k], x_, eps, objective);
          ASSERT_NEAR(static_cast<double>(derivatives[k]), expected, 1e-7 * scale)
              << kLayerNames[i] << " parameter " << k;
        }
      };
      DenseParams& layer = *Layers(params_)[i];
      const DenseParams& grad = *Layers(gradient)[i];
      check(layer.w.data(), grad.w.data(), layer.w.size());
      check(layer.b.data(), grad.b.data(), layer.b.size());
    }
    return checked;
  }

  // For estimators that are not the derivative at one draw of the noise but have the same mean: the
  // biases of encoder.latent, within their standard errors.
  void CheckEncoderOnAverage(const VaeObjective& objective) {
    constexpr int kDraws = 1200;
    constexpr Index kSamples = 3;
    DenseParams& layer = params_.encoder_latent;
    layer.w *= Scalar{0.3f};
    Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(4), squares = sum;
    VaeActivations act;
    for (uint64_t draw = 0; draw < kDraws; ++draw) {
      Matrix eps(2, kSamples * x_.cols());
      FillNormal({7, Stream::kTrainNoise, draw}, eps);
      const VaeParams gradient = MeanGradient(params_, x_, eps, act, objective);
      for (Index k = 0; k < 4; ++k) {
        const double difference = static_cast<double>(gradient.encoder_latent.b(k)) -
                                  CentralDifference(params_, layer.b(k), x_, eps, objective);
        sum(k) += difference;
        squares(k) += difference * difference;
      }
    }
    const Eigen::ArrayXd mean = sum / kDraws;
    const Eigen::ArrayXd error = ((squares / kDraws - mean.square()) / kDraws).sqrt();
    for (Index k = 0; k < 4; ++k) {
      EXPECT_LT(std::abs(mean(k)), 4.5 * error(k)) << k;
      EXPECT_GT(error(k), 0) << k;
    }
  }

  VaeParams params_ = VaeParams::Xavier({.hidden_dim = 5, .latent_dim = 2}, 1);
  Matrix x_ = SomeDigits(3);
};

constexpr int kAllParameters = 784 * 5 + 5 + 5 * 4 + 4 + 2 * 5 + 5 + 5 * 784 + 784;

TEST_F(GradientTest, EveryParameterAgreesWithCentralDifferences) {
  EXPECT_EQ(CheckLayers(0, Noise(1), {}), kAllParameters);
}

TEST_F(GradientTest, SeveralSamplesAndAWeightOnKl) {
  VaeObjective objective;
  objective.kl_weight = Scalar{0.3f};
  EXPECT_EQ(CheckLayers(0, Noise(4), objective), kAllParameters);
}

TEST_F(GradientTest, TheImportanceWeightedBoundsDecoder) {
  VaeObjective objective;
  objective.kind = VaeObjective::Kind::kImportanceWeighted;
  EXPECT_EQ(CheckLayers(2, Noise(5), objective), 2 * 5 + 5 + 5 * 784 + 784);
}

TEST_F(GradientTest, TheImportanceWeightedBoundsEncoderOnAverage) {
  VaeObjective objective;
  objective.kind = VaeObjective::Kind::kImportanceWeighted;
  CheckEncoderOnAverage(objective);
}

TEST_F(GradientTest, TheElboByPathOnAverage) {
  VaeObjective objective;
  objective.kind = VaeObjective::Kind::kElboByPath;
  EXPECT_EQ(CheckLayers(2, Noise(5), objective), 2 * 5 + 5 + 5 * 784 + 784);
  objective.kl_weight = Scalar{0.7f};
  CheckEncoderOnAverage(objective);
}

TEST_F(GradientTest, TheElboByPathOfOneSampleIsTheBoundOfOneSample) {
  VaeObjective path, bound;
  path.kind = VaeObjective::Kind::kElboByPath;
  bound.kind = VaeObjective::Kind::kImportanceWeighted;
  const Matrix eps = Noise(1);
  VaeActivations act;
  const VaeParams a = MeanGradient(params_, x_, eps, act, path);
  const VaeParams b = MeanGradient(params_, x_, eps, act, bound);
  EXPECT_LT(RelativeError(Matrix(a.encoder_latent.w), Matrix(b.encoder_latent.w)), 1e-12);
}

TEST(GradientScaleTest, SumsOverColumnsWithTheGivenScale) {
  const VaeShape shape{.hidden_dim = 7, .latent_dim = 3};
  const VaeParams params = VaeParams::Xavier(shape, 2);
  const Matrix x = SomeDigits(2);
  Matrix eps(shape.latent_dim, 2);
  FillNormal({2, Stream::kTrainNoise, 0}, eps);
  VaeActivations act;
  const VaeParams both = MeanGradient(params, x, eps, act);
  const VaeParams first = MeanGradient(params, x.leftCols(1), eps.leftCols(1), act);
  const VaeParams second = MeanGradient(params, x.rightCols(1), eps.rightCols(1), act);
  for (size_t i = 0; i < kLayerNames.size(); ++i) {
    const Weights mean = (Layers(first)[i]->w + Layers(second)[i]->w) / 2;
    EXPECT_LT(RelativeError(Layers(both)[i]->w, mean), kDouble ? 1e-13 : 1e-5) << kLayerNames[i];
  }
}

}  // namespace
}  // namespace vae

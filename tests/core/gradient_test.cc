// Every parameter's derivative against central differences: in double only, differences of floats
// have too few digits.
#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"
#include "core/vae.h"
#include "tensor_util.h"

namespace vae {
namespace {

// Mean of -ELBO over the batch.
double Loss(const VaeParams& params, const Matrix& x, const Matrix& eps) {
  VaeActivations act;
  act.Resize(params.shape(), x.cols());
  VaeForward(params, x, eps, {0, x.cols()}, act);
  return static_cast<double>((act.elbo.recon_nats + act.elbo.kl_nats).mean());
}

// (f(p + h) - f(p - h)) / 2h has an error of order h^2 from the curvature and of order
// machine epsilon * f / h from rounding; h balances the two.
double CentralDifference(VaeParams& params, Scalar& p, const Matrix& x, const Matrix& eps) {
  const Scalar h = static_cast<Scalar>(3e-5);
  const Scalar saved = p;
  p = saved + h;
  const double above = Loss(params, x, eps);
  p = saved - h;
  const double below = Loss(params, x, eps);
  p = saved;
  return (above - below) / (2 * static_cast<double>(h));
}

TEST(GradientTest, EveryParameterAgreesWithCentralDifferences) {
  const VaeShape shape{.hidden_dim = 5, .latent_dim = 2};
  VaeParams params = VaeParams::Xavier(shape, 1);
  // Biases start at 0, a point too special to check at.
  for (DenseParams* layer : Layers(params)) layer->b.setLinSpaced(Scalar{-0.3f}, Scalar{0.4f});
  const Matrix x = SomeDigits(3);
  Matrix eps(shape.latent_dim, 3);
  FillNormal({1, Stream::kTrainNoise, 0}, eps);
  VaeActivations act;
  const VaeParams gradient = MeanGradient(params, x, eps, act);

  int checked = 0;
  for (size_t i = 0; i < kLayerNames.size(); ++i) {
    const auto check = [&](Scalar* values, const Scalar* derivatives, Index count) {
      const double scale =
          Eigen::Map<const Vector>(derivatives, count).cwiseAbs().cast<double>().maxCoeff();
      ASSERT_GT(scale, 0) << kLayerNames[i];
      for (Index k = 0; k < count; ++k, ++checked) {
        const double expected = CentralDifference(params, values[k], x, eps);
        ASSERT_NEAR(static_cast<double>(derivatives[k]), expected, 1e-7 * scale)
            << kLayerNames[i] << " parameter " << k;
      }
    };
    DenseParams& layer = *Layers(params)[i];
    const DenseParams& grad = *Layers(gradient)[i];
    check(layer.w.data(), grad.w.data(), layer.w.size());
    check(layer.b.data(), grad.b.data(), layer.b.size());
  }
  EXPECT_EQ(checked, 784 * 5 + 5 + 5 * 4 + 4 + 2 * 5 + 5 + 5 * 784 + 784);
}

TEST(GradientTest, SumsOverColumnsWithTheGivenScale) {
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

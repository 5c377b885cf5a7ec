#include "core/vae.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/random.h"
#include "tensor_util.h"

namespace vae {
namespace {

constexpr double kTolerance = kDouble ? 1e-12 : 1e-5;

TEST(BernoulliNatsTest, IsTheCrossEntropyOfTheSigmoid) {
  const Matrix x = SomeDigits(2);
  Matrix logits(kDigitPixels, 2);
  FillNormal({1, Stream::kSample, 0}, logits);
  const Vector nats = BernoulliNats(x, logits);
  for (Index j = 0; j < 2; ++j) {
    double expected = 0;
    for (Index i = 0; i < kDigitPixels; ++i) {
      const double y = 1 / (1 + std::exp(-static_cast<double>(logits(i, j))));
      const double pixel = static_cast<double>(x(i, j));
      expected -= pixel * std::log(y) + (1 - pixel) * std::log(1 - y);
    }
    EXPECT_NEAR(static_cast<double>(nats(j)) / expected, 1, kTolerance);
  }
}

TEST(BernoulliNatsTest, StaysExactAtAnyLogit) {
  const Scalar huge = Scalar{1e30f};
  for (const Scalar logit : {Scalar{40}, Scalar{1000}, huge}) {
    Matrix x(2, 1), right(2, 1), wrong(2, 1);
    x << 1, 0;
    right << logit, -logit;
    wrong << -logit, logit;
    // Confident and right costs nothing, confident and wrong costs the logit, for each pixel.
    EXPECT_NEAR(static_cast<double>(BernoulliNats(x, right)(0)), 0, 1e-16);
    EXPECT_NEAR(static_cast<double>(BernoulliNats(x, wrong)(0) / (2 * logit)), 1, kTolerance);
  }
}

TEST(GaussianKlNatsTest, VanishesAtThePriorOnlyAndMatchesTheIntegral) {
  Posterior q{Matrix::Zero(1, 2), Matrix::Zero(1, 2)};
  q.mu(0, 1) = Scalar{0.7f};
  q.log_sigma(0, 1) = Scalar{-0.4f};
  const Vector nats = GaussianKlNats(q);
  EXPECT_EQ(nats(0), 0);
  // Integral of q log(q / p), by the trapezoidal rule over ten standard deviations.
  const double mu = static_cast<double>(q.mu(0, 1));
  const double sigma = std::exp(static_cast<double>(q.log_sigma(0, 1)));
  const double step = 1e-3;
  double integral = 0;
  for (double t = -10; t <= 10; t += step) {
    const double z = mu + sigma * t;
    const double log_q_over_p = -0.5 * t * t - std::log(sigma) + 0.5 * z * z;
    integral += std::exp(-0.5 * t * t) / std::sqrt(2 * M_PI) * log_q_over_p * step;
  }
  EXPECT_NEAR(static_cast<double>(nats(1)), integral, kDouble ? 1e-9 : 1e-6);
}

TEST(XavierTest, BoundsSpreadAndZeroBiases) {
  const VaeParams params = VaeParams::Xavier({.hidden_dim = 100, .latent_dim = 8}, 1);
  EXPECT_EQ(params.shape(), (VaeShape{100, 8}));
  for (const DenseParams* layer : Layers(params)) {
    const double limit = std::sqrt(6.0 / static_cast<double>(layer->in() + layer->out()));
    const double largest = static_cast<double>(layer->w.cwiseAbs().maxCoeff());
    EXPECT_LE(largest, limit * (1 + 1e-6));
    EXPECT_GT(largest, 0.98 * limit);
    EXPECT_EQ(layer->b.cwiseAbs().maxCoeff(), 0);
  }
  const VaeParams other = VaeParams::Xavier({.hidden_dim = 100, .latent_dim = 8}, 2);
  EXPECT_NE(params.encoder_hidden.w, other.encoder_hidden.w);
}

TEST(FanInTest, BoundsOfEachLayer) {
  const VaeParams params = VaeParams::FanIn({.hidden_dim = 100, .latent_dim = 8}, 1);
  for (const DenseParams* layer : Layers(params)) {
    const double limit = 1 / std::sqrt(static_cast<double>(layer->in()));
    const double largest = static_cast<double>(layer->w.cwiseAbs().maxCoeff());
    EXPECT_LE(largest, limit * (1 + 1e-6));
    EXPECT_GT(largest, 0.98 * limit);
    EXPECT_EQ(layer->b.cwiseAbs().maxCoeff(), 0);
  }
}

// More rows and digits than a thread takes at a time, and than whole vectors hold.
TEST(VaeForwardTest, AgreesWithTheFunctionsForUseOnAnyNumberOfThreads) {
  const VaeParams params = VaeParams::Xavier({.hidden_dim = 70, .latent_dim = 4}, 3);
  for (const Index batch : {1, 7, 16, 50}) {
    const Matrix x = SomeDigits(batch);
    Matrix eps(4, batch);
    FillNormal({3, Stream::kTrainNoise, 0}, eps);
    const Posterior q = Encode(params, x);
    const Vector recon = BernoulliNats(x, DecodeLogits(params, Reparameterize(q, eps)));
    VaeActivations expected;
    for (const int threads : {1, 2, 5}) {
      ThreadPool pool(threads);
      VaeActivations act;
      act.Resize(params.shape(), batch);
      VaeForward(params, x, x, eps, pool, act);
      EXPECT_LT(RelativeError(act.terms.recon_nats, recon), kTolerance) << batch;
      EXPECT_LT(RelativeError(act.terms.kl_nats, GaussianKlNats(q)), kTolerance) << batch;
      if (threads == 1) expected = act;
      EXPECT_EQ(act.terms.recon_nats, expected.terms.recon_nats) << batch;
      EXPECT_EQ(act.decoder_hidden, expected.decoder_hidden) << batch;
    }
  }
}

TEST(EncodeDecodeTest, ManyDigitsAreEachWhatTheyAreAlone) {
  const VaeParams params = VaeParams::Xavier({.hidden_dim = 37, .latent_dim = 3}, 4);
  for (const Index count : {1, 2, 5, 16, 95, 96, 97, 200}) {
    Matrix z(3, count);
    FillNormal({.seed = 5}, z);
    const Matrix pixels = Decode(params, z);
    const Posterior q = Encode(params, pixels);
    for (Index i = 0; i < count; ++i) {
      EXPECT_LT((pixels.col(i) - Decode(params, z.col(i))).cwiseAbs().maxCoeff(), 1e-6)
          << i << " of " << count;
      const Posterior alone = Encode(params, pixels.col(i));
      EXPECT_LT((q.mu.col(i) - alone.mu).cwiseAbs().maxCoeff(), 1e-5) << i << " of " << count;
      EXPECT_LT((q.log_sigma.col(i) - alone.log_sigma).cwiseAbs().maxCoeff(), 1e-5);
    }
  }
}

TEST(ReparameterizeTest, ScalesAndShiftsTheNoise) {
  Posterior q{Matrix::Constant(2, 1, Scalar{3}), Matrix::Zero(2, 1)};
  q.log_sigma << 0, std::log(Scalar{2});
  const Matrix z = Reparameterize(q, Matrix::Constant(2, 1, Scalar{-1}));
  EXPECT_NEAR(static_cast<double>(z(0)), 2, kTolerance);
  EXPECT_NEAR(static_cast<double>(z(1)), 1, kTolerance);
}

}  // namespace
}  // namespace vae

#include "core/bound.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"
#include "tensor_util.h"

namespace vae {
namespace {

// A model whose latent values matter, by some nats, and whose q(z|x) is wrong, but not so wrong
// that a few thousand draws miss the true posterior.
VaeParams SomeModel(const VaeShape& shape) {
  VaeParams params = VaeParams::Xavier(shape, 3);
  for (DenseParams* layer : Layers(params)) layer->b.setLinSpaced(Scalar{-0.3f}, Scalar{0.4f});
  params.decoder_output.w *= Scalar{0.25f};
  params.encoder_latent.w *= Scalar{0.3f};
  params.encoder_latent.b.tail(shape.latent_dim).setConstant(Scalar{-0.1f});
  return params;
}

double Mean(const Vector& nats) { return nats.cast<double>().mean(); }

// log p(x) of digits under a model with one latent value, by Simpson's rule over z in [-9, 9].
Eigen::ArrayXd IntegratedNats(const VaeParams& params, const Matrix& x) {
  constexpr Index kPoints = 3601;
  const Eigen::ArrayXd z = Eigen::ArrayXd::LinSpaced(kPoints, -9, 9);
  const Matrix logits = DecodeLogits(params, z.matrix().transpose().cast<Scalar>());
  const double step = z(1) - z(0);
  Eigen::ArrayXd result(x.cols());
  for (Index i = 0; i < x.cols(); ++i) {
    const Matrix same = x.col(i).replicate(1, kPoints);
    const Eigen::ArrayXd log_joint = -BernoulliNats(same, logits).cast<double>().array() -
                                     z.square() / 2 - std::log(2 * std::acos(-1.0)) / 2;
    const double max = log_joint.maxCoeff();
    double sum = 0;
    for (Index k = 0; k < kPoints; ++k) {
      const double weight = k == 0 || k == kPoints - 1 ? 1 : k % 2 == 1 ? 4 : 2;
      sum += weight * std::exp(log_joint(k) - max);
    }
    result(i) = -(max + std::log(sum * step / 3));
  }
  return result;
}

// -log (p(x|z) p(z) / q(z|x)), each density written out, for draws of our own.
Eigen::ArrayXd LiteralNats(const VaeParams& params, const Vector& x, const Matrix& eps) {
  const Posterior q = Encode(params, x);
  const double log_2pi = std::log(2 * std::acos(-1.0));
  Eigen::ArrayXd nats(eps.cols());
  for (Index k = 0; k < eps.cols(); ++k) {
    const Matrix z = Reparameterize(q, eps.col(k));
    double log_prior = 0;
    double log_posterior = 0;
    for (Index j = 0; j < z.rows(); ++j) {
      const double value = static_cast<double>(z(j));
      const double mu = static_cast<double>(q.mu(j));
      const double log_sigma = static_cast<double>(q.log_sigma(j));
      const double distance = (value - mu) / std::exp(log_sigma);
      log_prior += -value * value / 2 - log_2pi / 2;
      log_posterior += -distance * distance / 2 - log_2pi / 2 - log_sigma;
    }
    const double recon = static_cast<double>(BernoulliNats(x, DecodeLogits(params, z))(0));
    nats(k) = recon - log_prior + log_posterior;
  }
  return nats;
}

// The draws of column 0 are known, so the bound can be written out literally.
TEST(BoundTest, IsLiterallyTheFormula) {
  constexpr uint64_t kSeed = 11;
  const VaeParams params = SomeModel({.hidden_dim = 9, .latent_dim = 3});
  const Matrix x = SomeDigits(1);
  Matrix eps(3, 40);
  FillNormal({kSeed, Stream::kBoundNoise, 0}, eps);
  const Eigen::ArrayXd nats = LiteralNats(params, x, eps);
  ThreadPool pool(1);
  for (const Index samples : {1, 2, 40}) {
    const double expected = -std::log((-nats.head(samples)).exp().mean());
    const double actual =
        static_cast<double>(ImportanceWeightedNats(params, x, samples, kSeed, pool)(0));
    EXPECT_NEAR(actual, expected, (kDouble ? 1e-12 : 2e-6) * expected) << samples;
  }
}

TEST(BoundTest, OneSampleIsOneDrawOfTheElbo) {
  constexpr int kSeeds = 300;
  const VaeParams params = SomeModel({.hidden_dim = 12, .latent_dim = 3});
  const Matrix x = SomeDigits(5);
  ThreadPool pool(1);
  Eigen::ArrayXd difference(kSeeds);
  for (int seed = 0; seed < kSeeds; ++seed) {
    // The ELBO with noise of its own.
    Matrix eps(3, x.cols());
    FillNormal({static_cast<uint64_t>(seed), Stream::kTestNoise, 0}, eps);
    const Posterior q = Encode(params, x);
    const Vector elbo =
        BernoulliNats(x, DecodeLogits(params, Reparameterize(q, eps))) + GaussianKlNats(q);
    const Vector bound = ImportanceWeightedNats(params, x, 1, static_cast<uint64_t>(seed), pool);
    difference(seed) = Mean(bound) - Mean(elbo);
  }
  const double mean = difference.mean();
  const double error = std::sqrt((difference - mean).square().mean() / (kSeeds - 1));
  ASSERT_GT(error, 0);
  EXPECT_LT(std::abs(mean), 5 * error) << "standard error " << error;
}

TEST(BoundTest, MoreSamplesAreTighter) {
  constexpr int kSeeds = 300;
  const VaeParams params = SomeModel({.hidden_dim = 12, .latent_dim = 3});
  const Matrix x = SomeDigits(4);
  ThreadPool pool(1);
  double previous = 0;
  double previous_error = 0;
  for (const int64_t samples : {1, 5, 50}) {
    Eigen::ArrayXd nats(kSeeds);
    for (int seed = 0; seed < kSeeds; ++seed) {
      nats(seed) =
          Mean(ImportanceWeightedNats(params, x, samples, static_cast<uint64_t>(seed), pool));
    }
    const double error = std::sqrt((nats - nats.mean()).square().mean() / (kSeeds - 1));
    if (samples > 1) {
      EXPECT_LT(nats.mean(), previous - 5 * std::hypot(error, previous_error)) << samples;
    }
    previous = nats.mean();
    previous_error = error;
  }
}

TEST(BoundTest, ManySamplesAgreeWithIntegration) {
  const VaeParams params = SomeModel({.hidden_dim = 8, .latent_dim = 1});
  const Matrix x = SomeDigits(4);
  const Eigen::ArrayXd expected = IntegratedNats(params, x);
  ThreadPool pool(1);
  constexpr int kSeeds = 6;
  Eigen::ArrayXXd nats(x.cols(), kSeeds);
  for (int seed = 0; seed < kSeeds; ++seed) {
    nats.col(seed) = ImportanceWeightedNats(params, x, 5000, static_cast<uint64_t>(seed), pool)
                         .cast<double>()
                         .array();
  }
  for (Index i = 0; i < x.cols(); ++i) {
    const double mean = nats.row(i).mean();
    const double error = std::sqrt((nats.row(i) - mean).square().mean() / (kSeeds - 1));
    EXPECT_NEAR(mean, expected(i), 5 * error + 1e-3) << i;
    EXPECT_LT(error, 0.05) << i;
  }
  // The bound at K = 1 is far away, so agreement is not for want of anything to find.
  const Matrix copies = x.replicate(1, 100);
  EXPECT_GT(Mean(ImportanceWeightedNats(params, copies, 1, 1, pool)), expected.mean() + 0.2);
}

TEST(BoundTest, SameForAnyThreads) {
  const VaeParams params = SomeModel({.hidden_dim = 10, .latent_dim = 2});
  const Matrix x = SomeDigits(300);
  for (const int64_t samples : {1, 7, 300}) {
    const Matrix few = samples > 7 ? Matrix(x.leftCols(9)) : x;
    ThreadPool one(1);
    const Vector expected = ImportanceWeightedNats(params, few, samples, 5, one);
    for (const int threads : {2, 3}) {
      ThreadPool pool(threads);
      EXPECT_EQ(ImportanceWeightedNats(params, few, samples, 5, pool), expected)
          << threads << " threads, " << samples << " samples";
    }
  }
}

// Noise belongs to a digit and a draw, whatever else is computed beside them.
TEST(BoundTest, ColumnsDoNotDependOnTheirNeighbours) {
  const VaeParams params = SomeModel({.hidden_dim = 10, .latent_dim = 2});
  const Matrix x = SomeDigits(12);
  ThreadPool pool(1);
  const Vector all = ImportanceWeightedNats(params, x, 30, 5, pool);
  const Vector first = ImportanceWeightedNats(params, x.leftCols(2), 30, 5, pool);
  EXPECT_LT(RelativeError(Vector(all.head(2)), first), kDouble ? 1e-14 : 1e-6);
  const Vector other_seed = ImportanceWeightedNats(params, x, 30, 6, pool);
  EXPECT_GT((other_seed - all).cwiseAbs().minCoeff(), 0);
  const Matrix same = x.leftCols(1).replicate(1, 2);
  const Vector twice = ImportanceWeightedNats(params, same, 30, 5, pool);
  EXPECT_NE(twice(0), twice(1)) << "two digits share their noise";
}

// The mean over the same draws twice would not change.
TEST(BoundTest, DrawsDoNotRepeat) {
  const VaeParams params = SomeModel({.hidden_dim = 10, .latent_dim = 2});
  const Matrix x = SomeDigits(2);
  ThreadPool pool(1);
  for (const int64_t samples : {16, 128, 256, 512}) {
    const Vector once = ImportanceWeightedNats(params, x, samples, 5, pool);
    const Vector twice = ImportanceWeightedNats(params, x, 2 * samples, 5, pool);
    EXPECT_GT((once - twice).cwiseAbs().minCoeff(), 1e-3) << samples;
  }
}

// Logits of hundreds of nats neither overflow nor lose the sum.
TEST(BoundTest, ExtremeLogits) {
  VaeParams params = VaeParams::Zero({.hidden_dim = 4, .latent_dim = 2});
  params.decoder_output.b.setConstant(300);
  params.decoder_output.b.head(400).setConstant(-300);
  const Matrix x = Matrix::Constant(kDigitPixels, 1, Scalar{0.25f});
  ThreadPool pool(1);
  const double nats = static_cast<double>(ImportanceWeightedNats(params, x, 3, 1, pool)(0));
  EXPECT_NEAR(nats, 300 * (0.25 * 400 + 0.75 * 384), 1);
}

TEST(BoundTest, ActiveUnits) {
  VaeParams params = VaeParams::Zero({.hidden_dim = 3, .latent_dim = 4});
  const Matrix x = SomeDigits(1500);
  EXPECT_EQ(ActiveUnits(params, x), 0);
  // Hidden unit 0 is nearly the share of ink in one row, far from saturated.
  params.encoder_hidden.w.row(0).segment(300, 28).setConstant(Scalar{0.01f});
  const Matrix hidden =
      (Scalar{0.01f} * x.middleRows(300, 28).colwise().sum()).array().tanh().matrix();
  const double variance = (hidden.array() - hidden.mean()).square().template cast<double>().mean();
  ASSERT_GT(variance, 0);
  const auto weight_for = [variance](double wanted) {
    return static_cast<Scalar>(std::sqrt(wanted / variance));
  };
  params.encoder_latent.w(0, 0) = weight_for(0.0095);  // just below the limit
  params.encoder_latent.w(1, 0) = weight_for(0.0105);  // just above
  params.encoder_latent.w(2, 0) = -weight_for(1);
  params.encoder_latent.b(3) = 5;         // far from 0, but always the same
  params.encoder_latent.w(4 + 3, 0) = 9;  // a log_sigma does not count
  EXPECT_EQ(ActiveUnits(params, x), 2);
}

}  // namespace
}  // namespace vae

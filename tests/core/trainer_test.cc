#include "core/trainer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>

#include "core/random.h"
#include "tensor_util.h"

namespace vae {
namespace {

// Eight shapes, each `count` / 8 times with a little noise: learnable, and made here, since no
// pixels of MNIST are in the repository.
Matrix Shapes(Index count) {
  Matrix noise(kDigitPixels, count);
  FillNormal({11, Stream::kSample, 0}, noise);
  Matrix x(kDigitPixels, count);
  for (Index j = 0; j < count; ++j) {
    const double angle = static_cast<double>(j % 8) * M_PI / 8;
    for (Index i = 0; i < kDigitPixels; ++i) {
      const double u = static_cast<double>(i % kDigitSide) - 13.5;
      const double v = static_cast<double>(i / kDigitSide) - 13.5;
      const double distance = std::abs(u * std::sin(angle) - v * std::cos(angle));
      const bool inside = u * u + v * v < 100;
      const double ink =
          inside ? 1.2 - 0.4 * distance + 0.05 * static_cast<double>(noise(i, j)) : 0;
      x(i, j) = static_cast<Scalar>(std::min(1.0, std::max(0.0, ink)));
    }
  }
  return x;
}

ElboMean TrainEpochs(Trainer& trainer, const Matrix& digits, int epochs, size_t batch_size) {
  ElboMean last;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    const auto order = EpochOrder(1, epoch, static_cast<uint32_t>(digits.cols()));
    const std::span<const uint32_t> all(order);
    for (size_t i = 0; i < all.size(); i += batch_size) {
      last = trainer.Step(digits, all.subspan(i, std::min(batch_size, all.size() - i)));
    }
  }
  return last;
}

// -ELBO of a model whose code carries nothing and that answers with the mean image: the
// cross-entropy of each pixel's mean.
double MeanImageNats(const Matrix& digits) {
  const Eigen::ArrayXd mean = digits.rowwise().mean().cast<double>();
  const Eigen::ArrayXd y = mean.max(1e-12).min(1 - 1e-12);
  return -(y * y.log() + (1 - y) * (1 - y).log()).sum();
}

TEST(TrainerTest, LearnsFiveHundredDigits) {
  const Matrix digits = Shapes(500);
  ThreadPool pool(1);
  Trainer trainer({.hidden_dim = 64, .latent_dim = 4}, {.adam = {}, .seed = 1}, pool);
  const double before = EvaluateElbo(trainer.params(), digits, 1, pool).neg_elbo();
  TrainEpochs(trainer, digits, 60, 50);
  const ElboMean after = EvaluateElbo(trainer.params(), digits, 1, pool);
  EXPECT_EQ(trainer.steps(), 600);
  EXPECT_GT(before, 500);
  EXPECT_GT(MeanImageNats(digits), 140);
  EXPECT_LT(after.neg_elbo(), 85);
  EXPECT_GT(after.kl_nats, 1) << "the code carries nothing";
}

TEST(TrainerTest, SameBitsForAnyNumberOfThreadsAndEveryTime) {
  const Matrix digits = Shapes(230);
  VaeParams expected;
  for (const int threads : {1, 2, 3, 8, 1}) {
    ThreadPool pool(threads);
    Trainer trainer({.hidden_dim = 150, .latent_dim = 3}, {.adam = {}, .seed = 9}, pool);
    TrainEpochs(trainer, digits, 2, 110);  // the last batch of an epoch is smaller
    if (expected.decoder_output.w.size() == 0) expected = trainer.params();
    for (size_t i = 0; i < kLayerNames.size(); ++i) {
      EXPECT_EQ(Layers(trainer.params())[i]->w, Layers(expected)[i]->w) << threads;
      EXPECT_EQ(Layers(trainer.params())[i]->b, Layers(expected)[i]->b) << threads;
    }
  }
}

TEST(TrainerTest, SeedsDiffer) {
  const Matrix digits = Shapes(50);
  ThreadPool pool(1);
  Trainer a({.hidden_dim = 16, .latent_dim = 2}, {.adam = {}, .seed = 1}, pool);
  Trainer b({.hidden_dim = 16, .latent_dim = 2}, {.adam = {}, .seed = 2}, pool);
  TrainEpochs(a, digits, 1, 25);
  TrainEpochs(b, digits, 1, 25);
  EXPECT_NE(a.params().decoder_output.w, b.params().decoder_output.w);
}

TEST(TrainerTest, AStepWithoutAFiniteLossChangesNothing) {
  Matrix digits = Shapes(20);
  ThreadPool pool(1);
  Trainer trainer({.hidden_dim = 16, .latent_dim = 2}, {.adam = {}, .seed = 1}, pool);
  TrainEpochs(trainer, digits, 1, 10);
  const VaeParams before = trainer.params();
  digits(100, 3) = std::numeric_limits<Scalar>::quiet_NaN();
  const std::vector<uint32_t> batch = {1, 2, 3};
  EXPECT_FALSE(std::isfinite(trainer.Step(digits, batch).neg_elbo()));
  EXPECT_EQ(trainer.steps(), 2);
  EXPECT_EQ(trainer.params().encoder_hidden.w, before.encoder_hidden.w);
}

TEST(EvaluateElboTest, AgreesWithTheTrainingPassAndIgnoresThreads) {
  const Matrix digits = Shapes(600);
  const VaeParams params = VaeParams::Xavier({.hidden_dim = 32, .latent_dim = 2}, 4);
  ThreadPool one(1), three(3);
  const ElboMean a = EvaluateElbo(params, digits, 5, one);
  const ElboMean b = EvaluateElbo(params, digits, 5, three);
  EXPECT_EQ(a.recon_nats, b.recon_nats);
  EXPECT_EQ(a.kl_nats, b.kl_nats);
  EXPECT_NE(a.recon_nats, EvaluateElbo(params, digits, 6, one).recon_nats);

  // KL has no noise, so the training pass must give the same mean.
  VaeActivations act;
  act.Resize(params.shape(), digits.cols());
  VaeForward(params, digits, Matrix::Zero(2, digits.cols()), {0, digits.cols()}, act);
  EXPECT_NEAR(act.elbo.kl_nats.cast<double>().mean(), a.kl_nats, 1e-5 * a.kl_nats);
}

TEST(ThreadPoolTest, RunsEveryTaskOnceAgainAndAgain) {
  for (const int threads : {1, 2, 5}) {
    ThreadPool pool(threads);
#ifdef VAE_NO_THREADS
    EXPECT_EQ(pool.threads(), 1);
#else
    EXPECT_EQ(pool.threads(), threads);
#endif
    for (int round = 0; round < 200; ++round) {
      std::vector<std::atomic<int>> runs(17);
      pool.Run(17, [&](int i) { ++runs[static_cast<size_t>(i)]; });
      for (const auto& count : runs) ASSERT_EQ(count, 1);
    }
    pool.Run(0, [](int) { FAIL(); });
  }
}

}  // namespace
}  // namespace vae

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

TrainOptions Seeded(uint64_t seed) {
  TrainOptions options;
  options.seed = seed;
  return options;
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
  Trainer trainer({.hidden_dim = 64, .latent_dim = 4}, Seeded(1), pool);
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
    Trainer trainer({.hidden_dim = 150, .latent_dim = 3}, Seeded(9), pool);
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
  Trainer a({.hidden_dim = 16, .latent_dim = 2}, Seeded(1), pool);
  Trainer b({.hidden_dim = 16, .latent_dim = 2}, Seeded(2), pool);
  TrainEpochs(a, digits, 1, 25);
  TrainEpochs(b, digits, 1, 25);
  EXPECT_NE(a.params().decoder_output.w, b.params().decoder_output.w);
}

TEST(TrainerTest, AStepWithoutAFiniteLossChangesNothing) {
  Matrix digits = Shapes(20);
  ThreadPool pool(1);
  Trainer trainer({.hidden_dim = 16, .latent_dim = 2}, Seeded(1), pool);
  TrainEpochs(trainer, digits, 1, 10);
  const VaeParams before = trainer.params();
  digits(100, 3) = std::numeric_limits<Scalar>::quiet_NaN();
  const std::vector<uint32_t> batch = {1, 2, 3};
  EXPECT_FALSE(std::isfinite(trainer.Step(digits, batch).neg_elbo()));
  EXPECT_EQ(trainer.steps(), 2);
  EXPECT_EQ(trainer.params().encoder_hidden.w, before.encoder_hidden.w);
}

// Every option at once, for the tests below.
TrainOptions Everything() {
  TrainOptions options = Seeded(3);
  options.learning_rate = {.kind = LearningRateSchedule::Kind::kCosine,
                           .peak = 3e-3,
                           .warmup_steps = 4,
                           .total_steps = 40};
  options.objective = VaeObjective::Kind::kImportanceWeighted;
  options.samples = 3;
  options.input_noise = {NoiseKind::kSaltAndPepper, 0.1};
  options.averaging = 0.99;
  return options;
}

void ExpectSameParams(const VaeParams& actual, const VaeParams& expected) {
  for (size_t i = 0; i < kLayerNames.size(); ++i) {
    EXPECT_EQ(Layers(actual)[i]->w, Layers(expected)[i]->w) << kLayerNames[i];
    EXPECT_EQ(Layers(actual)[i]->b, Layers(expected)[i]->b) << kLayerNames[i];
  }
}

TEST(TrainerTest, ContinuesFromItsStateAsIfItHadNeverStopped) {
  const Matrix digits = Shapes(100);
  ThreadPool pool(1), other_pool(3);
  Trainer whole({.hidden_dim = 70, .latent_dim = 2}, Everything(), pool);
  Trainer first({.hidden_dim = 70, .latent_dim = 2}, Everything(), pool);
  TrainEpochs(whole, digits, 2, 10);
  const std::vector<uint32_t> order[2] = {EpochOrder(1, 0, 100), EpochOrder(1, 1, 100)};
  const auto batch = [&](size_t step) {
    return std::span<const uint32_t>(order[step / 10]).subspan(step % 10 * 10, 10);
  };
  for (size_t step = 0; step < 13; ++step) first.Step(digits, batch(step));
  Trainer second({.hidden_dim = 70, .latent_dim = 2}, Everything(), other_pool);
  second.Restore(first.state());
  for (size_t step = 13; step < 20; ++step) second.Step(digits, batch(step));
  EXPECT_EQ(second.steps(), 20);
  ExpectSameParams(second.params(), whole.params());
  ExpectSameParams(second.state().params, whole.state().params);
}

TEST(TrainerTest, AllOptionsTogetherLearn) {
  const Matrix digits = Shapes(200);
  ThreadPool pool(1);
  TrainOptions options = Everything();
  options.learning_rate.total_steps = 1200;
  Trainer trainer({.hidden_dim = 32, .latent_dim = 3}, options, pool);
  TrainEpochs(trainer, digits, 120, 20);
  EXPECT_LT(EvaluateElbo(trainer.params(), digits, 1, pool).neg_elbo(),
            0.75 * MeanImageNats(digits));
}

TEST(TrainerTest, TheAverageIsOfTheWeightsAndSmoother) {
  const Matrix digits = Shapes(100);
  ThreadPool pool(1);
  TrainOptions options = Seeded(3);
  options.averaging = 0.5;
  Trainer trainer({.hidden_dim = 8, .latent_dim = 2}, options, pool);
  VaeParams expected = trainer.state().params;
  const auto order = EpochOrder(1, 0, 100);
  for (int step = 1; step <= 3; ++step) {
    trainer.Step(digits, std::span(order).subspan(0, 10));
    const double decay = std::min(0.5, (1.0 + step) / (10.0 + step));
    const Weights& now = trainer.state().params.decoder_output.w;
    Weights& average = expected.decoder_output.w;
    average += static_cast<Scalar>(1 - decay) * (now - average).eval();
  }
  EXPECT_LT(RelativeError(trainer.params().decoder_output.w, expected.decoder_output.w), 1e-6);
  EXPECT_NE(trainer.params().decoder_output.w, trainer.state().params.decoder_output.w);
}

TEST(TrainerTest, InputNoiseReachesTheEncoderOnly) {
  const Matrix digits = Shapes(50);
  const auto order = EpochOrder(1, 0, 50);
  ThreadPool pool(1);
  TrainOptions options = Seeded(3);
  Trainer clean({.hidden_dim = 8, .latent_dim = 2}, options, pool);
  // Noise of amount 0 changes nothing, so the step must not either.
  options.input_noise = {NoiseKind::kGaussian, 0};
  Trainer silent({.hidden_dim = 8, .latent_dim = 2}, options, pool);
  options.input_noise = {NoiseKind::kGaussian, 0.3};
  Trainer noisy({.hidden_dim = 8, .latent_dim = 2}, options, pool);
  for (Trainer* trainer : {&clean, &silent, &noisy}) trainer->Step(digits, order);
  ExpectSameParams(silent.params(), clean.params());
  EXPECT_NE(noisy.params().encoder_hidden.w, clean.params().encoder_hidden.w);
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
  VaeForward(params, digits, digits, Matrix::Zero(2, digits.cols()), one, act);
  EXPECT_NEAR(act.terms.kl_nats.cast<double>().mean(), a.kl_nats, 1e-5 * a.kl_nats);
}

TEST(ThreadPoolTest, RunsEveryTaskOnceAgainAndAgain) {
  for (const int threads : {1, 2, 5}) {
    ThreadPool pool(threads);
#ifdef __EMSCRIPTEN__
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

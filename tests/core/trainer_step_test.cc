// Trainer::Step, one case for each option, against a training that is computed apart from core
// (reference_trainer.h): that every option reaches the step and does there what it is for.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include "core/trainer.h"
#include "reference_trainer.h"
#include "tensor_util.h"

namespace vae {
namespace {

// Of a whole tensor, as the norm of the difference over the norm. In float the shares of the
// importance-weighted bound are exponentials of differences of sums of hundreds of nats, which
// leaves them four digits. Adam's steps have fewer: where a gradient is next to nothing its
// rounding is of its own size, and the step has that of the learning rate all the same.
constexpr double kMomentTolerance = kDouble ? 1e-11 : 1e-3;
constexpr double kStepTolerance = kDouble ? 1e-9 : 5e-3;

struct Case {
  std::string name;
  TrainOptions options;
  VaeShape shape = {.hidden_dim = 5, .latent_dim = 2};
  size_t batch_size = 3;
  uint32_t count = 8;  // of digits
  int steps = 6;
};

TrainOptions Usual() {
  TrainOptions options;
  options.learning_rate.peak = 4e-3;
  options.samples = 2;
  options.seed = 3;
  return options;
}

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

// Usual() with a change.
template <class Change>
Case With(std::string name, const Change& change) {
  Case result{.name = std::move(name), .options = Usual()};
  change(result.options);
  return result;
}

auto WithNoise(NoiseKind kind, double amount) {
  return [kind, amount](TrainOptions& o) { o.input_noise = {kind, amount}; };
}

std::vector<Case> Cases() {
  using Objective = VaeObjective::Kind;
  const auto cosine = LearningRateSchedule::Kind::kCosine;
  std::vector<Case> cases = {
      With("Usual", [](TrainOptions&) {}),
      With("Seed", [](TrainOptions& o) { o.seed = 4; }),
      With("LearningRate", [](TrainOptions& o) { o.learning_rate.peak = 1e-3; }),
      With("WarmUp", [](TrainOptions& o) { o.learning_rate.warmup_steps = 4; }),
      With("Cosine",
           [&](TrainOptions& o) {
             o.learning_rate.kind = cosine;
             o.learning_rate.total_steps = 6;
           }),
      With("CosineAfterWarmUp",
           [&](TrainOptions& o) {
             o.learning_rate = {.kind = cosine, .peak = 4e-3, .warmup_steps = 2, .total_steps = 7};
           }),
      With("AdamsOwnOptions",
           [](TrainOptions& o) { o.adam = {.beta1 = 0.7, .beta2 = 0.9, .epsilon = 0.01}; }),
      With("FanIn",
           [](TrainOptions& o) { o.initialization = TrainOptions::Initialization::kFanIn; }),
      With("OneSample", [](TrainOptions& o) { o.samples = 1; }),
      With("FiveSamples", [](TrainOptions& o) { o.samples = 5; }),
      With("KlWarmUp", [](TrainOptions& o) { o.kl_warmup_steps = 4; }),
      With("Path", [](TrainOptions& o) { o.objective = Objective::kElboByPath; }),
      With("PathWithKlWarmUp",
           [](TrainOptions& o) {
             o.objective = Objective::kElboByPath;
             o.kl_warmup_steps = 9;
           }),
      With("ImportanceWeighted",
           [](TrainOptions& o) { o.objective = Objective::kImportanceWeighted; }),
      With("ImportanceWeightedFive",
           [](TrainOptions& o) {
             o.objective = Objective::kImportanceWeighted;
             o.samples = 5;
           }),
      With("BernoulliNoise", WithNoise(NoiseKind::kBernoulli, 0.5)),
      With("LessBernoulliNoise", WithNoise(NoiseKind::kBernoulli, 0.2)),
      With("SaltAndPepper", WithNoise(NoiseKind::kSaltAndPepper, 0.1)),
      With("GaussianNoise", WithNoise(NoiseKind::kGaussian, 0.3)),
      With("Averaging", [](TrainOptions& o) { o.averaging = 0.25; }),
      With("AveragingThatHasNotLevelledOff", [](TrainOptions& o) { o.averaging = 0.999; }),
  };
  // More digits and more rows than a thread takes at a time.
  cases.push_back({"ManyDigits", Usual(), {.hidden_dim = 2, .latent_dim = 1}, 120, 150, 3});
  cases.push_back({"ManyRows", Usual(), {.hidden_dim = 70, .latent_dim = 2}, 2, 4, 2});
  cases.back().options.averaging = 0.5;
  return cases;
}

// The norm of actual - expected over that of expected - origin: of what was learned.
double DifferenceOf(const std::vector<double>& actual, const std::vector<double>& expected,
                    const std::vector<double>& origin) {
  double difference = 0, size = 0;
  for (size_t k = 0; k < expected.size(); ++k) {
    difference += std::pow(actual[k] - expected[k], 2);
    size += std::pow(expected[k] - origin[k], 2);
  }
  return std::sqrt(difference / size);
}

// The largest of all tensors.
double DifferenceOf(const reference::Model& actual, const reference::Model& expected,
                    const reference::Model& origin) {
  double largest = 0;
  for (size_t i = 0; i < kLayerNames.size(); ++i) {
    EXPECT_EQ(actual[i].w.size(), expected[i].w.size());
    for (const double difference : {DifferenceOf(actual[i].w, expected[i].w, origin[i].w),
                                    DifferenceOf(actual[i].b, expected[i].b, origin[i].b)}) {
      EXPECT_TRUE(std::isfinite(difference)) << kLayerNames[i];
      largest = std::max(largest, difference);
    }
  }
  return largest;
}

// The batches of a case, in order; the last of an epoch is smaller.
std::vector<std::vector<uint32_t>> Batches(const Case& c) {
  std::vector<std::vector<uint32_t>> batches;
  for (int64_t epoch = 0; batches.size() < static_cast<size_t>(c.steps); ++epoch) {
    const std::vector<uint32_t> order = EpochOrder(c.options.seed, epoch, c.count);
    for (size_t i = 0; i < order.size(); i += c.batch_size) {
      const size_t end = std::min(order.size(), i + c.batch_size);
      batches.emplace_back(order.begin() + static_cast<ptrdiff_t>(i),
                           order.begin() + static_cast<ptrdiff_t>(end));
    }
  }
  batches.resize(static_cast<size_t>(c.steps));
  return batches;
}

class TrainerStepTest : public testing::TestWithParam<Case> {};

TEST_P(TrainerStepTest, AgreesWithTheDefinitions) {
  const Case& c = GetParam();
  const Matrix digits = SomeDigits(static_cast<Index>(c.count));
  ThreadPool pool(2);
  Trainer trainer(c.shape, c.options, pool);
  reference::Trainer expected(c.shape, c.options);
  const reference::Model start = expected.theta;
  const reference::Model zero = reference::ZeroLike(start);
  for (const std::vector<uint32_t>& batch : Batches(c)) {
    const ElboMean actual_mean = trainer.Step(digits, batch);
    const ElboMean mean = expected.Step(digits, batch);
    SCOPED_TRACE("step " + std::to_string(trainer.steps()));
    EXPECT_NEAR(actual_mean.recon_nats / mean.recon_nats, 1, kMomentTolerance);
    EXPECT_NEAR(actual_mean.kl_nats / mean.kl_nats, 1, kMomentTolerance);
    const TrainState& state = trainer.state();
    const auto from = reference::FromParams;
    EXPECT_LT(DifferenceOf(from(state.moments.m), expected.m, zero), kMomentTolerance);
    EXPECT_LT(DifferenceOf(from(state.moments.v), expected.v, zero), kMomentTolerance);
    EXPECT_LT(DifferenceOf(from(state.params), expected.theta, start), kStepTolerance);
    const bool averages = c.options.averaging > 0;
    EXPECT_LT(
        DifferenceOf(from(trainer.params()), averages ? expected.average : expected.theta, start),
        kStepTolerance);
  }
  EXPECT_EQ(trainer.steps(), c.steps);
}

INSTANTIATE_TEST_SUITE_P(EachOption, TrainerStepTest, testing::ValuesIn(Cases()),
                         [](const auto& test) { return test.param.name; });

// The parameters of a model in one row.
std::vector<double> AllOf(const reference::Model& model) {
  std::vector<double> all;
  reference::ForEach([&](double value) { all.push_back(value); }, model);
  return all;
}

// Otherwise the test above could not tell an option from none.
TEST(TrainerStepCasesTest, EveryOptionMakesADifferenceFarAboveTheTolerance) {
  struct Run {
    std::string name;
    std::vector<double> start, end;
  };
  std::vector<Run> runs;
  const Matrix digits = SomeDigits(static_cast<Index>(Case{}.count));
  for (const Case& c : Cases()) {
    if (c.shape != Case{}.shape) continue;
    reference::Trainer trainer(c.shape, c.options);
    Run run{c.name, AllOf(trainer.theta), {}};
    for (const auto& batch : Batches(c)) trainer.Step(digits, batch);
    run.end = AllOf(c.options.averaging > 0 ? trainer.average : trainer.theta);
    for (const Run& other : runs) {
      EXPECT_GT(DifferenceOf(run.end, other.end, other.start), 4 * kStepTolerance)
          << run.name << " is as good as " << other.name;
    }
    runs.push_back(std::move(run));
  }
}

TEST(EpochOrderTest, VisitsEveryDigitOnceInAnotherOrderEachEpoch) {
  std::vector<std::vector<uint32_t>> orders;
  for (const uint64_t seed : {1u, 2u}) {
    for (const int64_t epoch : {0, 1, 2}) {
      std::vector<uint32_t> order = EpochOrder(seed, epoch, 100);
      for (const auto& other : orders) EXPECT_NE(order, other);
      orders.push_back(order);
      std::sort(order.begin(), order.end());
      for (uint32_t i = 0; i < 100; ++i) EXPECT_EQ(order[i], i);
    }
  }
}

}  // namespace
}  // namespace vae

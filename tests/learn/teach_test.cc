#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>

#include "io/weights.h"
#include "learn/dreams.h"
#include "learn/session.h"
#include "learn/symbols.h"

namespace vae {
namespace {

// --- lessons: what a network that knows digits makes of something new -------------------------

const Model& Latent10() {
  static const Model* const model = new Model(
      ParseWeights(ReadFile(VAE_SOURCE_DIR "/weights/latent10.safetensors").value(), "latent10")
          .value());
  return *model;
}

// Five drawings, as the page teaches them.
StartMessage Teaching(std::string_view symbol, int64_t steps) {
  StartMessage start;
  start.from_nothing = false;
  start.weights = SerializeWeights(Latent10());
  start.data = CourseData::kLesson;
  start.steps = steps;
  start.lesson = Lesson{};
  for (uint64_t i = 0; i < 5; ++i) start.lesson->drawings.push_back(HandDrawn(symbol, i));
  return start;
}

double MeanNats(const VaeParams& params, const Matrix& digits) {
  const Posterior q = Encode(params, digits);
  const Vector nats = BernoulliNats(digits, DecodeLogits(params, q.mu)) + GaussianKlNats(q);
  return static_cast<double>(nats.mean());
}

// Drawings of the same hand that no lesson has.
Matrix Unseen(std::string_view symbol) {
  Matrix digits(kDigitPixels, 20);
  for (Index i = 0; i < digits.cols(); ++i) {
    const auto number = static_cast<uint64_t>(100 + i);
    digits.col(i) = DigitOf(HandDrawn(symbol, number), DigitForm::kCentred);
  }
  return digits;
}

// Dreams of the network as it was.
Matrix KnownDigits() {
  Matrix digits(kDigitPixels, 200);
  Dream(Latent10().params, 77, 1, digits);
  return digits;
}

struct Taught {
  std::string_view symbol;
  double at_most;  // nats of unseen drawings afterwards
};

void PrintTo(const Taught& taught, std::ostream* out) { *out << taught.symbol; }

class TeachTest : public testing::TestWithParam<Taught> {};

TEST_P(TeachTest, IsKnownAfterwardsAndNothingIsForgotten) {
  const auto [symbol, at_most] = GetParam();
  Session session;
  session.Send(Teaching(symbol, 200));
  session.Send(RunMessage{});
  session.WorkAll();
  ASSERT_EQ(session.done.size(), 1u);
  const VaeParams& taught = session.snapshots.back().params;
  const Matrix unseen = Unseen(symbol);
  const double before = MeanNats(Latent10().params, unseen);
  const double after = MeanNats(taught, unseen);
  EXPECT_LT(after, at_most) << "before: " << before;
  EXPECT_LT(after, 0.7 * before);
  // 3 of 96.8 nats for test digits: tests have dreams alone.
  EXPECT_LT(MeanNats(taught, KnownDigits()), MeanNats(Latent10().params, KnownDigits()) + 3);
  const LessonProgress progress = session.losses.back().lesson.value();
  EXPECT_NEAR(progress.before, session.losses.front().lesson->now, 1e-3);
  EXPECT_LT(progress.now, 0.7 * progress.before);
  EXPECT_LT(progress.known, progress.known_before + 4);
}

INSTANTIATE_TEST_SUITE_P(Symbols, TeachTest,
                         testing::Values(Taught{"star", 112}, Taught{"heart", 106},
                                         Taught{"spiral", 118}, Taught{"house", 103},
                                         Taught{"arrow", 69}),
                         [](const auto& test) { return std::string(test.param.symbol); });

TEST(ForgettingTest, WithoutRehearsalDigitsAreForgotten) {
  StartMessage start = Teaching("arrow", 60);
  start.lesson->rehearsal = false;
  Session session;
  session.Send(std::move(start));
  session.Send(RunMessage{});
  session.WorkAll();
  const LessonProgress progress = session.losses.back().lesson.value();
  EXPECT_GT(progress.known, progress.known_before + 25);
  EXPECT_LT(progress.now, 0.5 * progress.before);
}

}  // namespace
}  // namespace vae

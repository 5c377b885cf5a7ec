#include "learn/learner.h"

#include <gtest/gtest.h>

#include "core/trainer.h"
#include "data/idx.h"
#include "io/checkpoint.h"
#include "io/weights.h"
#include "learn/made_digits.h"
#include "learn/recorded_losses.h"
#include "learn/session.h"
#include "learn/symbols.h"

namespace vae {
namespace {

StartMessage OnMadeDigits(int64_t steps = 0) {
  StartMessage start;
  start.hidden_dim = 24;
  start.latent_dim = 2;
  start.batch_size = 20;
  start.steps = steps;
  start.images = {MadeImages(100)};
  return start;
}

void ExpectSame(const VaeParams& a, const VaeParams& b) {
  for (size_t i = 0; i < kLayerNames.size(); ++i) {
    EXPECT_EQ(Layers(a)[i]->w, Layers(b)[i]->w) << kLayerNames[i];
    EXPECT_EQ(Layers(a)[i]->b, Layers(b)[i]->b) << kLayerNames[i];
  }
}

// Machines differ in how they round; between these the losses stay within this share.
constexpr double kSameLoss = 1e-4;

TEST(LearnerTest, SaysWhatTheTrainingToolSays) {
  for (const RecordedRun& recorded : kRecordedRuns) {
    const std::vector<LossMessage> epochs = RecordedEpochs(recorded.recipe);
    ASSERT_EQ(epochs.size(), recorded.epochs.size());
    for (size_t i = 0; i < epochs.size(); ++i) {
      const auto [recon, kl] = recorded.epochs[i];
      EXPECT_EQ(epochs[i].epoch, static_cast<int64_t>(i + 1));
      EXPECT_NEAR(epochs[i].epoch_recon_nats, recon, kSameLoss * recon) << "epoch " << i + 1;
      EXPECT_NEAR(epochs[i].epoch_kl_nats, kl, kSameLoss * kl) << "epoch " << i + 1;
    }
  }
}

TEST(LearnerTest, RestsUntilItIsToldToRun) {
  Session session;
  session.Send(OnMadeDigits());
  session.WorkAll();
  ASSERT_EQ(session.snapshots.size(), 1u);
  EXPECT_EQ(session.snapshots[0].step, 0);
  ASSERT_EQ(session.losses.size(), 1u);
  EXPECT_EQ(session.losses[0].digits, 0);
  session.Send(RunMessage{});
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(session.Work());
  EXPECT_EQ(session.rested, std::vector<int64_t>{0});
  session.Send(PauseMessage{});
  session.WorkAll();
  EXPECT_EQ(session.losses.back().step, 30);
  EXPECT_EQ(session.snapshots.back().step, 30);
  EXPECT_EQ(session.rested, (std::vector<int64_t>{0, 30}));
  EXPECT_FALSE(session.Work()) << "works although paused";
  session.Send(StepMessage{});
  session.WorkAll();
  EXPECT_EQ(session.snapshots.back().step, 31);
  EXPECT_EQ(session.losses.back().digits, 20);
  EXPECT_EQ(session.rested, (std::vector<int64_t>{0, 30, 31}));
  EXPECT_TRUE(session.done.empty());
  EXPECT_TRUE(session.kept.empty());
  EXPECT_TRUE(session.failed.empty());
}

TEST(LearnerTest, LossesAddUpToAllDigits) {
  Session session;
  session.Send(OnMadeDigits(57));
  session.Send(RunMessage{});
  session.WorkAll();
  int64_t digits = 0;
  for (const LossMessage& loss : session.losses) digits += loss.digits;
  EXPECT_EQ(digits, 57 * 20);
  EXPECT_EQ(session.losses.back().epoch, 11);
  EXPECT_EQ(session.done, std::vector<int64_t>{57});
  EXPECT_EQ(session.snapshots.back().step, 57);
  EXPECT_LT(session.losses.back().recon_nats, 0.8 * session.losses[1].recon_nats);
  // 20 digits in 0.01 s
  EXPECT_NEAR(session.losses[2].digits_per_second, 2000, 400);
}

TEST(LearnerTest, SnapshotsWaitUntilTheLastOneIsTaken) {
  Session session;
  session.take = false;
  session.Send(OnMadeDigits());
  session.Send(RunMessage{});
  for (int i = 0; i < 100; ++i) session.Work();
  ASSERT_EQ(session.snapshots.size(), 1u);
  session.Send(TakenMessage{});
  session.Work();
  ASSERT_EQ(session.snapshots.size(), 2u);
  EXPECT_EQ(session.snapshots[1].step, 100);
  session.Send(PauseMessage{});
  session.WorkAll();
  EXPECT_EQ(session.snapshots.size(), 2u);
  session.Send(TakenMessage{});
  session.WorkAll();
  EXPECT_EQ(session.snapshots.size(), 2u) << "tells the same weights twice";
}

TEST(LearnerTest, SnapshotsAreAFewASecond) {
  Session session;
  session.Send(OnMadeDigits());
  session.Send(RunMessage{});
  for (int i = 0; i < 300; ++i) session.Work();  // 3 s
  EXPECT_LE(session.snapshots.size(), 16u);
  EXPECT_GE(session.snapshots.size(), 13u);
}

TEST(LearnerTest, APageCanAskForFewerSnapshots) {
  Session session;
  session.pause = 0.75;
  session.Send(OnMadeDigits());
  session.Send(RunMessage{});
  for (int i = 0; i < 300; ++i) session.Work();  // 3 s
  EXPECT_EQ(session.snapshots.size(), 4u);
  session.Send(PauseMessage{});
  session.WorkAll();
  EXPECT_EQ(session.snapshots.back().step, session.losses.back().step) << "at once at rest";
}

TEST(LearnerTest, DoneWaitsForItsSnapshot) {
  Session session;
  session.take = false;
  session.Send(OnMadeDigits(10));
  session.Send(RunMessage{});
  session.WorkAll();
  EXPECT_TRUE(session.done.empty());
  session.Send(TakenMessage{});
  session.WorkAll();
  EXPECT_EQ(session.snapshots.back().step, 10);
  EXPECT_EQ(session.done, std::vector<int64_t>{10});
  session.Send(RunMessage{});
  session.Send(StepMessage{});
  session.WorkAll();
  EXPECT_EQ(session.losses.back().step, 10) << "goes on after its end";
}

TEST(LearnerTest, RestIsToldWithItsSnapshot) {
  Session session;
  session.take = false;
  session.Send(OnMadeDigits());
  session.Send(RunMessage{});
  for (int i = 0; i < 6; ++i) session.Work();
  session.Send(PauseMessage{});
  session.Send(LeaveMessage{});
  session.WorkAll();
  EXPECT_TRUE(session.rested.empty());
  EXPECT_TRUE(session.kept.empty());
  session.Send(TakenMessage{});
  session.WorkAll();
  EXPECT_EQ(session.snapshots.back().step, 5);
  EXPECT_EQ(session.rested, std::vector<int64_t>{5});
  EXPECT_EQ(session.kept.size(), 1u);
  session.Send(LeaveMessage{});
  session.WorkAll();
  EXPECT_EQ(session.kept.size(), 2u) << "asked for again";
  session.Send(StepMessage{});
  session.Send(LeaveMessage{});
  session.Send(RunMessage{});
  for (int i = 0; i < 5; ++i) session.Work();
  EXPECT_EQ(session.kept.size(), 2u) << "it goes on instead";
}

StartMessage OnDreams() {
  StartMessage start;
  start.data = CourseData::kDreams;
  start.hidden_dim = 12;
  start.latent_dim = 2;
  start.batch_size = 20;
  start.weights = SerializeWeights({VaeParams::Xavier({.hidden_dim = 16, .latent_dim = 4}, 3), {}});
  return start;
}

StartMessage OnALesson(int64_t steps) {
  StartMessage start = OnDreams();
  start.from_nothing = false;
  start.data = CourseData::kLesson;
  start.lesson = Lesson{.drawings = {Symbol("star"), Symbol("heart"), Symbol("house")}};
  start.steps = steps;
  return start;
}

// However often a course is kept and goes on in another learner, it comes to the same.
TEST(LearnerTest, ACourseThatWasKeptGoesOnAsIfItHadNotBeen) {
  StartMessage best = OnMadeDigits(23);
  best.recipe = Recipe::kBest;
  for (const StartMessage& start :
       {OnMadeDigits(23), best, OnDreams(), OnALesson(0), OnALesson(23)}) {
    const auto rest_at = [](Session& session, int64_t step) {
      session.Send(RunMessage{});
      while (session.losses.back().step < step && session.Work()) {
      }
      session.Send(PauseMessage{});
      session.WorkAll();
    };
    Session whole;
    whole.tick = 1;  // a loss with each step
    whole.Send(start);
    whole.WorkAll();
    rest_at(whole, 23);
    Bytes kept;
    for (const int64_t step : {0, 3, 10, 12, 23}) {  // 5 are an epoch of these digits
      Session part;
      part.tick = 1;
      StartMessage again = start;
      again.course = kept;
      part.Send(std::move(again));
      part.WorkAll();
      if (step > 0) rest_at(part, step);
      part.Send(LeaveMessage{});
      part.WorkAll();
      ASSERT_TRUE(part.failed.empty()) << part.failed[0].sentence;
      ASSERT_EQ(part.kept.size(), 1u);
      kept = part.kept[0];
      EXPECT_EQ(part.losses.back().step, step);
      if (step < 23) continue;
      ExpectSame(part.snapshots.back().params, whole.snapshots.back().params);
      EXPECT_EQ(part.losses.back().epoch, whole.losses.back().epoch);
      EXPECT_EQ(part.losses.back().recon_nats, whole.losses.back().recon_nats);
      EXPECT_EQ(part.losses.back().lesson.has_value(), whole.losses.back().lesson.has_value());
      if (!whole.losses.back().lesson) continue;
      EXPECT_EQ(part.losses.back().lesson->before, whole.losses.back().lesson->before);
      EXPECT_EQ(part.losses.back().lesson->known, whole.losses.back().lesson->known);
    }
  }
}

TEST(LearnerTest, DigitsThatCameInAnEpochAreThoseOfTheNextAlsoWhereACourseGoesOn) {
  const auto rest_after = [](Session& session, int64_t steps) {
    for (int64_t i = 0; i < steps; ++i) {
      session.Send(StepMessage{});
      session.WorkAll();
    }
  };
  StartMessage start = OnMadeDigits();
  Session whole;
  whole.Send(start);
  whole.Send(DigitsMessage{MadeImages(100, 100)});
  rest_after(whole, 3);
  whole.Send(LeaveMessage{});
  whole.WorkAll();
  ASSERT_EQ(whole.kept.size(), 1u);
  start.images.push_back(MadeImages(100, 100));
  start.course = whole.kept[0];
  Session part;
  part.Send(start);
  rest_after(whole, 6);
  rest_after(part, 6);
  EXPECT_EQ(part.losses.front().epoch_steps, 5);
  EXPECT_EQ(part.losses.back().epoch_steps, 10);
  ExpectSame(part.snapshots.back().params, whole.snapshots.back().params);
}

// What a course learns is what a trainer with these options learns.
TEST(LearnerTest, LearningRateAndBetaChangeWithTheNextStep) {
  Session session;
  session.Send(OnMadeDigits());
  session.Send(StepMessage{});
  session.WorkAll();
  session.Send(SetMessage{.learning_rate = 0.02, .beta = 3});
  session.Send(StepMessage{});
  session.WorkAll();

  const Matrix digits = ParseIdxImages(MadeImages(100), "made").value();
  const std::vector<uint32_t> order = EpochOrder(1, 0, 100);
  const std::span<const uint32_t> all(order);
  TrainOptions options;
  options.seed = 1;
  ThreadPool pool(1);
  Trainer trainer({.hidden_dim = 24, .latent_dim = 2}, options, pool);
  trainer.Step(digits, all.subspan(0, 20));
  options.learning_rate.peak = 0.02;
  options.kl_weight = 3;
  Trainer changed({.hidden_dim = 24, .latent_dim = 2}, options, pool);
  changed.Restore(trainer.state());
  changed.Step(digits, all.subspan(20, 20));
  ExpectSame(session.snapshots.back().params, changed.params());
}

TEST(LearnerTest, ThreadsDoNotChangeWhatIsLearned) {
  const auto learn = [](int threads) {
    Session session(threads);
    session.Send(OnMadeDigits(12));
    session.Send(RunMessage{});
    session.WorkAll();
    return session.snapshots.back().params;
  };
  ExpectSame(learn(1), learn(3));
}

// A whole course, while the first `count` digits of `images` are watched.
void LearnWatching(StartMessage start, Bytes images, int count, Session& session) {
  start.map_images = std::move(images);
  start.map_digits = count;
  session.Send(std::move(start));
  session.Send(RunMessage{});
  session.WorkAll();
}

TEST(LearnerTest, WatchedDigitsStandWhereTheEncoderPutsThem) {
  Session session;
  LearnWatching(OnMadeDigits(5), MadeImages(9), 7, session);
  const Matrix watched = ParseIdxImages(MadeImages(7), "made").value();
  ASSERT_GE(session.snapshots.size(), 2u);
  EXPECT_NE(session.snapshots.front().map_mu, session.snapshots.back().map_mu);
  for (const SnapshotMessage& snapshot : session.snapshots) {
    EXPECT_TRUE(snapshot.map_mu.isApprox(Encode(snapshot.params, watched).mu));
  }
}

TEST(LearnerTest, ManyWatchedDigitsMoveInTurnUntilItRests) {
  Session session;
  LearnWatching(OnMadeDigits(100), MadeImages(1200), 1200, session);
  const Matrix watched = ParseIdxImages(MadeImages(1200), "made").value();
  const std::vector<SnapshotMessage>& told = session.snapshots;
  ASSERT_GE(told.size(), 6u);
  std::vector<Matrix> mu;
  for (const SnapshotMessage& snapshot : told) mu.push_back(Encode(snapshot.params, watched).mu);
  EXPECT_TRUE(told.front().map_mu.isApprox(mu.front()));
  EXPECT_TRUE(told.back().map_mu.isApprox(mu.back()));
  EXPECT_TRUE(told[1].map_mu.leftCols(500).isApprox(mu[1].leftCols(500)));
  EXPECT_EQ(told[1].map_mu.rightCols(700), told[0].map_mu.rightCols(700));
  EXPECT_EQ(told[2].map_mu.leftCols(500), told[1].map_mu.leftCols(500));
  EXPECT_TRUE(told[3].map_mu.rightCols(200).isApprox(mu[3].rightCols(200)));
  EXPECT_TRUE(told[4].map_mu.leftCols(500).isApprox(mu[4].leftCols(500)));
}

TEST(LearnerTest, DreamsTeachANewNetwork) {
  StartMessage start;
  start.data = CourseData::kDreams;
  start.hidden_dim = 20;
  start.latent_dim = 2;
  start.batch_size = 25;
  start.learning_rate = 0.01;
  start.steps = 60;
  start.weights = SerializeWeights({VaeParams::Xavier({.hidden_dim = 16, .latent_dim = 4}, 3), {}});
  Session session;
  session.Send(std::move(start));
  session.Send(RunMessage{});
  session.WorkAll();
  ASSERT_EQ(session.done.size(), 1u);
  EXPECT_EQ(session.snapshots.back().params.shape(), (VaeShape{20, 2}));
  EXPECT_LT(session.losses.back().recon_nats, 550);  // 543 at a grey that fits everything
}

TEST(LearnerTest, MoreDigitsJoinACourse) {
  Session session;
  session.Send(OnMadeDigits());
  session.Send(DigitsMessage{MadeImages(100, 100)});
  session.Send(RunMessage{});
  for (int i = 0; i < 7; ++i) session.Work();
  session.Send(PauseMessage{});
  session.WorkAll();
  EXPECT_EQ(session.losses.front().epoch_steps, 5);
  EXPECT_EQ(session.losses.back().epoch_steps, 10);
}

TEST(LearnerTest, ALossThatIsNotFiniteEndsTheCourseInASentence) {
  VaeParams params = VaeParams::Xavier({.hidden_dim = 8, .latent_dim = 2}, 3);
  params.encoder_latent.b.setConstant(1e30f);  // sigma is beyond all numbers
  StartMessage start = OnMadeDigits();
  start.from_nothing = false;
  start.weights = SerializeWeights({params, {}});
  Session session;
  session.Send(std::move(start));
  session.Send(RunMessage{});
  session.WorkAll();
  ASSERT_EQ(session.failed.size(), 1u);
  EXPECT_NE(session.failed[0].sentence.find("smaller learning rate"), std::string::npos);
  EXPECT_FALSE(session.failed[0].running);
  EXPECT_FALSE(session.Work());
  ASSERT_EQ(session.snapshots.size(), 1u);
  ExpectSame(session.snapshots[0].params, params);
}

TEST(LearnerTest, WhatCannotBeDoneGetsASentence) {
  Session session;
  const auto complaint = [&](Request request) {
    session.failed.clear();
    session.Send(std::move(request));
    return session.failed.empty() ? "" : session.failed[0].sentence;
  };
  EXPECT_NE(complaint(RunMessage{}), "");
  EXPECT_NE(complaint(SetMessage{}), "");
  EXPECT_NE(complaint(DigitsMessage{MadeImages(1)}), "");
  EXPECT_EQ(complaint(PauseMessage{}), "");
  EXPECT_EQ(complaint(StopMessage{}), "");
  EXPECT_NE(complaint(StartMessage{}), "") << "no images";
  StartMessage start;
  start.data = CourseData::kDreams;
  EXPECT_NE(complaint(start), "") << "nobody to dream";
  start.weights = Bytes(40);
  EXPECT_NE(complaint(start).find("The model"), std::string::npos);
  start = OnMadeDigits();
  start.images.push_back(Bytes(100));
  EXPECT_NE(complaint(start).find("File 2 of digits"), std::string::npos);
  start = OnMadeDigits();
  start.map_images = Bytes(3);
  EXPECT_NE(complaint(start), "");
  start = OnMadeDigits();
  start.from_nothing = false;
  EXPECT_NE(complaint(start), "") << "nothing to go on from";
  start.data = CourseData::kLesson;
  start.weights = SerializeWeights({VaeParams::Xavier({.hidden_dim = 8, .latent_dim = 2}, 3), {}});
  EXPECT_NE(complaint(start), "") << "no lesson";
  start.lesson = Lesson{};
  EXPECT_NE(complaint(start), "") << "no drawings";
  EXPECT_NE(complaint(LeaveMessage{}), "") << "no course";

  start = OnMadeDigits();
  Session kept;
  kept.Send(start);
  kept.Send(RunMessage{});
  for (int i = 0; i < 4; ++i) kept.Work();
  kept.Send(PauseMessage{});
  kept.Send(LeaveMessage{});
  kept.WorkAll();
  start.course = kept.kept.at(0);
  EXPECT_EQ(complaint(start), "");
  start.images = {MadeImages(80)};
  EXPECT_NE(complaint(start).find("another than"), std::string::npos) << "fewer digits";
  start = OnMadeDigits();
  start.latent_dim = 3;
  start.course = kept.kept[0];
  EXPECT_NE(complaint(start).find("another than"), std::string::npos) << "another shape";
  start.course.pop_back();
  EXPECT_NE(complaint(start).find("The course that was kept"), std::string::npos);
  const Result<Checkpoint> checkpoint = ParseCheckpoint(kept.kept[0], "kept");
  start.course = SerializeCheckpoint({.state = checkpoint->state, .metadata = {}});
  EXPECT_NE(complaint(start).find("where it was"), std::string::npos);
}

TEST(LearnerTest, AStartThatFailsLeavesTheCourseThatThereIs) {
  Session session;
  session.Send(OnMadeDigits(8));
  session.Send(RunMessage{});
  session.Work();
  session.Send(StartMessage{});
  ASSERT_EQ(session.failed.size(), 1u);
  EXPECT_TRUE(session.failed[0].running);
  session.WorkAll();
  EXPECT_EQ(session.done.size(), 1u);
  session.Send(OnMadeDigits());
  session.Send(StopMessage{});
  EXPECT_FALSE(session.Work());
}

}  // namespace
}  // namespace vae

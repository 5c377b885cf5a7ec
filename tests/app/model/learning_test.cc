#include "app/model/learning.h"

#include <gtest/gtest.h>

#include "app/link/acts.h"
#include "app/link/address.h"
#include "app/model/models.h"
#include "app/model/results.h"
#include "app/pad/drawing.h"
#include "app/small_model.h"
#include "app/views/json.h"
#include "app/views/learn/state.h"
#include "app/views/view.h"
#include "io/weights.h"
#include "learn/learner.h"

namespace app {
namespace {

// The program and a real learner, which carry their messages to and fro by hand.
class LearningTest : public testing::Test {
 protected:
  void SetUp() override {
    state_.ink = vae::EmptyInk();
    state_.learning.offered = true;
    state_.learning.options = {.latent_dim = 2, .hidden_dim = 16, .batch_size = 10, .dreams = true};
    AddModel(state_, SmallModel("latent10", 10));
    Draw(0.3f, 0.7f);
    Compute(state_, results_);
  }

  void Draw(float from, float to) {
    BeginStroke(state_, {from, 0.2f});
    ExtendStroke(state_, {to, 0.8f});
    EndStroke(state_);
  }

  // What the program asks of the learner; everything else it asks for is kept in others_.
  void Deliver() {
    for (Request& request : std::exchange(state_.requests, {})) {
      if (request.kind != Request::Kind::kLearn) {
        others_.push_back(std::move(request));
        continue;
      }
      vae::Packet packet{.json = request.text, .buffers = {}};
      if (!request.bytes.empty()) packet.buffers.push_back(std::move(request.bytes));
      vae::Result<vae::Request> message = vae::UnpackRequest(std::move(packet));
      ASSERT_TRUE(message) << message.error();
      learner_.Receive(*std::move(message));
    }
  }

  // Pieces of work until there is none, at most so many.
  void Work(int pieces) {
    Deliver();
    for (int i = 0; i < pieces && learner_.HasWork(); ++i) {
      learner_.Work(seconds_ += 0.3);
      Hear();
      Deliver();
    }
    Hear();
    Compute(state_, results_);
  }

  void Hear() {
    while (const std::optional<vae::Report> report = learner_.Next()) {
      const vae::Result<int> taken = LearnerSaid(state_, vae::Pack(*report));
      EXPECT_TRUE(taken) << taken.error();
    }
  }

  void Do(const char* json) {
    const vae::Status done = Act(state_, results_, json);
    EXPECT_TRUE(done) << json << ": " << done.error();
    Compute(state_, results_);
  }
  std::string Wrong(const char* json) {
    const vae::Status done = Act(state_, results_, json);
    EXPECT_FALSE(done) << json;
    return done ? "" : done.error();
  }

  int64_t Asked(Request::Kind kind) const {
    return std::count_if(others_.begin(), others_.end(),
                         [&](const Request& request) { return request.kind == kind; });
  }

  vae::ThreadPool pool_{1};
  vae::Learner learner_{pool_};
  double seconds_ = 0;
  AppState state_;
  Results results_;
  std::vector<Request> others_;
};

TEST_F(LearningTest, ACourseFromNothingBecomesTheCurrentModelAndChangesIt) {
  StartCourse(state_);
  EXPECT_TRUE(state_.learning.running);
  EXPECT_FALSE(state_.learning.told);
  EXPECT_EQ(state_.model->name, "latent10");
  Work(3);
  EXPECT_TRUE(state_.learning.told);
  ASSERT_EQ(state_.model->name, kMine);
  EXPECT_EQ(state_.model->params.shape(), (vae::VaeShape{.hidden_dim = 16, .latent_dim = 2}));
  EXPECT_EQ(state_.z.size(), 2);
  const uint64_t id = state_.model->id;
  const uint64_t weights = state_.model->weights;
  const uint64_t snapshots = state_.learning.snapshots;
  Work(40);
  EXPECT_GT(state_.learning.snapshots, snapshots);
  EXPECT_EQ(state_.model->id, id);
  EXPECT_GT(state_.model->weights, weights);
  ASSERT_GT(state_.learning.losses.size(), 5u);
  const LossPoint& first = state_.learning.losses.front();
  const LossPoint& last = state_.learning.losses.back();
  EXPECT_LT(last.recon_nats + last.kl_nats, first.recon_nats + first.kl_nats);
  EXPECT_EQ(state_.learning.step, last.step);
}

TEST_F(LearningTest, OnlySnapshotsAreWorthAFrameWhileItRuns) {
  StartCourse(state_);
  Work(3);
  const auto frames = [&](const vae::Report& report) {
    return LearnerSaid(state_, vae::Pack(report)).value_or(-1);
  };
  const vae::SnapshotMessage snapshot{.step = 3, .params = state_.model->params, .map_mu = {}};
  const vae::LossMessage loss;
  EXPECT_EQ(frames(loss), 0);
  EXPECT_EQ(frames(snapshot), 1);
  PauseCourse(state_);
  EXPECT_EQ(frames(loss), kFramesToSettle);
  EXPECT_EQ(frames(snapshot), kFramesToSettle);
  EXPECT_EQ(frames(vae::RestedMessage{3}), kFramesToSettle);
}

TEST_F(LearningTest, WhereFramesAreSlowSnapshotsAreFewer) {
  const auto pause = [&] {
    state_.requests.clear();
    const vae::SnapshotMessage snapshot{.step = 3, .params = state_.model->params, .map_mu = {}};
    EXPECT_TRUE(LearnerSaid(state_, vae::Pack(vae::Report(snapshot))));
    return Json::parse(state_.requests.back().text)["pause"].get<double>();
  };
  StartCourse(state_);
  Work(3);
  EXPECT_EQ(pause(), 0);
  for (const double seconds : {1.0, 1.1, 1.2}) NoteFrame(state_.pace, seconds, seconds > 1);
  EXPECT_NEAR(pause(), 0.5, 1e-9);
  state_.view = "sample";
  for (int i = 0; i < 50; ++i) EXPECT_NEAR(pause(), 0.5, 1e-9) << "nothing says otherwise";
  state_.view = "learn";
  for (int i = 0; i < 50; ++i) pause();
  EXPECT_EQ(pause(), 0) << "to be measured again";
}

TEST_F(LearningTest, PausedItRestsAndIsKept) {
  StartCourse(state_);
  Work(10);
  EXPECT_EQ(Asked(Request::Kind::kKeep), 0);
  PauseCourse(state_);
  Work(10);
  EXPECT_FALSE(learner_.HasWork());
  EXPECT_EQ(Asked(Request::Kind::kKeep), 1);
  const int64_t step = state_.learning.step;
  StepCourse(state_);
  Work(10);
  EXPECT_EQ(state_.learning.step, step + 1);
  EXPECT_FALSE(learner_.HasWork());
  RunCourse(state_);
  Work(5);
  EXPECT_GT(state_.learning.step, step + 1);
  StopCourse(state_);
  Deliver();
  EXPECT_FALSE(learner_.HasWork());
  EXPECT_FALSE(state_.learning.begun);
  EXPECT_EQ(state_.model->name, kMine);
}

TEST_F(LearningTest, InAnotherViewALearnerThatRestsIsLetGo) {
  const auto asked = [&] {  // the types of what the learner is asked for
    std::string types;
    for (const Request& request : state_.requests) {
      if (request.kind != Request::Kind::kLearn) continue;
      types += Json::parse(request.text)["type"].get<std::string>() + " ";
    }
    Deliver();
    return types;
  };
  const auto show = [&](const char* view) {
    state_.view = view;
    Compute(state_, results_);
    Compute(state_, results_);
  };
  state_.view = "learn";
  StartCourse(state_);
  Work(10);
  show("sample");
  EXPECT_EQ(asked(), "") << "it learns";
  PauseCourse(state_);
  show("learn");
  EXPECT_EQ(asked(), "pause ");
  show("sample");
  EXPECT_EQ(asked(), "leave ");
  EXPECT_TRUE(CanGoOn(state_));
  show("learn");
  StepCourse(state_);
  show("map");
  EXPECT_EQ(asked(), "step leave ");
  RunCourse(state_);
  show("map");
  EXPECT_EQ(asked(), "run ");

  // After its last step there is nothing to go on with.
  AddToLesson(state_);
  StartLesson(state_, 3);
  state_.view = "learn";
  Work(50);
  EXPECT_EQ(state_.learning.step, 3);
  RunCourse(state_);
  StepCourse(state_);
  EXPECT_FALSE(state_.learning.running);
  show("learn");
  EXPECT_EQ(asked(), "");
  show("map");
  EXPECT_EQ(asked(), "stop ");

  // Nor when it has failed.
  StartCourse(state_);
  Deliver();
  ASSERT_TRUE(LearnerSaid(state_, vae::Pack(vae::Report(vae::FailedMessage{"No.", false}))));
  show("map");
  EXPECT_EQ(asked(), "stop ");
}

TEST_F(LearningTest, KeepsTheFileThatIsKeptReadable) {
  StartCourse(state_);
  Work(5);
  const vae::Result<vae::Model> model = vae::ParseWeights(FileOfMine(state_), "mine");
  ASSERT_TRUE(model) << model.error();
  EXPECT_EQ(model->params.encoder_hidden.w, state_.model->params.encoder_hidden.w);
}

TEST_F(LearningTest, ALessonIsWhatIsOnThePad) {
  EXPECT_TRUE(CanAddToLesson(state_));
  AddToLesson(state_);
  Clear(state_);
  EXPECT_FALSE(CanAddToLesson(state_));
  Draw(0.6f, 0.4f);
  AddToLesson(state_);
  ASSERT_EQ(state_.learning.lesson.size(), 2u);
  StartLesson(state_, 30);
  Work(200);
  EXPECT_FALSE(state_.learning.running);
  EXPECT_TRUE(state_.learning.error.empty()) << state_.learning.error;
  EXPECT_EQ(state_.learning.step, 30);
  ASSERT_EQ(state_.model->name, kMine);
  EXPECT_EQ(state_.model->params.shape().latent_dim, 10);
  ASSERT_TRUE(state_.learning.progress);
  EXPECT_LT(state_.learning.progress->now, state_.learning.progress->before);
  const auto& [without, with] = state_.learning.lesson_went;
  EXPECT_TRUE(without.empty());
  ASSERT_GT(with.size(), 2u);
  EXPECT_EQ(with.front().step, 0);
  EXPECT_EQ(with.back().step, 30);
  EXPECT_EQ(Asked(Request::Kind::kKeep), 1);
  ClearLesson(state_);
  EXPECT_TRUE(state_.learning.lesson.empty());
}

TEST_F(LearningTest, ScriptsAreToldOfTheLesson) {
  const auto told = [this] {
    nlohmann::ordered_json json;
    FindView("learn")->describe(state_, results_, json);
    return json["learn"]["lesson"];
  };
  EXPECT_TRUE(told().is_null());
  AddToLesson(state_);
  EXPECT_EQ(told(), nlohmann::ordered_json({{"count", 1}}));
  state_.learning.progress = {.before = 4, .now = 3, .known_before = 1, .known = 2};
  const nlohmann::ordered_json whole = {
      {"count", 1}, {"before", 4.0}, {"now", 3.0}, {"knownBefore", 1.0}, {"known", 2.0}};
  EXPECT_EQ(told(), whole);
  ClearLesson(state_);
  state_.learning.progress.reset();
  EXPECT_TRUE(told().is_null());
}

TEST_F(LearningTest, ALongCourseIsThinnedOut) {
  state_.learning.begun = true;
  constexpr int kPoints = 5000;
  for (int i = 1; i <= kPoints; ++i) {
    vae::LossMessage loss;
    loss.step = i;
    loss.digits = 10;
    loss.recon_nats = 100;
    loss.kl_nats = 5;
    ASSERT_TRUE(LearnerSaid(state_, vae::Pack(vae::Report(loss))));
  }
  const std::vector<LossPoint>& losses = state_.learning.losses;
  EXPECT_LE(losses.size(), kMostPoints);
  EXPECT_GE(losses.size(), kMostPoints / 2);
  EXPECT_EQ(losses.back().step, kPoints);
  for (size_t i = 1; i < losses.size(); ++i) EXPECT_LT(losses[i - 1].step, losses[i].step);
  EXPECT_FLOAT_EQ(losses.front().recon_nats, 100);
}

TEST_F(LearningTest, WhatFailsIsSaidAndLeavesTheLastSnapshot) {
  StartCourse(state_);
  Work(5);
  const vae::FailedMessage failed{.sentence = "The learner stopped.", .running = false};
  ASSERT_TRUE(LearnerSaid(state_, vae::Pack(vae::Report(failed))));
  EXPECT_EQ(state_.learning.error, failed.sentence);
  EXPECT_FALSE(state_.learning.running);
  EXPECT_FALSE(state_.learning.begun);
  EXPECT_EQ(state_.model->name, kMine);
  EXPECT_FALSE(LearnerSaid(state_, {.json = "{\"type\": \"tea\"}", .buffers = {}}));
  EXPECT_FALSE(LearnerSaid(state_, {.json = "no", .buffers = {}}));
}

TEST_F(LearningTest, ItIsNotInAddressesAndNoMapIsFetchedForIt) {
  StartCourse(state_);
  Work(5);
  ASSERT_EQ(state_.model->name, kMine);
  EXPECT_EQ(AddressOf(state_).find("m="), std::string::npos) << AddressOf(state_);
  SetZ(state_, 0, 1.5f);
  EXPECT_EQ(AddressOf(state_).find("z="), std::string::npos) << AddressOf(state_);
  NeedMap(state_);
  EXPECT_TRUE(std::none_of(state_.requests.begin(), state_.requests.end(),
                           [](const Request& r) { return r.kind == Request::Kind::kMap; }));
}

TEST_F(LearningTest, WatchedDigitsAreItsMap) {
  auto set = std::make_shared<DigitSet>();
  set->labels = {3, 1, 4, 1};
  set->digits = vae::Matrix::Zero(vae::kDigitPixels, 4);
  state_.test_digits.set = set;
  StartCourse(state_);
  Work(3);
  vae::SnapshotMessage snapshot{.step = 9, .params = state_.model->params, .map_mu = {}};
  snapshot.map_mu = vae::Matrix{{0, 1, 2}, {3, 4, 5}};
  ASSERT_TRUE(LearnerSaid(state_, vae::Pack(vae::Report(snapshot))));
  ASSERT_TRUE(state_.model->map);
  EXPECT_EQ(state_.model->map->data.position, snapshot.map_mu);
  EXPECT_EQ(state_.model->map->data.labels, (std::vector<uint8_t>{3, 1, 4}));
  EXPECT_TRUE(state_.model->map->of_other_weights);
  EXPECT_TRUE(state_.map_changed);

  // At rest the page itself finds out what they cost.
  const auto say = [&](const vae::Report& report) {
    ASSERT_TRUE(LearnerSaid(state_, vae::Pack(report)));
  };
  say(vae::RestedMessage{9});  // before it went on
  EXPECT_TRUE(state_.model->map->of_other_weights);
  PauseCourse(state_);
  snapshot.step = 10;
  say(snapshot);
  EXPECT_TRUE(state_.model->map->of_other_weights);
  say(vae::RestedMessage{10});
  const DigitMap& map = *state_.model->map;
  EXPECT_FALSE(map.of_other_weights);
  ASSERT_EQ(state_.model->sorted_neg_elbo.size(), 4u);
  const vae::Posterior q = vae::Encode(state_.model->params, set->digits);
  EXPECT_TRUE(map.data.position.isApprox(q.mu));
  const vae::Vector nats =
      vae::BernoulliNats(set->digits, vae::DecodeLogits(state_.model->params, q.mu)) +
      vae::GaussianKlNats(q);
  EXPECT_TRUE(map.data.neg_elbo.isApprox(nats));
}

TEST_F(LearningTest, AtRestTsneLaysTheWatchedDigitsOutFrameByFrame) {
  constexpr int kDigits = 60;
  auto set = std::make_shared<DigitSet>();
  set->digits = vae::Matrix::Random(vae::kDigitPixels, kDigits).cwiseAbs();
  for (int i = 0; i < kDigits; ++i) set->labels.push_back(static_cast<uint8_t>(i % 10));
  state_.test_digits.set = set;
  state_.learning.options.latent_dim = 4;
  state_.view = "learn";
  state_.views.Of<LearnState>().tsne = true;
  const LearnResults& made = results_.views.Of<LearnResults>();
  const auto draw = [&](int frames) {
    for (int i = 0; i < frames; ++i) {
      state_.seconds += 0.02;
      Compute(state_, results_);
      Compute(state_, results_);
    }
  };
  StartCourse(state_);
  Work(5);
  const auto snapshot = [&](int64_t step) {
    const vae::SnapshotMessage message{.step = step,
                                       .params = state_.model->params,
                                       .map_mu = vae::Encode(state_.model->params, set->digits).mu};
    ASSERT_TRUE(LearnerSaid(state_, vae::Pack(vae::Report(message))));
  };
  snapshot(7);
  draw(1);
  EXPECT_FALSE(made.layout) << "it learns";
  EXPECT_EQ(made.places, state_.learning.places);

  PauseCourse(state_);
  snapshot(8);
  draw(1);
  EXPECT_FALSE(made.layout) << "before it has rested";
  ASSERT_TRUE(LearnerSaid(state_, vae::Pack(vae::Report(vae::RestedMessage{8}))));
  draw(1);
  ASSERT_TRUE(made.layout);
  EXPECT_EQ(made.layout->descent->steps(), 2) << "a frame computes twice";
  const vae::Matrix first = made.places;
  draw(600);
  EXPECT_TRUE(made.layout->descent->done());
  EXPECT_EQ(made.places.cols(), kDigits);
  EXPECT_GT(made.places.norm(), 100 * first.norm()) << "they have moved apart";
  EXPECT_TRUE(made.places.allFinite() && made.medians.allFinite());

  state_.views.Of<LearnState>().tsne = false;
  draw(1);
  EXPECT_FALSE(made.layout);
  EXPECT_TRUE(
      made.places.cwiseAbs().isApprox(state_.learning.places.cwiseAbs()) ||
      made.places.cwiseAbs().isApprox(state_.learning.places.colwise().reverse().cwiseAbs()));
}

TEST_F(LearningTest, ActsTakeOptionsAndSayWhatIsWrong) {
  Do(R"({"act": "learn", "latentDim": 5, "hiddenDim": 8, "batchSize": 4, "learningRate": 0.01,
         "beta": 2, "seed": 7, "data": "dreams"})");
  Work(4);
  EXPECT_EQ(state_.model->params.shape(), (vae::VaeShape{.hidden_dim = 8, .latent_dim = 5}));
  Do(R"({"act": "learn_set", "learningRate": 0.003})");
  EXPECT_FLOAT_EQ(state_.learning.options.learning_rate, 0.003f);
  EXPECT_FLOAT_EQ(state_.learning.options.beta, 2);
  Do(R"({"act": "learn_pause"})");
  EXPECT_FALSE(state_.learning.running);
  EXPECT_NE(Wrong(R"({"act": "learn", "latentDim": 0})").find("1 to 100"), std::string::npos);
  EXPECT_NE(Wrong(R"({"act": "learn", "latentDim": 2.5})").find("whole"), std::string::npos);
  EXPECT_NE(Wrong(R"({"act": "learn", "from": "model2"})").find("nothing"), std::string::npos);
  EXPECT_NE(Wrong(R"({"act": "learn", "data": "digits"})").find("no training digits"),
            std::string::npos);
  EXPECT_NE(Wrong(R"({"act": "learn", "learningRate": 2})").find("learningRate"),
            std::string::npos);
  EXPECT_NE(Wrong(R"({"act": "learn_set", "beta": -1})").find("beta"), std::string::npos);
  EXPECT_NE(Wrong(R"({"act": "teach"})").find("no lesson"), std::string::npos);
  Do(R"({"act": "lesson_add"})");
  EXPECT_NE(Wrong(R"({"act": "teach", "rehearsal": 1})").find("true or false"), std::string::npos);
  EXPECT_NE(Wrong(R"({"act": "teach", "steps": 0})").find("steps"), std::string::npos);
  Do(R"({"act": "teach", "rehearsal": false, "steps": 5})");
  Work(50);
  EXPECT_EQ(state_.learning.step, 5);
  EXPECT_FALSE(state_.learning.lesson_went[0].empty());
  state_.learning.offered = false;
  EXPECT_NE(Wrong(R"({"act": "teach"})").find("cannot learn"), std::string::npos);
}

}  // namespace
}  // namespace app

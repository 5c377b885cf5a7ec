#include "learn/messages.h"

#include <gtest/gtest.h>

#include "learn/made_digits.h"
#include "learn/symbols.h"

namespace vae {
namespace {

Bytes SomeBytes(size_t size) {
  Bytes bytes(size);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 7);
  return bytes;
}

template <class Message>
Message Again(const Message& message) {
  Result<Request> request = UnpackRequest(Pack(Request(message)));
  if (!request) ADD_FAILURE() << request.error();
  return std::get<Message>(*request);
}

template <class Message>
Message AgainReport(const Message& message) {
  Result<Report> report = UnpackReport(Pack(Report(message)));
  if (!report) ADD_FAILURE() << report.error();
  return std::get<Message>(*report);
}

TEST(MessagesTest, StartComesBack) {
  StartMessage start;
  start.weights = SomeBytes(20);
  start.from_nothing = false;
  start.hidden_dim = 300;
  start.latent_dim = 5;
  start.recipe = Recipe::kBest;
  start.batch_size = 40;
  start.learning_rate = 0.0123;
  start.beta = 2.5;
  start.seed = 9007199254740991;
  start.steps = 123456789012;
  start.data = CourseData::kLesson;
  start.images = {SomeBytes(3), SomeBytes(5)};
  start.map_images = SomeBytes(7);
  start.map_digits = 77;
  start.course = SomeBytes(11);
  start.lesson = Lesson{.drawings = {Symbol("star"), Symbol("house")},
                        .form = DigitForm::kAsDrawn,
                        .share = 0.35,
                        .rehearsal = false};
  start.lesson->drawings[1][0].eraser = true;
  start.lesson->drawings[1][0].points[2].width = 0.625f;
  const StartMessage again = Again(start);
  EXPECT_EQ(again.weights, start.weights);
  EXPECT_EQ(again.from_nothing, start.from_nothing);
  EXPECT_EQ(again.hidden_dim, start.hidden_dim);
  EXPECT_EQ(again.latent_dim, start.latent_dim);
  EXPECT_EQ(again.recipe, start.recipe);
  EXPECT_EQ(again.batch_size, start.batch_size);
  EXPECT_EQ(again.learning_rate, start.learning_rate);
  EXPECT_EQ(again.beta, start.beta);
  EXPECT_EQ(again.seed, start.seed);
  EXPECT_EQ(again.steps, start.steps);
  EXPECT_EQ(again.data, start.data);
  EXPECT_EQ(again.images, start.images);
  EXPECT_EQ(again.map_images, start.map_images);
  EXPECT_EQ(again.map_digits, start.map_digits);
  EXPECT_EQ(again.course, start.course);
  ASSERT_TRUE(again.lesson);
  EXPECT_EQ(again.lesson->drawings, start.lesson->drawings);
  EXPECT_EQ(again.lesson->form, start.lesson->form);
  EXPECT_EQ(again.lesson->share, start.lesson->share);
  EXPECT_EQ(again.lesson->rehearsal, start.lesson->rehearsal);
}

TEST(MessagesTest, OtherRequestsComeBack) {
  Again(RunMessage{});
  Again(PauseMessage{});
  Again(StepMessage{});
  EXPECT_EQ(Again(TakenMessage{.pause = 1.5}).pause, 1.5);
  Again(LeaveMessage{});
  Again(StopMessage{});
  EXPECT_EQ(Again(DigitsMessage{SomeBytes(9)}).images, SomeBytes(9));
  const SetMessage set = Again(SetMessage{.learning_rate = 0.5, .beta = {}});
  EXPECT_EQ(set.learning_rate, 0.5);
  EXPECT_FALSE(set.beta);
  EXPECT_EQ(Again(SetMessage{.learning_rate = {}, .beta = 4}).beta, 4);
}

TEST(MessagesTest, ReportsComeBack) {
  const LossMessage loss{.step = 5,
                         .epoch = 2,
                         .digits = 300,
                         .recon_nats = 1.5,
                         .kl_nats = 2.5,
                         .epoch_recon_nats = 3.5,
                         .epoch_kl_nats = 4.5,
                         .epoch_steps = 600,
                         .digits_per_second = 12.5,
                         .threads = 2,
                         .lesson = LessonProgress{1.25, 2.25, 3.25, 4.25}};
  const LossMessage again = AgainReport(loss);
  EXPECT_EQ(again.step, 5);
  EXPECT_EQ(again.epoch, 2);
  EXPECT_EQ(again.digits, 300);
  EXPECT_EQ(again.recon_nats, 1.5);
  EXPECT_EQ(again.kl_nats, 2.5);
  EXPECT_EQ(again.epoch_recon_nats, 3.5);
  EXPECT_EQ(again.epoch_kl_nats, 4.5);
  EXPECT_EQ(again.epoch_steps, 600);
  EXPECT_EQ(again.digits_per_second, 12.5);
  EXPECT_EQ(again.threads, 2);
  ASSERT_TRUE(again.lesson);
  EXPECT_EQ(again.lesson->before, 1.25);
  EXPECT_EQ(again.lesson->now, 2.25);
  EXPECT_EQ(again.lesson->known_before, 3.25);
  EXPECT_EQ(again.lesson->known, 4.25);
  EXPECT_EQ(AgainReport(RestedMessage{8}).step, 8);
  EXPECT_EQ(AgainReport(DoneMessage{7}).step, 7);
  EXPECT_EQ(AgainReport(KeptMessage{SomeBytes(6)}).course, SomeBytes(6));
  const FailedMessage failed = AgainReport(FailedMessage{"Nothing \"here\"; do that.", true});
  EXPECT_EQ(failed.sentence, "Nothing \"here\"; do that.");
  EXPECT_TRUE(failed.running);
}

TEST(MessagesTest, ASnapshotComesBackToTheBit) {
  SnapshotMessage snapshot{.step = 3,
                           .params = VaeParams::FanIn({.hidden_dim = 9, .latent_dim = 2}, 4),
                           .map_mu = Matrix::Random(2, 5)};
  const Packet packet = Pack(Report(snapshot));
  ASSERT_EQ(packet.buffers.size(), 2u);
  EXPECT_EQ(packet.buffers[0].size(), 4u * (784 * 9 + 9 + 9 * 4 + 4 + 2 * 9 + 9 + 9 * 784 + 784));
  const SnapshotMessage again = AgainReport(snapshot);
  EXPECT_EQ(again.step, 3);
  EXPECT_EQ(again.map_mu, snapshot.map_mu);
  for (size_t i = 0; i < kLayerNames.size(); ++i) {
    EXPECT_EQ(Layers(again.params)[i]->w, Layers(snapshot.params)[i]->w);
    EXPECT_EQ(Layers(again.params)[i]->b, Layers(snapshot.params)[i]->b);
  }
}

std::string Complaint(const std::string& json, std::vector<Bytes> buffers = {}) {
  const Result<Request> request = UnpackRequest({json, std::move(buffers)});
  return request ? "" : request.error();
}

TEST(MessagesTest, WhatIsLeftOutHasItsValue) {
  const Result<Request> request = UnpackRequest({R"({"type": "start", "beta": null})", {}});
  ASSERT_TRUE(request) << request.error();
  EXPECT_EQ(std::get<StartMessage>(*request).hidden_dim, 500);
  EXPECT_EQ(std::get<StartMessage>(*request).beta, 1);
}

TEST(MessagesTest, AWrongMessageGetsASentence) {
  for (const char* json : {"", "{", "[]", "3", "null", "\"run\"", "{}", R"({"type": 3})",
                           R"({"type": ""})", "\xff\xfe", R"({"type": "\ud800"})"}) {
    EXPECT_FALSE(Complaint(json).empty()) << json;
  }
  EXPECT_EQ(Complaint(R"({"type": "snapshot"})"),
            "There is no message of this type: snapshot; see learn/messages.h");
  EXPECT_EQ(Complaint(R"({"type": "start", "latentDim": 0})"),
            "In start, latentDim is not what it should be; give a number from 1 to 100");
  EXPECT_EQ(Complaint(R"({"type": "start", "data": "faces"})"),
            "In start, data is not what it should be; give digits, dreams or lesson");
  for (const char* field : {R"("latentDim": 101)",
                            R"("latentDim": 2.5)",
                            R"("latentDim": "2")",
                            R"("latentDim": 1e300)",
                            R"("hiddenDim": -1)",
                            R"("hiddenDim": 99999)",
                            R"("batchSize": 1001)",
                            R"("seed": -1)",
                            R"("seed": 1e20)",
                            R"("learningRate": 2)",
                            R"("beta": -1)",
                            R"("beta": [])",
                            R"("fromNothing": 1)",
                            R"("recipe": 0)",
                            R"("weights": 0)",
                            R"("weights": -1)",
                            R"("images": 3)",
                            R"("images": [0])",
                            R"("mapDigits": -4)",
                            R"("steps": 0.5)",
                            R"("lesson": {})",
                            R"("lesson": 3)",
                            R"("lesson": {"drawings": 3})",
                            R"("lesson": {"drawings": [3]})",
                            R"("lesson": {"drawings": [[3]]})",
                            R"("lesson": {"drawings": [[{}]]})",
                            R"("lesson": {"drawings": [[{"points": [1, 2]}]]})",
                            R"("lesson": {"drawings": [[{"points": [1, 2, "x"]}]]})",
                            R"("lesson": {"drawings": [[{"points": [], "width": 7}]]})",
                            R"("lesson": {"drawings": [], "share": 2})",
                            R"("lesson": {"drawings": [], "form": 1})"}) {
    EXPECT_FALSE(Complaint(std::string(R"({"type": "start", )") + field + "}").empty()) << field;
  }
  EXPECT_FALSE(Complaint(R"({"type": "set", "learningRate": 0})").empty());
  EXPECT_FALSE(Complaint(R"({"type": "taken", "pause": 61})").empty());
}

TEST(MessagesTest, ASnapshotOfTheWrongSizeGetsASentence) {
  const SnapshotMessage snapshot{.step = 0,
                                 .params = VaeParams::Zero({.hidden_dim = 4, .latent_dim = 2}),
                                 .map_mu = Matrix::Zero(2, 3)};
  for (const size_t buffer : {0u, 1u}) {
    for (const int change : {-4, 1, 4}) {
      Packet packet = Pack(Report(snapshot));
      packet.buffers[buffer].resize(
          static_cast<size_t>(static_cast<int>(packet.buffers[buffer].size()) + change));
      EXPECT_FALSE(UnpackReport(std::move(packet))) << buffer << " " << change;
    }
  }
}

}  // namespace
}  // namespace vae

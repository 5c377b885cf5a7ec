#include "app/acts.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "app/drawing.h"
#include "app/mirror.h"
#include "app/models.h"
#include "app/results.h"
#include "small_model.h"

namespace app {
namespace {

class ActsTest : public testing::Test {
 protected:
  void SetUp() override {
    state_.ink = vae::EmptyInk();
    AddModel(state_, SmallModel("latent10", 10));
    AddModel(state_, SmallModel("latent5", 5));
    BeginStroke(state_, {0.3f, 0.3f});
    ExtendStroke(state_, {0.7f, 0.6f});
    EndStroke(state_);
    UpdateResults(state_, results_);
  }

  void Do(const char* json) {
    const vae::Status done = Act(state_, results_, json);
    EXPECT_TRUE(done) << json << ": " << done.error();
    UpdateResults(state_, results_);
  }

  std::string Wrong(const std::string& json) {
    const vae::Status done = Act(state_, results_, json);
    EXPECT_FALSE(done) << json;
    return done ? "" : done.error();
  }

  AppState state_;
  Results results_;
};

TEST_F(ActsTest, Drawing) {
  Do(R"({"act": "clear"})");
  EXPECT_TRUE(state_.drawing.empty());
  Do(R"({"act": "undo"})");
  EXPECT_EQ(state_.drawing.strokes.size(), 1u);
  Do(R"({"act": "redo"})");
  EXPECT_TRUE(state_.drawing.empty());
  Do(R"({"act": "redo"})");  // nothing to redo is no failure
}

TEST_F(ActsTest, Code) {
  Do(R"({"act": "sample_posterior"})");
  EXPECT_EQ(state_.z_source, ZSource::kPosterior);
  Do(R"({"act": "set_z", "index": 9, "value": -1.25})");
  EXPECT_EQ(state_.z(9), -1.25f);
  EXPECT_EQ(state_.z_source, ZSource::kManual);
  Do(R"({"act": "back_to_digit"})");
  EXPECT_EQ(state_.z, results_.posterior.mu.col(0));
  const vae::Matrix before = results_.samples;
  Do(R"({"act": "sample"})");
  EXPECT_NE(results_.samples, before);
}

TEST_F(ActsTest, EverythingElse) {
  Do(R"({"act": "model", "name": "latent5"})");
  EXPECT_EQ(state_.model->name, "latent5");
  Do(R"({"act": "view", "name": "map"})");
  EXPECT_EQ(state_.tab, Tab::kMap);
  Do(R"({"act": "theme", "night": true})");
  EXPECT_TRUE(state_.night);
  state_.requests.clear();
  Do(R"({"act": "share"})");
  Do(R"({"act": "copy"})");
  Do(R"({"act": "save"})");
  ASSERT_EQ(state_.requests.size(), 3u);
  EXPECT_EQ(state_.requests[0].kind, Request::Kind::kShare);
  EXPECT_EQ(state_.requests[1].text, CodeToText(state_));
  EXPECT_GT(state_.requests[2].bytes.size(), 100u);
}

TEST_F(ActsTest, WrongOnesAreSentencesAndDoNothing) {
  const vae::Vector z = state_.z;
  EXPECT_NE(Wrong("nonsense").find("object"), std::string::npos);
  EXPECT_NE(Wrong("[]").find("object"), std::string::npos);
  EXPECT_NE(Wrong("{}").find("no act"), std::string::npos);
  EXPECT_NE(Wrong(R"({"act": "explode"})").find("explode"), std::string::npos);
  EXPECT_NE(Wrong(R"({"act": "set_z"})").find("0 to 9"), std::string::npos);
  Wrong(R"({"act": "set_z", "index": 10, "value": 0})");
  Wrong(R"({"act": "set_z", "index": -1, "value": 0})");
  Wrong(R"({"act": "set_z", "index": 0.5, "value": 0})");
  Wrong(R"({"act": "set_z", "index": 0, "value": "1"})");
  Wrong(R"({"act": "set_z", "index": 0, "value": 1e39})");
  EXPECT_NE(Wrong(R"({"act": "model", "name": "gpt"})").find("gpt"), std::string::npos);
  Wrong(R"({"act": "model", "name": 10})");
  Wrong(R"({"act": "view", "name": "nowhere"})");
  Wrong(R"({"act": "view", "name": "digits"})");  // none are offered
  Wrong(R"({"act": "theme"})");
  EXPECT_EQ(state_.z, z);
}

TEST_F(ActsTest, WithoutAModel) {
  AppState state;
  EXPECT_FALSE(Act(state, results_, R"({"act": "set_z", "index": 0, "value": 0})"));
  EXPECT_FALSE(Act(state, results_, R"({"act": "sample_posterior"})"));
  EXPECT_FALSE(Act(state, results_, R"({"act": "save"})"));
  EXPECT_FALSE(PasteCode(state, "[1]"));
  EXPECT_EQ(CodeToText(state), "");
}

TEST_F(ActsTest, ACodeIsCopiedAndPasted) {
  SamplePosterior(state_, results_);
  const vae::Vector z = state_.z;
  const std::string text = CodeToText(state_);
  EXPECT_EQ(nlohmann::json::parse(text)["model"], "latent10");
  Do(R"({"act": "back_to_digit"})");
  ASSERT_TRUE(PasteCode(state_, text));
  EXPECT_LT((state_.z - z).cwiseAbs().maxCoeff(), 0.00006f);
  EXPECT_EQ(state_.z_source, ZSource::kManual);
  ASSERT_TRUE(PasteCode(state_, " [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n"));
  EXPECT_EQ(state_.z(9), 10);
}

TEST_F(ActsTest, ACodeOfAnotherModelBringsItsModel) {
  ASSERT_TRUE(PasteCode(state_, R"({"model": "latent5", "z": [1, 2, 3, 4, 5]})"));
  EXPECT_EQ(state_.model->name, "latent5");
  UpdateResults(state_, results_);
  EXPECT_EQ(state_.z(4), 5);
}

TEST_F(ActsTest, WhatIsNoCodeIsRefused) {
  const vae::Vector z = state_.z;
  for (const char* text : {"", "hello", "{}", "[]", "[1, 2, \"3\"]", "null", "3", "[1e999]",
                           R"({"z": 3})", R"({"model": "gpt", "z": [1]})", "[[1]]"}) {
    EXPECT_FALSE(PasteCode(state_, text)) << text;
  }
  const vae::Status five = PasteCode(state_, "[1, 2, 3, 4, 5]");
  ASSERT_FALSE(five);
  EXPECT_NE(five.error().find("5 numbers"), std::string::npos);
  EXPECT_NE(five.error().find("takes 10"), std::string::npos);
  EXPECT_EQ(state_.z, z);
  EXPECT_EQ(state_.model->name, "latent10");
}

TEST_F(ActsTest, TheMirrorTellsWhatIsShown) {
  state_.notice = "A \"notice\".";
  const auto json = nlohmann::json::parse(MirrorToJson(state_, results_));
  EXPECT_EQ(json["model"], "latent10");
  EXPECT_EQ(json["view"], "sample");
  EXPECT_EQ(json["z"].size(), 10u);
  EXPECT_FLOAT_EQ(json["z"][3].get<float>(), state_.z(3));
  EXPECT_EQ(json["negElbo"].get<double>(), results_.neg_elbo());
  EXPECT_TRUE(json["canUndo"].get<bool>());
  EXPECT_FALSE(json["canRedo"].get<bool>());
  EXPECT_FALSE(json["empty"].get<bool>());
  EXPECT_EQ(json["views"].size(), 5u);
  EXPECT_EQ(json["notice"], state_.notice);
}

TEST_F(ActsTest, TheMirrorsKeyChangesWithWhatItTells) {
  const MirrorKey key = KeyOf(state_, results_);
  EXPECT_EQ(KeyOf(state_, results_), key);
  for (const char* act :
       {R"({"act": "clear"})", R"({"act": "view", "name": "map"})",
        R"({"act": "theme", "night": true})", R"({"act": "sample"})",
        R"({"act": "set_z", "index": 0, "value": 3})", R"({"act": "model", "name": "latent5"})"}) {
    const MirrorKey before = KeyOf(state_, results_);
    Do(act);
    EXPECT_FALSE(KeyOf(state_, results_) == before) << act;
  }
}

}  // namespace
}  // namespace app

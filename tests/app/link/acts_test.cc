#include "app/link/acts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "app/controls.h"
#include "app/link/mirror.h"
#include "app/model/code_text.h"
#include "app/model/models.h"
#include "app/model/results.h"
#include "app/pad/drawing.h"
#include "app/small_model.h"
#include "app/views/map/state.h"
#include "app/views/repair/state.h"
#include "app/views/view.h"
#include "io/file.h"

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
    Compute(state_, results_);
  }

  void Do(const char* json) {
    const vae::Status done = Act(state_, results_, json);
    EXPECT_TRUE(done) << json << ": " << done.error();
    Compute(state_, results_);
  }

  // A row of the mirror by its name, or null.
  static nlohmann::json Control(const nlohmann::json& mirror, const char* kind, const char* name) {
    for (const auto& controls : mirror["controls"]) {
      for (const auto& row : controls[kind]) {
        if (row["name"] == name) return row;
      }
    }
    return nullptr;
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
  EXPECT_EQ(state_.view, "map");
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
  Compute(state_, results_);
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
  EXPECT_TRUE(Control(json, "commands", "undo")["can"].get<bool>());
  EXPECT_FALSE(Control(json, "commands", "redo")["can"].get<bool>());
  EXPECT_FALSE(json["empty"].get<bool>());
  const auto offered = std::count_if(Views().begin(), Views().end(), [&](const ViewRow* view) {
    return IsOffered(*view, state_, /*small_screen=*/false);
  });
  EXPECT_EQ(static_cast<ptrdiff_t>(json["views"].size()), offered);
  EXPECT_EQ(offered + 3, std::ssize(Views()))
      << "no digits, no learner, and the code has a card of its own";
  EXPECT_EQ(json["notice"], state_.notice);
}

// The page's HTML has every control of the canvas, because it has every row.
TEST_F(ActsTest, TheMirrorHasEveryControlOfTheViewThatIsShown) {
  state_.has_address = state_.test_digits.offered = true;
  for (const ViewRow* view : Views()) {
    state_.view = view->name;
    Compute(state_, results_);
    const auto json = nlohmann::json::parse(MirrorToJson(state_, results_));
    for (const Controls& controls : AllControls()) {
      const bool shown = controls.view.empty() || controls.view == state_.view ||
                         controls.view == std::string_view("code");
      for (const Command& command : controls.commands) {
        EXPECT_EQ(!Control(json, "commands", command.name).is_null(), shown) << command.name;
      }
      for (const Setting& setting : controls.settings) {
        const bool offered = IsOffered(setting, state_, results_);
        EXPECT_EQ(!Control(json, "settings", setting.name).is_null(), shown && offered)
            << setting.name;
      }
    }
  }
}

TEST_F(ActsTest, WhatTheMirrorSaysOfASettingCanBeSet) {
  for (const ViewRow* view : Views()) {
    state_.view = view->name;
    Compute(state_, results_);
    const auto json = nlohmann::json::parse(MirrorToJson(state_, results_));
    for (const auto& controls : json["controls"]) {
      for (const auto& setting : controls["settings"]) {
        std::vector<nlohmann::json> values = {setting["value"]};
        if (setting["kind"] == "flag") values = {true, false};
        if (setting["kind"] == "choice") {
          for (const auto& option : setting["options"]) values.push_back(option["name"]);
        } else if (setting.contains("least")) {
          values = {setting["least"], setting["most"]};
        }
        for (const auto& value : values) {
          Do(nlohmann::json{{"act", "set"}, {"name", setting["name"]}, {"value", value}}
                 .dump()
                 .c_str());
        }
      }
    }
  }
}

TEST_F(ActsTest, Settings) {
  Do(R"({"act": "set", "name": "map_layout", "value": "pca"})");
  EXPECT_TRUE(state_.views.Of<MapState>().pca);
  Do(R"({"act": "set", "name": "repair_noise", "value": 0.5})");
  EXPECT_EQ(state_.views.Of<RepairState>().damage.noise, 0.5f);
  Do(R"({"act": "set", "name": "theme", "value": true})");
  EXPECT_TRUE(state_.night);
  const vae::Matrix before = results_.samples;
  Do(R"({"act": "set", "name": "temperature", "value": 0.5})");
  EXPECT_NE(results_.samples, before);
  for (const char* wrong :
       {R"({"act": "set"})", R"({"act": "set", "name": "nonsense", "value": 1})",
        R"({"act": "set", "name": "map_layout", "value": 1})",
        R"({"act": "set", "name": "map_layout", "value": "umap"})",
        R"({"act": "set", "name": "repair_noise", "value": 0.9})",
        R"({"act": "set", "name": "repair_noise", "value": "much"})",
        R"({"act": "set", "name": "manifold_up", "value": 10})",
        R"({"act": "set", "name": "theme", "value": 1})"}) {
    EXPECT_NE(Wrong(wrong), "");
  }
  EXPECT_NE(Wrong(R"({"act": "set", "name": "map_layout", "value": "umap"})").find("\"pca\""),
            std::string::npos);
}

TEST_F(ActsTest, OneOfSeveralAlike) {
  Do(R"({"act": "take_sample", "index": 7})");
  EXPECT_EQ(state_.z, results_.sample_z.col(7));
  EXPECT_NE(Wrong(R"({"act": "take_sample"})").find("0 to 79"), std::string::npos);
  Wrong(R"({"act": "take_sample", "index": 80})");
  EXPECT_NE(Wrong(R"({"act": "take_kept", "index": 0})").find("nothing"), std::string::npos);
  Do(R"({"act": "keep"})");
  Do(R"({"act": "sample"})");
  Do(R"({"act": "back_to_digit"})");
  Do(R"({"act": "take_kept", "index": 0})");
  EXPECT_EQ(OriginOf(state_.z_source).name, std::string("prior"));
}

TEST_F(ActsTest, NamesAreTheirOwn) {
  std::set<std::string> names = {"set", "set_z", "model", "view", "paste"};
  for (const Controls& controls : AllControls()) {
    for (const Command& command : controls.commands) {
      EXPECT_TRUE(names.insert(command.name).second) << command.name;
      EXPECT_EQ(command.keys == nullptr, command.help == nullptr) << command.name;
    }
    for (const Setting& setting : controls.settings) {
      EXPECT_TRUE(names.insert(setting.name).second) << setting.name;
    }
  }
}

// The README lists what there is.
TEST_F(ActsTest, EveryNameIsDocumented) {
  const auto bytes = vae::ReadFile(VAE_SOURCE_DIR "/README.md");
  ASSERT_TRUE(bytes);
  const std::string readme(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  const auto documented = [&](const char* name) {
    return readme.find("`" + std::string(name) + "`") != std::string::npos;
  };
  for (const Controls& controls : AllControls()) {
    for (const Command& command : controls.commands)
      EXPECT_TRUE(documented(command.name)) << command.name;
    for (const Setting& setting : controls.settings)
      EXPECT_TRUE(documented(setting.name)) << setting.name;
  }
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

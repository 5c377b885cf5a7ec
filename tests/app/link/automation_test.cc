#include "app/link/automation.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "app/model/models.h"
#include "app/model/results.h"
#include "app/pad/drawing.h"
#include "app/small_model.h"
#include "app/views/view.h"

namespace app {
namespace {

using Json = nlohmann::json;

class AutomationTest : public testing::Test {
 protected:
  void SetUp() override {
    state_.ink = vae::EmptyInk();
    AddModel(state_, SmallModel("test", 3));
    BeginStroke(state_, {0.5f, 0.5f});
    EndStroke(state_);
    Compute(state_, results_);
  }

  Json State() const { return Json::parse(StateToJson(state_, results_)); }

  AppState state_;
  Results results_;
};

TEST_F(AutomationTest, StateHoldsWhatItPromises) {
  const Json json = State();
  EXPECT_EQ(json["model"]["name"], "test");
  EXPECT_EQ(json["model"]["latentDim"], 3);
  EXPECT_EQ(json["model"]["hiddenDim"], 16);
  EXPECT_EQ(json["ink"].size(), 784u);
  EXPECT_EQ(json["input"].size(), 784u);
  EXPECT_EQ(json["reconstruction"].size(), 784u);
  for (const char* name : {"mu", "logSigma", "z"}) EXPECT_EQ(json[name].size(), 3u) << name;
  EXPECT_NEAR(json["negElbo"].get<double>(),
              json["reconNats"].get<double>() + json["klNats"].get<double>(), 1e-6);
  EXPECT_EQ(json["view"], "sample");
  EXPECT_TRUE(json["error"].is_null());
  state_.error = "something \"quoted\" is wrong";
  EXPECT_EQ(State()["error"], state_.error);
  EXPECT_TRUE(json["notice"].is_null());
  state_.notice = "Copied.";
  EXPECT_EQ(State()["notice"], state_.notice);
}

TEST_F(AutomationTest, StateWithoutAModelIsStillJson) {
  const Json json = Json::parse(StateToJson(AppState{}, Results{}));
  EXPECT_TRUE(json["model"].is_null());
  EXPECT_TRUE(json["mu"].empty());
}

TEST_F(AutomationTest, EncodeAndDecodeAgreeWithTheState) {
  const std::vector<float> input(results_.input.begin(), results_.input.end());
  const Json code = Json::parse(EncodeToJson(state_, input));
  EXPECT_EQ(code["mu"], State()["mu"]);
  EXPECT_EQ(code["logSigma"], State()["logSigma"]);
  const auto mu = code["mu"].get<std::vector<float>>();
  const Json digit = Json::parse(DecodeToJson(state_, mu));
  EXPECT_EQ(digit["pixels"], State()["reconstruction"]);
}

TEST_F(AutomationTest, WrongArgumentsGetASentence) {
  const auto error = [](const std::string& json) {
    return Json::parse(json).value("error", std::string());
  };
  EXPECT_EQ(error(EncodeToJson(state_, std::vector<float>(3))), "encode takes 784 numbers, got 3");
  EXPECT_NE(error(EncodeToJson(state_, std::vector<float>(784, 2))), "");
  EXPECT_NE(error(EncodeToJson(state_, std::vector<float>(784, NAN))), "");
  EXPECT_EQ(error(DecodeToJson(state_, std::vector<float>(4))), "decode takes 3 numbers, got 4");
  EXPECT_NE(error(DecodeToJson(state_, std::vector<float>(3, INFINITY))), "");
  EXPECT_NE(error(EncodeToJson(AppState{}, std::vector<float>(784))), "");
}

TEST_F(AutomationTest, Rects) {
  const Json json = Json::parse(RectsToJson({{"draw_pad", {1, 2, 3, 4}}}));
  EXPECT_EQ(json["draw_pad"], (Json{{"x", 1}, {"y", 2}, {"width", 3}, {"height", 4}}));
}

}  // namespace
}  // namespace app

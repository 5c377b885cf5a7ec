#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/model/models.h"
#include "app/model/results.h"
#include "app/pad/drawing.h"
#include "app/small_model.h"
#include "app/views/layers/state.h"
#include "app/views/view.h"

namespace app {
namespace {

class LayersTest : public testing::Test {
 protected:
  void SetUp() override {
    state_.ink = vae::EmptyInk();
    state_.view = "layers";
    AddModel(state_, SmallModel("test", 3));
    Draw({0.3f, 0.3f}, {0.7f, 0.6f});
  }

  void Draw(vae::InkPoint from, vae::InkPoint to) {
    BeginStroke(state_, from);
    ExtendStroke(state_, to);
    EndStroke(state_);
    Compute(state_, results_);
  }

  const LayersResults& layers() const { return results_.views.Of<LayersResults>(); }
  const LayerResults& first() const { return layers().of(PixelLayer::kFirst); }
  const LayerResults& last() const { return layers().of(PixelLayer::kLast); }

  AppState state_;
  Results results_;
};

// Every unit once.
void ExpectAll(const std::vector<int>& order, int count) {
  std::vector<int> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  ASSERT_EQ(static_cast<int>(sorted.size()), count);
  for (int i = 0; i < count; ++i) EXPECT_EQ(sorted[static_cast<size_t>(i)], i);
}

TEST_F(LayersTest, ImagesAreTheWeightsOfThePixels) {
  const vae::VaeParams& params = state_.model->params;
  EXPECT_EQ(first().images, params.encoder_hidden.w.transpose());
  EXPECT_EQ(last().images, params.decoder_output.w);
}

TEST_F(LayersTest, TheMostExcitedUnitsComeFirst) {
  const vae::DenseParams& layer = state_.model->params.encoder_hidden;
  ExpectAll(first().order, 16);
  for (int unit = 0; unit < 16; ++unit) {
    const double sum = layer.w.row(unit).cast<double>().dot(results_.input.cast<double>()) +
                       static_cast<double>(layer.b(unit));
    EXPECT_NEAR(first().activation(unit), std::tanh(sum), 1e-5);
  }
  for (size_t i = 1; i < first().order.size(); ++i) {
    EXPECT_GE(first().activation(first().order[i - 1]), first().activation(first().order[i]));
  }
}

TEST_F(LayersTest, TheLastLayersUnitsMakeTheReconstruction) {
  const vae::DenseParams& layer = state_.model->params.decoder_output;
  const vae::Vector logits = last().images * last().activation + layer.b;
  EXPECT_LT((vae::Sigmoid(logits).col(0) - results_.reconstruction).cwiseAbs().maxCoeff(), 1e-5f);
  ExpectAll(last().order, 16);
  const auto share = [&](int unit) {
    return std::abs(last().activation(unit)) * last().images.col(unit).norm();
  };
  for (size_t i = 1; i < last().order.size(); ++i) {
    EXPECT_GE(share(last().order[i - 1]), share(last().order[i]));
  }
}

TEST_F(LayersTest, FollowTheDrawingAndZ) {
  const vae::Vector h = first().activation;
  const uint64_t images = layers().images_version;
  Draw({0.2f, 0.8f}, {0.9f, 0.9f});
  EXPECT_NE(first().activation, h);
  const vae::Vector before = first().activation;
  const vae::Vector g = last().activation;
  SetZ(state_, 1, 3);
  Compute(state_, results_);
  EXPECT_EQ(first().activation, before) << "x is the same";
  EXPECT_NE(last().activation, g);
  EXPECT_EQ(layers().images_version, images) << "the weights are the same";
}

TEST_F(LayersTest, NothingChangedNothingComputed) {
  const uint64_t version = layers().version;
  Compute(state_, results_);
  EXPECT_EQ(layers().version, version);
}

TEST_F(LayersTest, FollowOtherWeights) {
  const uint64_t images = layers().images_version;
  ASSERT_TRUE(SetWeights(state_, "test", SmallModel("test", 3, 8).params));
  Compute(state_, results_);
  EXPECT_EQ(layers().images_version, images + 1);
  EXPECT_EQ(last().images, state_.model->params.decoder_output.w);
}

TEST_F(LayersTest, TellScriptsOnlyWhileTheyAreShown) {
  const auto told = [&] {
    nlohmann::ordered_json json;
    FindView("layers")->describe(state_, results_, json);
    return json["layers"];
  };
  EXPECT_EQ(told()["first"]["order"].size(), 16u);
  EXPECT_EQ(told()["last"]["activation"].size(), 16u);
  state_.view = "map";
  EXPECT_FALSE(told().contains("first"));
}

}  // namespace
}  // namespace app

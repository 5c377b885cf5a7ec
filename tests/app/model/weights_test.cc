// A change of weights is not a change of model.
#include <gtest/gtest.h>

#include "app/model/models.h"
#include "app/model/results.h"
#include "app/pad/drawing.h"
#include "app/pad/history.h"
#include "app/small_model.h"
#include "app/views/map/results.h"
#include "app/views/map/state.h"
#include "app/views/morph/state.h"
#include "app/views/morph/way.h"
#include "app/views/repair/state.h"
#include "app/views/sample/kept.h"
#include "app/views/sample/state.h"
#include "app/views/view.h"

namespace app {
namespace {

class WeightsTest : public testing::Test {
 protected:
  void SetUp() override {
    state_.ink = vae::EmptyInk();
    AddModel(state_, InBytes(SmallModel("test", 3)));
    ASSERT_TRUE(AddMap(state_, "test", Map()));
    BeginStroke(state_, {0.3f, 0.3f});
    ExtendStroke(state_, {0.7f, 0.6f});
    EndStroke(state_);
    Compute(state_, results_);
  }

  // As the page gets it. The bytes say something else than the parameters, to be told apart.
  static LoadedModel InBytes(LoadedModel model) {
    const auto other = [](const vae::DenseParams& layer) {
      return vae::QuantizedWeights{
          .q = (100 * vae::Weights::Random(layer.out(), layer.in())).cast<int8_t>(),
          .scale = vae::Vector::Constant(layer.out(), 0.001f)};
    };
    const vae::DenseParams& encoder = model.params.encoder_hidden;
    const vae::DenseParams& decoder = model.params.decoder_output;
    model.bytes = {.encoder_hidden = {other(encoder), encoder.b},
                   .decoder_output = {other(decoder), decoder.b}};
    return model;
  }

  // A file's map says which weights it is of; these are of none that could be checked again.
  static vae::LatentMap Map() {
    vae::LatentMap map;
    map.mu = vae::Matrix::Random(3, 30);
    map.position = vae::Matrix::Random(2, 30);
    map.labels.assign(30, 1);
    map.neg_elbo = vae::Vector::LinSpaced(30, 1, 900);
    return map;
  }

  // Other weights, several times, as while it is trained.
  void Retrain() {
    for (uint64_t seed = 5; seed < 8; ++seed) {
      ASSERT_TRUE(SetWeights(state_, "test", SmallModel("test", 3, seed).params));
      Compute(state_, results_);
      NoteZ(state_, /*held=*/false);
    }
  }

  AppState state_;
  Results results_;
};

TEST_F(WeightsTest, BytesAreReadUntilThereAreOthers) {
  EXPECT_EQ(results_.posterior.mu, vae::Encode(state_.model->network(), results_.input).mu);
  EXPECT_NE(results_.posterior.mu, vae::Encode(state_.model->params, results_.input).mu);
  Retrain();
  EXPECT_EQ(results_.posterior.mu, vae::Encode(state_.model->params, results_.input).mu);
}

TEST_F(WeightsTest, AZOfTheDrawingFollowsThem) {
  const vae::Vector before = state_.z;
  Retrain();
  EXPECT_NE(state_.z, before);
  EXPECT_EQ(state_.z, results_.posterior.mu.col(0));
  EXPECT_EQ(results_.reconstruction, vae::Decode(state_.model->params, state_.z).col(0));
  EXPECT_EQ(results_.samples, vae::Decode(state_.model->params, results_.sample_z));
}

TEST_F(WeightsTest, TheInkIsNotComputedAnew) {
  const uint64_t input = results_.versions.input;
  ASSERT_TRUE(SetWeights(state_, "test", SmallModel("test", 3, 5).params));
  const Updated updated = Compute(state_, results_);
  EXPECT_FALSE(updated.ink);
  EXPECT_TRUE(updated.reconstruction);
  EXPECT_TRUE(updated.samples);
  EXPECT_EQ(results_.versions.input, input);
}

TEST_F(WeightsTest, AnyOtherZStaysAndIsDecodedByThem) {
  const vae::Vector z{{1, -2, 0.5f}};
  TakeZ(state_, z, kOfMap);
  Compute(state_, results_);
  const vae::Vector before = results_.reconstruction;
  Retrain();
  EXPECT_EQ(state_.z, z);
  EXPECT_EQ(state_.z_source, kOfMap);
  EXPECT_NE(results_.reconstruction, before);
  EXPECT_EQ(results_.reconstruction, vae::Decode(state_.model->params, z).col(0));
}

TEST_F(WeightsTest, WhatIsKeptStays) {
  TakeZ(state_, results_.sample_z.col(2), kOfSample);
  Keep(state_);
  Compute(state_, results_);
  TakeMorphEnd(state_, End::kA);
  TakeMorphEnd(state_, End::kB);
  const vae::Vector z = state_.z;
  Retrain();
  ASSERT_EQ(KeptSamples(state_).size(), 1u);
  EXPECT_EQ(results_.views.Of<KeptResults>().digits, vae::Decode(state_.model->params, z));
  ASSERT_TRUE(EndsOf(state_).a && EndsOf(state_).b);
  EXPECT_EQ(EndsOf(state_).a->z, z);
}

TEST_F(WeightsTest, TheCameraOfTheMapStays) {
  state_.view = "map";
  Compute(state_, results_);
  const MapCamera camera{{1, 2}, 33};
  state_.views.Of<MapState>().camera = camera;
  const vae::Matrix places = results_.views.Of<MapResults>().position;
  Retrain();
  ASSERT_TRUE(state_.views.Of<MapState>().camera);
  EXPECT_EQ(*state_.views.Of<MapState>().camera, camera);
  EXPECT_EQ(results_.views.Of<MapResults>().position, places);
  // Nor does a newer map of the same model move it.
  ASSERT_TRUE(AddMap(state_, "test", Map()));
  Compute(state_, results_);
  EXPECT_EQ(*state_.views.Of<MapState>().camera, camera);
  EXPECT_NE(results_.views.Of<MapResults>().position, places);
}

TEST_F(WeightsTest, TheHistoryGoesOn) {
  NoteZ(state_, /*held=*/false);
  TakeZ(state_, vae::Vector{{1, -2, 0.5f}}, kOfMap);
  NoteZ(state_, /*held=*/false);
  const size_t steps = state_.history.undo.size();
  Retrain();
  EXPECT_EQ(state_.history.undo.size(), steps);
  Undo(state_);
  EXPECT_EQ(state_.z_source, ZSource::kMean);
}

TEST_F(WeightsTest, AMapOfOtherWeightsJudgesNoDrawing) {
  ASSERT_TRUE(results_.percentile);
  Retrain();
  EXPECT_FALSE(results_.percentile);
}

TEST_F(WeightsTest, EveryViewShowsThem) {
  AddModel(state_, SmallModel(kDenoisingModel, 4));
  for (const ViewRow* view : Views()) {
    state_.view = view->name;
    Compute(state_, results_);
  }
  Retrain();
  for (const ViewRow* view : Views()) {
    state_.view = view->name;
    Compute(state_, results_);
  }
  const MorphResults& morph = results_.views.Of<MorphResults>();
  EXPECT_EQ(morph.digits, vae::Decode(state_.model->params, morph.z));
  const RepairResults& repair = results_.views.Of<RepairResults>();
  EXPECT_EQ(repair.steps.col(0), vae::Decode(state_.model->params, repair.step_z.col(0)).col(0));
  // The denoising model's, too, which is not the current one.
  const vae::Vector restored = repair.restored;
  state_.view = "repair";
  ASSERT_TRUE(SetWeights(state_, kDenoisingModel, SmallModel(kDenoisingModel, 4, 9).params));
  Compute(state_, results_);
  EXPECT_NE(results_.views.Of<RepairResults>().restored, restored);
}

TEST_F(WeightsTest, AnotherFileOfTheSameNameIsAnotherModel) {
  TakeZ(state_, results_.sample_z.col(2), kOfSample);
  Keep(state_);
  TakeMorphEnd(state_, End::kA);
  AddModel(state_, SmallModel("test", 3, 5));
  EXPECT_TRUE(KeptSamples(state_).empty());
  EXPECT_FALSE(EndsOf(state_).a);
  EXPECT_EQ(state_.z_source, ZSource::kMean);
}

TEST_F(WeightsTest, OfAnotherShapeOrModelAreRefused) {
  const vae::Vector before = state_.z;
  const vae::Status shape = SetWeights(state_, "test", SmallModel("test", 4).params);
  ASSERT_FALSE(shape);
  EXPECT_NE(shape.error().find("shape"), std::string::npos);
  EXPECT_FALSE(SetWeights(state_, "nobody", SmallModel("nobody", 3).params));
  Compute(state_, results_);
  EXPECT_EQ(state_.z, before);
}

}  // namespace
}  // namespace app

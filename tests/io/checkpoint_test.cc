#include "io/checkpoint.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "io/safetensors.h"

namespace vae {
namespace {

constexpr VaeShape kShape{.hidden_dim = 4, .latent_dim = 2};

Checkpoint SomeCheckpoint(bool average) {
  Checkpoint checkpoint;
  checkpoint.state.params = VaeParams::Xavier(kShape, 1);
  checkpoint.state.moments = {VaeParams::Xavier(kShape, 2), VaeParams::Xavier(kShape, 3)};
  if (average) checkpoint.state.average = VaeParams::Xavier(kShape, 4);
  checkpoint.state.steps = int64_t{1} << 40;
  checkpoint.metadata = {{"lr", "0.002"}, {"epochs_done", "3"}};
  return checkpoint;
}

void ExpectEqual(const VaeParams& actual, const VaeParams& expected) {
  for (size_t i = 0; i < kLayerNames.size(); ++i) {
    EXPECT_EQ(Layers(actual)[i]->w, Layers(expected)[i]->w);
    EXPECT_EQ(Layers(actual)[i]->b, Layers(expected)[i]->b);
  }
}

// Serializes after `damage` has been done to the parsed file, with a payload_sha256 that fits.
std::string ErrorAfter(const std::function<void(SafetensorsFile&)>& damage) {
  SafetensorsFile file = ParseSafetensors(SerializeCheckpoint(SomeCheckpoint(true)), "c").value();
  damage(file);
  file.metadata["payload_sha256"] = PayloadSha256(file);
  const auto parsed = ParseCheckpoint(SerializeSafetensors(file), "c");
  return parsed ? "" : parsed.error();
}

TEST(CheckpointTest, RoundTrip) {
  for (const bool average : {false, true}) {
    const Checkpoint written = SomeCheckpoint(average);
    const auto read = ParseCheckpoint(SerializeCheckpoint(written), "c");
    ASSERT_TRUE(read) << read.error();
    ExpectEqual(read->state.params, written.state.params);
    ExpectEqual(read->state.moments.m, written.state.moments.m);
    ExpectEqual(read->state.moments.v, written.state.moments.v);
    ExpectEqual(read->state.average, written.state.average);
    EXPECT_EQ(read->state.steps, written.state.steps);
    EXPECT_EQ(read->metadata.at("lr"), "0.002");
    EXPECT_EQ(SerializeCheckpoint(*read), SerializeCheckpoint(written));
  }
}

TEST(CheckpointTest, DamageGetsASentence) {
  EXPECT_EQ(ErrorAfter([](SafetensorsFile&) {}), "");
  const auto expect = [](const char* word, const std::function<void(SafetensorsFile&)>& damage) {
    EXPECT_NE(ErrorAfter(damage).find(word), std::string::npos)
        << word << ": " << ErrorAfter(damage);
  };
  expect("format", [](SafetensorsFile& f) { f.metadata["format"] = "vae-mnist"; });
  expect("version", [](SafetensorsFile& f) { f.metadata["format_version"] = "9"; });
  expect("steps", [](SafetensorsFile& f) { f.metadata["steps"] = "-1"; });
  expect("steps", [](SafetensorsFile& f) { f.metadata.erase("steps"); });
  expect("adam.m.", [](SafetensorsFile& f) { f.tensors.erase("adam.m.encoder.hidden.bias"); });
  expect("average.", [](SafetensorsFile& f) { f.tensors.erase("average.encoder.hidden.bias"); });
  expect("stray", [](SafetensorsFile& f) { f.tensors["stray"] = Tensor{Dtype::kF32, {0}, {}}; });
  expect("hidden_dim", [](SafetensorsFile& f) { f.metadata["hidden_dim"] = "many"; });
  expect("expected", [](SafetensorsFile& f) { f.metadata["hidden_dim"] = "5"; });
  expect("metadata_sha256", [](SafetensorsFile& f) { f.metadata["lr"] = "0.003"; });
  expect("metadata_sha256", [](SafetensorsFile& f) { f.metadata["seed"] = "2"; });
  expect("metadata_sha256", [](SafetensorsFile& f) { f.metadata.erase("epochs_done"); });
  Bytes flipped = SerializeCheckpoint(SomeCheckpoint(false));
  flipped.back() ^= std::byte{1};
  EXPECT_NE(ParseCheckpoint(flipped, "c").error().find("payload_sha256"), std::string::npos);
}

}  // namespace
}  // namespace vae

#include <span>
#include <string>

#include "fuzz/checksummed.h"
#include "io/checkpoint.h"
#include "io/safetensors.h"
#include "io/sha256.h"

namespace vae {

std::vector<Bytes> FuzzSeeds() {
  const auto checkpoint = [](VaeShape shape, bool average) {
    Checkpoint made;
    made.state.params = VaeParams::Xavier(shape, 1);
    made.state.moments = {VaeParams::Xavier(shape, 2), VaeParams::Xavier(shape, 3)};
    if (average) made.state.average = VaeParams::Xavier(shape, 4);
    made.state.steps = 1234567;
    made.metadata = {{"lr", "0.002"}, {"epochs_done", "3"}, {"out", "\"a\" b.safetensors"}};
    return SerializeCheckpoint(made);
  };
  return {checkpoint({.hidden_dim = 1, .latent_dim = 1}, false),
          checkpoint({.hidden_dim = 2, .latent_dim = 3}, true)};
}

// As checkpoint.h defines metadata_sha256.
void RehashMetadata(SafetensorsFile& file) {
  std::string lines;
  for (const auto& [key, value] : file.metadata) {
    if (key != "metadata_sha256") lines += key + "=" + value + "\n";
  }
  file.metadata["metadata_sha256"] = Sha256Hex(std::as_bytes(std::span(lines)));
}

void RequireShape(const VaeParams& params, const VaeShape& shape) {
  Require(params.shape() == shape);
  const VaeParams expected = VaeParams::Zero(shape);
  for (size_t i = 0; i < kLayerNames.size(); ++i) {
    const DenseParams& layer = *Layers(params)[i];
    Require(layer.w.rows() == Layers(expected)[i]->w.rows());
    Require(layer.w.cols() == Layers(expected)[i]->w.cols());
    Require(layer.b.size() == Layers(expected)[i]->b.size());
    Require(layer.w.allFinite() && layer.b.allFinite());
  }
}

constexpr auto kParse = [](std::span<const std::byte> bytes, std::string_view name) {
  return ParseCheckpoint(bytes, name);
};

}  // namespace vae

// A state that is accepted is one of a run, all of one shape and finite, and survives writing and
// reading again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vae;
  const auto checkpoint = ParseRehashed(FuzzInput(data, size), kParse, RehashMetadata);
  if (!checkpoint) return 0;
  const TrainState& state = checkpoint->state;
  const VaeShape shape = state.params.shape();
  for (const VaeParams* params : {&state.params, &state.moments.m, &state.moments.v}) {
    RequireShape(*params, shape);
  }
  if (state.average.decoder_output.w.size() > 0) RequireShape(state.average, shape);
  Require(state.steps >= 0);
  RequireRoundTrip(*checkpoint, kParse, SerializeCheckpoint);
  return 0;
}

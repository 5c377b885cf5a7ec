#include <span>
#include <string>

#include "fuzz/fuzz_target.h"
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
std::string MetadataDigest(const SafetensorsFile& file) {
  std::string lines;
  for (const auto& [key, value] : file.metadata) {
    if (key != "metadata_sha256") lines += key + "=" + value + "\n";
  }
  return Sha256Hex(std::as_bytes(std::span(lines)));
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

}  // namespace vae

// The same input is also tried with checksums that fit, where damage of numbers and options would
// end. A state that is accepted is one of a run, all of one shape and finite, and survives writing
// and reading again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vae;
  const std::span<const std::byte> input = FuzzInput(data, size);
  const Result<Checkpoint> as_it_is = ParseCheckpoint(input, "input");
  Require(as_it_is.has_value() || as_it_is.error().size() < 400);
  Result<SafetensorsFile> file = ParseSafetensors(input, "input");
  if (!file) {
    Require(!as_it_is.has_value());
    return 0;
  }
  file->metadata["payload_sha256"] = PayloadSha256(*file);
  file->metadata["metadata_sha256"] = MetadataDigest(*file);
  const Result<Checkpoint> checkpoint = ParseCheckpoint(SerializeSafetensors(*file), "rehashed");
  if (!checkpoint) return 0;
  const TrainState& state = checkpoint->state;
  const VaeShape shape = state.params.shape();
  for (const VaeParams* params : {&state.params, &state.moments.m, &state.moments.v}) {
    RequireShape(*params, shape);
  }
  if (state.average.decoder_output.w.size() > 0) RequireShape(state.average, shape);
  Require(state.steps >= 0);
  const Bytes written = SerializeCheckpoint(*checkpoint);
  const Result<Checkpoint> again = ParseCheckpoint(written, "written");
  Require(again.has_value());
  Require(SerializeCheckpoint(*again) == written);
  return 0;
}

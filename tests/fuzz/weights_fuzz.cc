#include "fuzz/fuzz_target.h"
#include "io/safetensors.h"
#include "io/weights.h"

namespace vae {

std::vector<Bytes> FuzzSeeds() {
  const auto model = [](VaeShape shape) {
    return Model{.params = VaeParams::Xavier(shape, 1), .metadata = {{"seed", "1"}}};
  };
  return {SerializeWeights(model({.hidden_dim = 1, .latent_dim = 1})),
          SerializeWeights(model({.hidden_dim = 2, .latent_dim = 3}))};
}

}  // namespace vae

// Damage of the numbers would mostly end at the checksum, so the same input is also tried with a
// checksum that fits. A model that is accepted is finite and survives writing and reading again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vae;
  const std::span<const std::byte> input = FuzzInput(data, size);
  const Result<Model> as_it_is = ParseWeights(input, "input");
  Require(as_it_is.has_value() || as_it_is.error().size() < 400);
  Result<SafetensorsFile> file = ParseSafetensors(input, "input");
  if (!file) {
    Require(!as_it_is.has_value());
    return 0;
  }
  file->metadata["payload_sha256"] = PayloadSha256(*file);
  const Result<Model> model = ParseWeights(SerializeSafetensors(*file), "rehashed");
  if (!model) return 0;
  for (const DenseParams* layer : Layers(model->params)) {
    Require(layer->w.allFinite() && layer->b.allFinite());
  }
  const Bytes written = SerializeWeights(*model);
  const Result<Model> again = ParseWeights(written, "written");
  Require(again.has_value());
  Require(SerializeWeights(*again) == written);
  return 0;
}

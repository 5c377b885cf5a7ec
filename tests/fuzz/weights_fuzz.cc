#include "fuzz/checksummed.h"
#include "io/weights.h"

namespace vae {

std::vector<Bytes> FuzzSeeds() {
  const auto model = [](VaeShape shape) {
    return Model{.params = VaeParams::Xavier(shape, 1), .metadata = {{"seed", "1"}}};
  };
  return {SerializeWeights(model({.hidden_dim = 1, .latent_dim = 1})),
          SerializeWeights(model({.hidden_dim = 2, .latent_dim = 3}))};
}

constexpr auto kParse = [](std::span<const std::byte> bytes, std::string_view name) {
  return ParseWeights(bytes, name);
};

}  // namespace vae

// A model that is accepted is finite and survives writing and reading again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vae;
  const auto model = ParseRehashed(FuzzInput(data, size), kParse);
  if (!model) return 0;
  for (const DenseParams* layer : Layers(model->params)) {
    Require(layer->w.allFinite() && layer->b.allFinite());
  }
  RequireRoundTrip(*model, kParse, SerializeWeights);
  return 0;
}

#include "fuzz/checksummed.h"
#include "io/latent_map.h"

namespace vae {

std::vector<Bytes> FuzzSeeds() {
  const auto map = [](Index latent_dim, Index count) {
    return LatentMap{.mu = Matrix::Constant(latent_dim, count, 0.5f),
                     .position = Matrix::Constant(2, count, -3.0f),
                     .labels = std::vector<uint8_t>(static_cast<size_t>(count), 9),
                     .neg_elbo = Vector::Constant(count, 100.0f),
                     .metadata = {{"embedding", "tsne"}}};
  };
  return {SerializeMap(map(1, 1)), SerializeMap(map(3, 4))};
}

constexpr auto kParse = [](std::span<const std::byte> bytes, std::string_view name) {
  return ParseMap(bytes, name);
};

}  // namespace vae

// A map that is accepted is consistent and survives writing and reading again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vae;
  const auto map = ParseRehashed(FuzzInput(data, size), kParse);
  if (!map) return 0;
  const Index count = map->mu.cols();
  Require(count >= 1 && map->mu.rows() >= 1 && map->mu.allFinite());
  Require(map->position.rows() == 2 && map->position.cols() == count && map->position.allFinite());
  Require(map->neg_elbo.size() == count && map->neg_elbo.allFinite());
  Require(static_cast<Index>(map->labels.size()) == count);
  for (const uint8_t label : map->labels) Require(label <= 9);
  RequireRoundTrip(*map, kParse, SerializeMap);
  return 0;
}

#include "fuzz/fuzz_target.h"
#include "io/latent_map.h"
#include "io/safetensors.h"

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

}  // namespace vae

// The same input is also tried with a checksum that fits, where damage of the numbers would end. A
// map that is accepted is consistent and survives writing and reading again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vae;
  const std::span<const std::byte> input = FuzzInput(data, size);
  const Result<LatentMap> as_it_is = ParseMap(input, "input");
  Require(as_it_is.has_value() || as_it_is.error().size() < 400);
  Result<SafetensorsFile> file = ParseSafetensors(input, "input");
  if (!file) {
    Require(!as_it_is.has_value());
    return 0;
  }
  file->metadata["payload_sha256"] = PayloadSha256(*file);
  const Result<LatentMap> map = ParseMap(SerializeSafetensors(*file), "rehashed");
  if (!map) return 0;
  const Index count = map->mu.cols();
  Require(count >= 1 && map->mu.rows() >= 1 && map->mu.allFinite());
  Require(map->position.rows() == 2 && map->position.cols() == count && map->position.allFinite());
  Require(map->neg_elbo.size() == count && map->neg_elbo.allFinite());
  Require(static_cast<Index>(map->labels.size()) == count);
  for (const uint8_t label : map->labels) Require(label <= 9);
  const Bytes written = SerializeMap(*map);
  const Result<LatentMap> again = ParseMap(written, "written");
  Require(again.has_value());
  Require(SerializeMap(*again) == written);
  return 0;
}

// Makes the page's copy of a model: pack_weights MODEL MAP OUT
//
// OUT gets MODEL with its weights in 8 bits and with what the test digits of its MAP cost as a
// table in its metadata, which is all that a first visit needs to judge a drawing. MAP may be "".
#include <cstdio>
#include <string>

#include "core/quantize.h"
#include "core/random.h"
#include "io/file.h"
#include "io/latent_map.h"
#include "io/weights.h"

namespace {

constexpr int kDigits = 4096;      // that the model decodes to see what its layers see
constexpr int kQuantiles = 1'000;  // a percentile is shown to 0.1 at the finest

vae::Result<vae::Model> ReadModel(const std::string& path) {
  return vae::ReadFile(path).and_then(
      [&](const vae::Bytes& bytes) { return vae::ParseWeights(bytes, path); });
}

vae::Status AddCosts(const std::string& path, vae::Model& model) {
  if (path.empty()) return {};
  const vae::Result<vae::LatentMap> map = vae::ReadFile(path).and_then(
      [&](const vae::Bytes& bytes) { return vae::ParseMap(bytes, path); });
  if (!map) return vae::Failure(map.error());
  if (map->metadata.at("weights_payload_sha256") != vae::FloatPayloadSha256(model)) {
    return vae::Failure(path +
                        " is the map of another model; make it again with vae-evaluate --map");
  }
  vae::SetTestQuantiles(map->neg_elbo, kQuantiles, model);
  return {};
}

vae::Status Pack(const std::string& model_path, const std::string& map_path,
                 const std::string& out) {
  vae::Result<vae::Model> model = ReadModel(model_path);
  if (!model) return vae::Failure(model.error());
  if (const vae::Status costs = AddCosts(map_path, *model); !costs) return costs;
  vae::Matrix z(model->params.shape().latent_dim, kDigits);
  vae::FillNormal({.seed = 1, .stream = vae::Stream::kDream, .step = 0}, z);
  return vae::WriteFileAtomically(
      out, vae::SerializeQuantized(*model, vae::QuantizeLayers(model->params, z)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: pack_weights MODEL MAP OUT\n", stderr);
    return 2;
  }
  const vae::Status packed = Pack(argv[1], argv[2], argv[3]);
  if (packed) return 0;
  std::fprintf(stderr, "pack_weights: %s\n", packed.error().c_str());
  return 1;
}

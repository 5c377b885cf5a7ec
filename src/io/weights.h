// A trained model as a safetensors file: names, shapes and metadata of the format "vae-mnist".
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/quantize.h"
#include "core/result.h"
#include "core/vae.h"
#include "io/file.h"

namespace vae {

inline constexpr std::string_view kWeightsFormat = "vae-mnist";
inline constexpr std::string_view kWeightsFormatVersion = "1";
inline constexpr std::string_view kQuantizedFormatVersion = "2";

// Of any file: far above any sensible use, and low enough that no product of sizes overflows.
inline constexpr int kMaxHiddenDim = 65'536;
inline constexpr int kMaxLatentDim = 4'096;

struct Model {
  VaeParams params;
  // Free text about the training, as strings: options, seed, epochs_done, dataset_sha256,
  // test_neg_elbo, test_recon_nats, test_kl_nats. The keys of the format itself (format,
  // format_version, hidden_dim, latent_dim, activation, payload_sha256) are written from `params`
  // and checked on reading; they are in here after reading. With weights in 8 bits also
  // quantized_from.
  std::map<std::string, std::string> metadata;
  std::optional<ByteLayers> bytes = {};  // where the file has its weights in 8 bits
};

// Tensors in PyTorch's layout, float32 (out, in): "encoder.hidden.weight" (H, 784) and so on for
// kLayerNames. The same model gives the same bytes.
Bytes SerializeWeights(const Model& model);

// The same model with its weights in 8 bits, a quarter of the size: "encoder.hidden.weight" int8
// (H, 784) and "encoder.hidden.scale" float32 (H), whose product the weight is (quantize.h), and so
// on. Its metadata says in quantized_from what the payload_sha256 of the model's own file is.
Bytes SerializeQuantized(const Model& model, const std::array<QuantizedWeights, 4>& layers);

// The payload_sha256 of the model's own file, of which a map says that it belongs to it.
std::string FloatPayloadSha256(const Model& model);

// What the test digits cost at z = mu, in nats, as n quantiles in the metadata: ascending, number i
// at (i + 1/2) / n. neg_elbo: (N), in any order.
void SetTestQuantiles(const Vector& neg_elbo, int n, Model& model);
// Empty where the metadata does not say.
std::vector<float> TestQuantiles(const Model& model);

// Mirror image of both. Accepts exactly those names, shapes and dtype, finite values,
// and a payload that matches its payload_sha256; anything else fails with one sentence that names
// `name`, the cause and the remedy. `known_sha256`: the
// SHA-256 (hex) of everything after the header where the caller has it already, which saves
// computing it.
Result<Model> ParseWeights(std::span<const std::byte> bytes, std::string_view name,
                           std::string_view known_sha256 = {});

}  // namespace vae

// The map of a model: where the test digits stand in its latent space and on its picture of it.
// A safetensors file of format "vae-mnist-map"; holds no pixels.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/types.h"
#include "io/file.h"

namespace vae {

inline constexpr std::string_view kMapFormat = "vae-mnist-map";

struct LatentMap {
  Matrix mu;                    // (L, N): latent means
  Matrix position;              // (2, N): on the map; equal to mu for L = 2
  std::vector<uint8_t> labels;  // (N)
  Vector neg_elbo;              // (N): nats, at z = mu, as the page computes it; or empty, unknown
  // Free text: embedding ("none", "tsne", "pca", "strip"), its options, weights_payload_sha256 of
  // the model that it belongs to.
  std::map<std::string, std::string> metadata;
};

// Tensors "mu" (N, L), "position" (N, 2), "neg_elbo" (N), float32, and "label" (N), uint8.
Bytes SerializeMap(const LatentMap& map);

// Half as large, to be seen: "mu" and "position" are float16, "neg_elbo" is left out.
Bytes SerializeMapToShow(const LatentMap& map);

// Mirror image of both; arguments and failures as of ParseWeights (weights.h).
Result<LatentMap> ParseMap(std::span<const std::byte> bytes, std::string_view name,
                           std::string_view known_sha256 = {});

}  // namespace vae

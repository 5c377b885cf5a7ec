// A model that costs nothing, for tests of what the program does with any model.
#pragma once

#include <cstdint>

#include "app/state.h"

namespace app {

inline LoadedModel SmallModel(const char* name, int latent_dim, uint64_t seed = 1) {
  return {.name = name,
          .params = vae::VaeParams::Xavier({16, latent_dim}, seed),
          .test_neg_elbo = 100,
          .payload_sha256 = "",
          .map = {}};
}

}  // namespace app

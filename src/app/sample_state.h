// The view "Sample": the samples that the user keeps.
#pragma once

#include <cstdint>
#include <vector>

#include "app/texture.h"
#include "core/types.h"

namespace app {

// What the model makes of KeptSamples (kept.h).
struct KeptResults {
  std::vector<vae::Vector> z;  // that the digits are of
  vae::Matrix digits;          // (784, N)
  uint64_t version = 0;        // how often they have changed
  uint64_t model = 0;
};

struct KeptPictures {
  Texture digits;  // a sheet
  uint64_t version = 0;
};

}  // namespace app

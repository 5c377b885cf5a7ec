// The view "Sample": the samples that the user keeps.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "app/model/z_source.h"
#include "app/ui/texture.h"
#include "core/types.h"

namespace app {

// Of a z that is taken here.
inline constexpr ZSource kOfSample{3};

// What the user did.
struct SampleState {
  std::map<uint64_t, std::vector<vae::Vector>> kept;  // by LoadedModel::id: z of samples (kept.h)
};

// What the model makes of KeptSamples (kept.h).
struct KeptResults {
  std::vector<vae::Vector> z;  // that the digits are of
  vae::Matrix digits;          // (784, N)
  uint64_t version = 0;        // how often they have changed
  uint64_t weights = 0;
};

struct KeptPictures {
  Texture digits;  // a sheet
  uint64_t version = 0;
};

}  // namespace app

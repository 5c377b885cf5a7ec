// Latent values and where they come from.
#pragma once

#include "core/types.h"

namespace app {

// Where the current z comes from. Addresses hold the number: new ones go last.
enum class ZSource {
  kMean,       // mu of the drawing, followed as one draws
  kPosterior,  // a sample of q(z|x)
  kManual,     // the sliders, or pasted
  kPrior,      // a digit of the sample grid
  kMap,        // a place of the map
  kManifold,   // a digit of the manifold
  kMorph,      // a digit between A and B
  kRepair,     // a step of the repair
};

struct SourcedZ {
  vae::Vector z;  // (L)
  ZSource source = ZSource::kMean;
};

}  // namespace app

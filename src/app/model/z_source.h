// Latent values and where they come from.
#pragma once

#include <cstdint>

#include "core/types.h"

namespace app {

// Where the current z comes from. Addresses hold the number. Each view that z can be taken from has
// one of its own (ViewRow::origin), from 3 on.
enum class ZSource : uint32_t {
  kMean,       // mu of the drawing, followed as one draws
  kPosterior,  // a sample of q(z|x)
  kManual,     // the sliders, or pasted
};

struct Origin {
  ZSource source;
  const char* name;     // "map": for scripts
  const char* caption;  // "taken from the map": of the current z
  const char* from;     // "from the map": of a z that was kept
};

inline constexpr Origin kOwnOrigins[] = {
    {ZSource::kMean, "mean", "of your digit", "your digit"},
    {ZSource::kPosterior, "posterior", "varied within the bands", "a sample of q(z|x)"},
    {ZSource::kManual, "manual", "moved by hand", "set by hand"},
};

struct SourcedZ {
  vae::Vector z;  // (L)
  ZSource source = ZSource::kMean;
};

}  // namespace app

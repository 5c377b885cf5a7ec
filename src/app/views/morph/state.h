// The view "Morph": the way from one digit to another.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "app/model/z_source.h"
#include "app/ui/texture.h"
#include "core/types.h"
#include "explore/grids.h"

namespace app {

// Of a z that is taken here.
inline constexpr ZSource kOfMorph{6};

struct MorphEnds {
  std::optional<SourcedZ> a;  // none: mu of the drawing
  std::optional<SourcedZ> b;  // none: mu of an example, or a sample of the prior
};

// What the user did.
struct MorphState {
  std::map<uint64_t, MorphEnds> ends;  // by LoadedModel::id (EndsOf, way.h)
  int sample = -1;                     // which one; -1: the example (data/example_digit.h)
  vae::Path path = vae::Path::kSpherical;
  float t = 0;  // from A (0) to B (1)
  bool loop = true;
  bool playing = false;
  bool backwards = false;  // in a loop, on the way from B to A
  double seconds = 0;      // when t last moved by itself
  vae::Vector z;           // (L): the current z if nothing else has changed it since
};

// Digits on the way, both ends included.
inline constexpr int kMorphSteps = 12;

// From digit to digit, where motion is to be reduced.
inline constexpr double kMorphStepSeconds = 0.6;

// What the model makes of it.
struct MorphResults {
  vae::Matrix z;         // (L, kMorphSteps)
  vae::Matrix digits;    // (784, kMorphSteps)
  uint64_t version = 0;  // how often they have changed
  uint64_t weights = 0;
  vae::Vector example;  // (L): mu of the example
};

struct MorphPictures {
  Texture digits;  // a sheet
  uint64_t version = 0;
};

}  // namespace app

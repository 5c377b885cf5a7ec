// The view "Repair": a damaged digit and what models make of it.
#pragma once

#include <cstdint>
#include <vector>

#include "app/model/z_source.h"
#include "app/ui/texture.h"
#include "app/ui/theme.h"
#include "core/types.h"
#include "core/vae.h"
#include "data/ink.h"
#include "data/stroke_pen.h"

namespace app {

// Of a z that is taken here.
inline constexpr ZSource kOfRepair{7};

enum class MissingHalf { kNone, kLeft, kRight, kTop, kBottom };

inline constexpr float kFirstDamageNoise = 0.2f;
inline constexpr float kMostDamageNoise = 0.8f;

// What happens to a digit, in this order.
struct Damage {
  float noise = kFirstDamageNoise;  // the share of pixels that salt and pepper hit
  uint64_t seed = 1;                // where they fall
  MissingHalf missing = MissingHalf::kNone;
  std::vector<vae::Stroke> erased;  // by the brush, on the damaged picture as the pad

  bool operator==(const Damage&) const = default;
};

inline bool IsDamaged(const Damage& damage) {
  return damage.noise > 0 || damage.missing != MissingHalf::kNone || !damage.erased.empty();
}

// What the user did.
struct RepairState {
  Damage damage;
  vae::StrokePen pen;  // of the stroke that is under way, the last of `damage.erased`
};

inline constexpr int kRepairSteps = 8;

// What the models make of it.
struct RepairResults {
  vae::Vector damaged;   // (784); empty: not yet
  vae::Vector restored;  // (784): by the denoising model; empty until it is here
  vae::Matrix step_z;    // (L, kRepairSteps): mu of what comes before the step; current model
  vae::Matrix steps;     // (784, kRepairSteps): the decoder's at these
  // The root mean square difference to the digit without damage.
  float damaged_error = 0;
  float restored_error = 0;
  vae::Vector step_errors;
  uint64_t version = 0;  // how often they have changed

  // What they were computed from.
  struct Seen {
    Damage damage;
    uint64_t input = 0;
    uint64_t weights = 0;
    uint64_t denoising_model = 0;  // LoadedModel::id; 0: not here yet
    uint64_t denoising_weights = 0;
    bool operator==(const Seen&) const = default;
  } seen;
};

struct RepairPictures {
  Texture damaged;
  Texture restored;
  Texture steps;         // a sheet of kRepairSteps
  uint64_t version = 0;  // of the results in them
};

}  // namespace app

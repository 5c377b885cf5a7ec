// The view "Repair": a damaged digit and what models make of it.
#pragma once

#include <cstdint>
#include <vector>

#include "app/texture.h"
#include "app/theme.h"
#include "core/types.h"
#include "core/vae.h"
#include "data/ink.h"
#include "data/stroke_pen.h"

namespace app {

enum class MissingHalf { kNone, kLeft, kRight, kTop, kBottom };

inline constexpr float kMostDamageNoise = 0.8f;

// What happens to a digit, in this order.
struct Damage {
  float noise = 0.2f;  // the share of pixels that salt and pepper hit
  uint64_t seed = 1;   // where they fall
  MissingHalf missing = MissingHalf::kNone;
  std::vector<vae::Stroke> erased;  // by the brush, on the damaged picture as the pad

  bool operator==(const Damage&) const = default;
};

// What the user did.
struct RepairState {
  Damage damage;
  bool brush_down = false;  // a stroke is under way: the last of `damage.erased`
  vae::StrokePen pen;       // its
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
    uint64_t model = 0;
    const vae::VaeParams* denoising = nullptr;
    bool operator==(const Seen&) const = default;
  } seen;
};

struct RepairPictures {
  Texture damaged;
  Texture restored;
  Texture steps;         // a sheet of kRepairSteps
  uint64_t version = 0;  // of the results in them
};

// repair_view.cc. `all`: whether or not the results have changed.
void UpdateRepairPictures(const Theme& theme, const RepairResults& results, bool all,
                          RepairPictures& pictures);

}  // namespace app

// How the learning rate and the weight of the KL term change over a run.
#pragma once

#include <cstdint>

namespace vae {

struct LearningRateSchedule {
  enum class Kind {
    kConstant,
    kCosine,  // down to 0 at the end: Loshchilov & Hutter, "SGDR" (arXiv 1608.03983), eq. 5
  };
  Kind kind = Kind::kConstant;
  double peak = 1e-3;
  int64_t warmup_steps = 0;  // linearly up to the peak first
  int64_t total_steps = 0;   // of the run, for kCosine
};

// For step `step`, 0 for the first.
double LearningRate(const LearningRateSchedule& schedule, int64_t step);

// Rises linearly to 1 over `warmup_steps`: Sonderby et al., "Ladder Variational Autoencoders"
// (arXiv 1602.02282), section 2.3. For step `step`, 0 for the first.
double KlWeight(int64_t warmup_steps, int64_t step);

}  // namespace vae

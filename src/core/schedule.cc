#include "core/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vae {

double LearningRate(const LearningRateSchedule& schedule, int64_t step) {
  if (step < schedule.warmup_steps) {
    return schedule.peak * static_cast<double>(step + 1) /
           static_cast<double>(schedule.warmup_steps);
  }
  if (schedule.kind == LearningRateSchedule::Kind::kConstant) return schedule.peak;
  const auto done = static_cast<double>(step - schedule.warmup_steps);
  const auto all =
      static_cast<double>(std::max<int64_t>(schedule.total_steps - schedule.warmup_steps, 1));
  return schedule.peak * (1 + std::cos(std::numbers::pi * std::min(done / all, 1.0))) / 2;
}

double KlWeight(int64_t warmup_steps, int64_t step) {
  if (step >= warmup_steps) return 1;
  return static_cast<double>(step + 1) / static_cast<double>(warmup_steps);
}

}  // namespace vae

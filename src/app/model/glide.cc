#include "app/model/glide.h"

#include <algorithm>

namespace app {
namespace {

constexpr double kSeconds = 0.28;

}  // namespace

void Glide::Start(const vae::Vector& z, double seconds) {
  if (shown_.size() != z.size()) return Jump(z);
  moving_ = true;
  start_ = seconds;
  from_ = shown_;
  to_ = z;
}

void Glide::Jump(const vae::Vector& z) {
  moving_ = false;
  shown_ = z;
}

bool Glide::Advance(double seconds) {
  if (!moving_) return false;
  const auto t = static_cast<float>(std::clamp((seconds - start_) / kSeconds, 0.0, 1.0));
  const float eased = 1 - (1 - t) * (1 - t) * (1 - t);  // fast, then settling
  shown_ = from_ + eased * (to_ - from_);
  if (t >= 1) Jump(to_);
  return true;
}

}  // namespace app

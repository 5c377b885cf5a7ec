// When z is replaced as a whole, what is shown does not jump but glides there.
#pragma once

#include "core/types.h"

namespace app {

class Glide {
 public:
  // From where z is shown now to `z`, starting at time `seconds`.
  void Start(const vae::Vector& z, double seconds);

  // Straight to `z`.
  void Jump(const vae::Vector& z);

  // Moves on to time `seconds`. Returns whether z_shown changed.
  bool Advance(double seconds);

  bool moving() const { return moving_; }
  const vae::Vector& z_shown() const { return shown_; }

 private:
  bool moving_ = false;
  double start_ = 0;
  vae::Vector from_;
  vae::Vector to_;
  vae::Vector shown_;
};

}  // namespace app

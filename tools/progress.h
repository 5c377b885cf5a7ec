// The progress of a training run, on a terminal or in a file.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>

namespace tools {

// On a terminal one line that is drawn over again, at most ten times a second: epoch, bar, step,
// rate, time left, running loss. Silent when `stream` is not a terminal.
class ProgressBar {
 public:
  ProgressBar(std::FILE* stream, int epochs, int64_t steps_per_epoch);

  // After step `step` (from 1) of epoch `epoch` (from 1).
  void Show(int epoch, int64_t step, double running_loss);

  // Removes the line, so that other output can follow.
  void Clear();

 private:
  using Clock = std::chrono::steady_clock;

  std::FILE* stream_;
  bool terminal_;
  int epochs_;
  int64_t steps_per_epoch_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_shown_ = {};
  bool visible_ = false;
};

}  // namespace tools

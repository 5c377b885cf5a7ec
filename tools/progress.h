// The progress of a training run, or of any long task, on a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace tools {

// On a terminal one line that is drawn over again, at most ten times a second: epoch, bar, step,
// rate, time left, running loss. Silent when `stream` is not a terminal.
class ProgressBar {
 public:
  ProgressBar(std::FILE* stream, int epochs, int64_t steps_per_epoch);

  // The run goes on after this many steps in all, which took no time of this process.
  void StartFrom(int64_t steps) { first_step_ = steps; }

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
  int64_t first_step_ = 0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_shown_ = {};
  bool visible_ = false;
};

// The same for a task of a known number of steps: name, bar, time left. Gone when destroyed.
class TaskBar {
 public:
  TaskBar(std::FILE* stream, std::string name, int64_t steps);
  ~TaskBar();
  TaskBar(const TaskBar&) = delete;
  TaskBar& operator=(const TaskBar&) = delete;

  void Show(int64_t done);

 private:
  using Clock = std::chrono::steady_clock;

  std::FILE* stream_;
  bool terminal_;
  std::string name_;
  int64_t steps_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_shown_ = {};
};

}  // namespace tools

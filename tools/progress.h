// The progress of a training run, or of any long task, on a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace tools {

// One line that is drawn over again, at most ten times a second: what is done, a bar, and, as far
// as the terminal's width lets them, counts, time left and figures. Never wider than the terminal
// (80 columns where it does not say). Silent when `stream` is no terminal that can draw over a
// line.
class ProgressBar {
 public:
  // Of a training run.
  ProgressBar(std::FILE* stream, int epochs, int64_t steps_per_epoch)
      : ProgressBar(stream, std::string(), epochs, steps_per_epoch) {}
  // Of a task of that many steps.
  ProgressBar(std::FILE* stream, std::string name, int64_t steps)
      : ProgressBar(stream, std::move(name), 1, steps) {}
  ~ProgressBar() { Clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // The run goes on after this many steps in all, which took no time of this process.
  void StartFrom(int64_t steps) { first_step_ = steps; }

  // After step `step` (from 1) of epoch `epoch` (from 1).
  void Show(int epoch, int64_t step, double running_loss);
  // After `done` steps of the task.
  void Show(int64_t done);

  // Removes the line, so that other output can follow on any stream.
  void Clear();

 private:
  using Clock = std::chrono::steady_clock;

  // Right of the bar; where there is too little room, the highest rank is left out first.
  struct Part {
    std::string text;
    int rank = 0;
  };

  ProgressBar(std::FILE* stream, std::string name, int64_t epochs, int64_t steps_per_epoch);

  bool IsDue();
  double StepsPerSecond(double done) const;
  void Draw(const std::string& name, double fraction, std::vector<Part> parts);
  void Erase();

  std::FILE* stream_;
  bool terminal_;
  std::string name_;
  int64_t epochs_;
  int64_t steps_per_epoch_;
  int64_t first_step_ = 0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_shown_ = {};
  int width_ = 0;  // of the line that stands there, in columns
};

}  // namespace tools

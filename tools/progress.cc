#include "progress.h"

#include <unistd.h>

#include <string>
#include <utility>

namespace tools {
namespace {

constexpr int kBarWidth = 24;

std::string Bar(double fraction) {
  const int filled = static_cast<int>(fraction * kBarWidth + 0.5);
  std::string bar;
  for (int i = 0; i < kBarWidth; ++i) bar += i < filled ? "━" : "╌";
  return bar;
}

std::string Duration(double seconds) {
  const auto total = static_cast<long>(seconds + 0.5);
  char text[32];
  if (total >= 3600) {
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", total / 3600, total / 60 % 60, total % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld:%02ld", total / 60, total % 60);
  }
  return text;
}

}  // namespace

ProgressBar::ProgressBar(std::FILE* stream, int epochs, int64_t steps_per_epoch)
    : stream_(stream),
      terminal_(isatty(fileno(stream)) == 1),
      epochs_(epochs),
      steps_per_epoch_(steps_per_epoch) {}

void ProgressBar::Show(int epoch, int64_t step, double running_loss) {
  if (!terminal_) return;
  const Clock::time_point now = Clock::now();
  if (visible_ && now - last_shown_ < std::chrono::milliseconds(100)) return;
  last_shown_ = now;
  visible_ = true;
  const auto done = static_cast<double>((epoch - 1) * steps_per_epoch_ + step);
  const auto total = static_cast<double>(epochs_ * steps_per_epoch_);
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rate = (done - static_cast<double>(first_step_)) / seconds;
  const auto fraction = static_cast<double>(step) / static_cast<double>(steps_per_epoch_);
  std::fprintf(stream_, "\r\033[Kepoch %d/%d %s %ld/%ld  %.0f steps/s  %s left  loss %.2f", epoch,
               epochs_, Bar(fraction).c_str(), static_cast<long>(step),
               static_cast<long>(steps_per_epoch_), rate, Duration((total - done) / rate).c_str(),
               running_loss);
  std::fflush(stream_);
}

void ProgressBar::Clear() {
  if (visible_) std::fputs("\r\033[K", stream_);
  visible_ = false;
}

TaskBar::TaskBar(std::FILE* stream, std::string name, int64_t steps)
    : stream_(stream),
      terminal_(isatty(fileno(stream)) == 1),
      name_(std::move(name)),
      steps_(steps) {}

TaskBar::~TaskBar() {
  if (last_shown_ != Clock::time_point()) std::fputs("\r\033[K", stream_);
}

void TaskBar::Show(int64_t done) {
  if (!terminal_) return;
  const Clock::time_point now = Clock::now();
  if (now - last_shown_ < std::chrono::milliseconds(100)) return;
  last_shown_ = now;
  const double fraction = static_cast<double>(done) / static_cast<double>(steps_);
  const double seconds = std::chrono::duration<double>(now - start_).count();
  std::fprintf(stream_, "\r\033[K%s %s %3.0f %%  %s left", name_.c_str(), Bar(fraction).c_str(),
               100 * fraction, Duration(seconds * (1 / fraction - 1)).c_str());
  std::fflush(stream_);
}

}  // namespace tools

#include "progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace tools {
namespace {

constexpr int kLeastBar = 6;
constexpr int kLargestBar = 24;
constexpr int kUsualColumns = 80;
constexpr std::chrono::milliseconds kBetween(100);

bool CanDrawOver(std::FILE* stream) {
  const char* terminal = std::getenv("TERM");
  return isatty(fileno(stream)) == 1 && (terminal == nullptr || std::strcmp(terminal, "dumb") != 0);
}

int Columns(std::FILE* stream) {
  winsize size = {};
  return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                          : kUsualColumns;
}

std::string Bar(double fraction, int width) {
  const int filled = static_cast<int>(std::clamp(fraction, 0.0, 1.0) * width + 0.5);
  std::string bar;
  for (int i = 0; i < width; ++i) bar += i < filled ? "━" : "╌";
  return bar;
}

std::string Format(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// "" as long as nothing is known about it.
std::string TimeLeft(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0 || seconds > 1e8) return {};
  const auto total = static_cast<long>(seconds + 0.5);
  char text[64];
  if (total >= 3600) {
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld left", total / 3600, total / 60 % 60,
                  total % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld:%02ld left", total / 60, total % 60);
  }
  return text;
}

}  // namespace

ProgressBar::ProgressBar(std::FILE* stream, std::string name, int64_t epochs,
                         int64_t steps_per_epoch)
    : stream_(stream),
      terminal_(CanDrawOver(stream)),
      name_(std::move(name)),
      epochs_(epochs),
      steps_per_epoch_(steps_per_epoch) {}

bool ProgressBar::IsDue() {
  if (!terminal_) return false;
  const Clock::time_point now = Clock::now();
  if (width_ > 0 && now - last_shown_ < kBetween) return false;
  last_shown_ = now;
  return true;
}

double ProgressBar::StepsPerSecond(double done) const {
  const double seconds = std::chrono::duration<double>(last_shown_ - start_).count();
  return (done - static_cast<double>(first_step_)) / seconds;
}

void ProgressBar::Show(int epoch, int64_t step, double running_loss) {
  if (!IsDue()) return;
  const auto done = static_cast<double>((epoch - 1) * steps_per_epoch_ + step);
  const auto all = static_cast<double>(epochs_ * steps_per_epoch_);
  const double rate = StepsPerSecond(done);
  Draw("epoch " + std::to_string(epoch) + "/" + std::to_string(epochs_),
       static_cast<double>(step) / static_cast<double>(steps_per_epoch_),
       {{std::to_string(step) + "/" + std::to_string(steps_per_epoch_), 2},
        {std::isfinite(rate) ? Format("%.0f steps/s", rate) : "", 3},
        {TimeLeft((all - done) / rate), 0},
        {Format("loss %.2f", running_loss), 1}});
}

void ProgressBar::Show(int64_t done) {
  if (!IsDue()) return;
  const auto steps = static_cast<double>(done);
  const auto all = static_cast<double>(steps_per_epoch_);
  Draw(name_, steps / all,
       {{Format("%.0f %%", 100 * steps / all), 0},
        {TimeLeft((all - steps) / StepsPerSecond(steps)), 1}});
}

void ProgressBar::Draw(const std::string& name, double fraction, std::vector<Part> parts) {
  // One column stays free: a full line makes some terminals begin the next one.
  const int room = Columns(stream_) - 1;
  std::erase_if(parts, [](const Part& part) { return part.text.empty(); });
  const auto width = [&] {  // all but the bar, of which one space is part
    size_t columns = name.size() + 1;
    for (const Part& part : parts) columns += 2 + part.text.size();
    return static_cast<int>(columns);
  };
  const auto rank = [](const Part& a, const Part& b) { return a.rank < b.rank; };
  while (!parts.empty() && width() + kLeastBar > room) {
    parts.erase(std::max_element(parts.begin(), parts.end(), rank));
  }
  const int bar = std::clamp(room - width(), 0, kLargestBar);
  std::string line = name.substr(0, static_cast<size_t>(std::max(room, 0)));
  if (bar >= kLeastBar) line += " " + Bar(fraction, bar);
  for (const Part& part : parts) line += "  " + part.text;
  Erase();
  std::fputs(line.c_str(), stream_);
  std::fflush(stream_);
  width_ = std::max(1, bar >= kLeastBar ? width() + bar : std::min(room, width() - 1));
}

// A terminal that has become narrower since has broken the line into several.
void ProgressBar::Erase() {
  const int rows_above = (width_ - 1) / Columns(stream_);
  if (width_ > 0 && rows_above > 0) std::fprintf(stream_, "\033[%dA", rows_above);
  std::fputs(rows_above > 0 ? "\r\033[J" : "\r\033[K", stream_);
}

void ProgressBar::Clear() {
  if (width_ == 0) return;
  Erase();
  std::fflush(stream_);
  width_ = 0;
}

}  // namespace tools

#include "progress.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <regex>
#include <string>

namespace tools {
namespace {

// A terminal whose other end the test reads.
class Terminal {
 public:
  Terminal() {
    ::setenv("TERM", "xterm", 1);
    ours_ = ::posix_openpt(O_RDWR | O_NOCTTY);
    if (ours_ < 0 || ::grantpt(ours_) != 0 || ::unlockpt(ours_) != 0) return;
    stream_.reset(std::fopen(::ptsname(ours_), "w"));
    if (!stream_) return;
    ::fcntl(ours_, F_SETFL, O_NONBLOCK);
    termios raw = {};
    ::tcgetattr(fileno(stream()), &raw);
    raw.c_oflag &= ~static_cast<tcflag_t>(OPOST);
    ::tcsetattr(fileno(stream()), TCSANOW, &raw);
  }
  ~Terminal() {
    stream_.reset();
    if (ours_ >= 0) ::close(ours_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  std::FILE* stream() const { return stream_.get(); }
  // 0: it does not say.
  void SetColumns(int columns) const {
    winsize size = {};
    size.ws_row = 24;
    size.ws_col = static_cast<unsigned short>(columns);
    ASSERT_EQ(::ioctl(ours_, TIOCSWINSZ, &size), 0);
  }
  // All that has been written since the last time.
  std::string Read() const {
    std::string text;
    char part[4096];
    for (ssize_t size; (size = ::read(ours_, part, sizeof part)) > 0;) {
      text.append(part, static_cast<size_t>(size));
    }
    return text;
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  int ours_ = -1;
  std::unique_ptr<std::FILE, Close> stream_;
};

class ProgressTest : public testing::Test {
 protected:
  void SetUp() override {
    if (terminal_.stream() == nullptr) GTEST_SKIP() << "this machine has no pseudo-terminals";
  }
  const Terminal terminal_;
};

// The columns that the text takes: each character is one wide.
int Width(const std::string& text) {
  const std::string visible = std::regex_replace(text, std::regex("\x1b\\[[0-9]*[A-Z]|\r"), "");
  return static_cast<int>(std::count_if(visible.begin(), visible.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

TEST_F(ProgressTest, NeverFillsALineOfTheTerminal) {
  for (int columns = 1; columns <= 150; ++columns) {
    terminal_.SetColumns(columns);
    ProgressBar(terminal_.stream(), 1000, 60000).Show(999, 59999, 123.45);
    EXPECT_LT(Width(terminal_.Read()), columns + (columns == 1));
    ProgressBar(terminal_.stream(), "importance-weighted bound", 10000).Show(123);
    EXPECT_LT(Width(terminal_.Read()), columns + (columns == 1));
  }
}

TEST_F(ProgressTest, HasEightyColumnsWhereTheTerminalDoesNotSay) {
  terminal_.SetColumns(0);
  ProgressBar(terminal_.stream(), 1000, 60000).Show(999, 59999, 123.45);
  const std::string text = terminal_.Read();
  EXPECT_LT(Width(text), 80);
  EXPECT_GT(Width(text), 70);
  EXPECT_NE(text.find("epoch 999/1000 "), std::string::npos) << text;
  EXPECT_NE(text.find("loss 123.45"), std::string::npos) << text;
}

TEST_F(ProgressTest, SaysLessWhereThereIsLessRoom) {
  const auto shown = [this](int columns) {
    terminal_.SetColumns(columns);
    ProgressBar(terminal_.stream(), 3, 200).Show(2, 100, 543.21);
    return terminal_.Read();
  };
  const std::string wide = shown(120);
  for (const char* part : {"epoch 2/3 ━", "╌", "100/200", "steps/s", "left", "loss 543.21"}) {
    EXPECT_NE(wide.find(part), std::string::npos) << part << " is not in " << wide;
  }
  const std::string narrow = shown(45);
  EXPECT_EQ(narrow.find("steps/s"), std::string::npos) << narrow;
  for (const char* part : {"epoch 2/3 ━", "left", "loss 543.21"}) {
    EXPECT_NE(narrow.find(part), std::string::npos) << part << " is not in " << narrow;
  }
}

TEST_F(ProgressTest, IsGoneAfterwards) {
  terminal_.SetColumns(80);
  ProgressBar bar(terminal_.stream(), "t-SNE", 10);
  bar.Show(5);
  EXPECT_NE(terminal_.Read().find("50 %"), std::string::npos);
  bar.Clear();
  EXPECT_EQ(terminal_.Read(), "\r\033[K") << "at once, not when the stream is flushed";
  bar.Clear();
  EXPECT_EQ(terminal_.Read(), "");
}

TEST_F(ProgressTest, IsGoneFromATerminalThatHasBecomeNarrower) {
  terminal_.SetColumns(80);
  ProgressBar bar(terminal_.stream(), 1000, 60000);
  bar.Show(999, 59999, 123.45);
  const int width = Width(terminal_.Read());
  ASSERT_GT(width, 60);
  ASSERT_LE(width, 80);
  terminal_.SetColumns(30);  // which breaks the line into three
  bar.Clear();
  EXPECT_EQ(terminal_.Read(), "\033[2A\r\033[J");
}

TEST_F(ProgressTest, IsSilentWhereLinesCannotBeDrawnOver) {
  ::setenv("TERM", "dumb", 1);
  ProgressBar(terminal_.stream(), "t-SNE", 10).Show(5);
  EXPECT_EQ(terminal_.Read(), "");
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  ProgressBar(file.get(), "t-SNE", 10).Show(5);
  EXPECT_EQ(std::ftell(file.get()), 0);
}

}  // namespace
}  // namespace tools

#include "train_log.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace tools {
namespace {

// No file can grow beyond so many bytes, as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit = {bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_ = {};
  void (*handler_)(int);
};

std::string Content(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(TrainLogTest, ALineThatDoesNotFitLeavesNoPartOfItAndIsWrittenLater) {
  char folder[] = "/tmp/latentpad-log-XXXXXX";
  ASSERT_NE(::mkdtemp(folder), nullptr);
  const std::filesystem::path path = std::filesystem::path(folder) / "log.jsonl";
  TrainLog log(path);
  ASSERT_TRUE(log.Start(0));
  const EpochResult first{.epoch = 1, .train = {1, 2}, .test = {3, 4}, .seconds = 5};
  const EpochResult second{.epoch = 2, .train = {1, 2}, .test = {3, 4}, .seconds = 5};
  {
    const FileSizeLimit limit(10);
    EXPECT_FALSE(log.Write(first));
    EXPECT_EQ(Content(path), "");
  }
  ASSERT_TRUE(log.Write(second));
  const std::string whole = Content(path);
  EXPECT_EQ(std::count(whole.begin(), whole.end(), '\n'), 2);
  {
    const FileSizeLimit limit(whole.size() + 10);
    EXPECT_FALSE(log.Write({.epoch = 3, .train = {}, .test = {}, .seconds = 1}));
    EXPECT_EQ(Content(path), whole);
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace tools

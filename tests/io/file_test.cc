#include "io/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <initializer_list>

#ifndef __EMSCRIPTEN__
#include <sys/resource.h>
#endif

#include "io/test_files.h"

namespace vae {
namespace {

namespace fs = std::filesystem;

class FileTest : public InFolder {};

mode_t Mode(const fs::path& path) {
  struct stat info = {};
  EXPECT_EQ(::stat(path.c_str(), &info), 0);
  return info.st_mode & 07777;
}

TEST_F(FileTest, ReadsWhatIsThere) {
  for (const size_t size : std::initializer_list<size_t>{0, 1, 4095, 4096, 4097, 1'000'000}) {
    std::string text;
    for (size_t i = 0; i < size; ++i) text += static_cast<char>(i * 7 + i / 256);
    Spill(folder_ / "f", text);
    const Result<Bytes> bytes = ReadFile(folder_ / "f");
    ASSERT_TRUE(bytes) << bytes.error();
    EXPECT_EQ(ToText(*bytes), text);
  }
}

TEST_F(FileTest, ReadingNamesWhatIsWrong) {
  Spill(folder_ / "f", "x");
  ExpectSentence(ReadFile(folder_ / "none"), (folder_ / "none").string(), "No such file");
  ExpectSentence(ReadFile(folder_), folder_.string(), "it is a folder");
  ExpectSentence(ReadFile(folder_ / "f" / "g"), "f/g", "Not a directory");
}

TEST_F(FileTest, WritesNewAndReplacesOld) {
  const fs::path path = folder_ / "new" / "folders" / "f";
  for (const std::string text : {"first", "", "the second, longer"}) {
    const Status status = WriteFileAtomically(path, ToBytes(text));
    ASSERT_TRUE(status) << status.error();
    EXPECT_EQ(Slurp(path), text);
  }
  folder_ = path.parent_path();
  EXPECT_EQ(CountEntries(), 1) << "a temporary file is left";
}

TEST_F(FileTest, WritesRelativeToTheWorkingFolder) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_);
  const Status status = WriteFileAtomically("plain_name", ToBytes("text"));
  fs::current_path(before);
  ASSERT_TRUE(status) << status.error();
  EXPECT_EQ(Slurp(folder_ / "plain_name"), "text");
}

TEST_F(FileTest, NewFilesHaveUsualPermissionsAndOldOnesKeepTheirs) {
  Spill(folder_ / "usual", "");
  ASSERT_TRUE(WriteFileAtomically(folder_ / "new", ToBytes("x")));
  EXPECT_EQ(Mode(folder_ / "new"), Mode(folder_ / "usual"));
  Spill(folder_ / "old", "");
  ASSERT_EQ(::chmod((folder_ / "old").c_str(), 0640), 0);
  ASSERT_TRUE(WriteFileAtomically(folder_ / "old", ToBytes("x")));
  EXPECT_EQ(Mode(folder_ / "old"), mode_t{0640});
}

TEST_F(FileTest, SymbolicLinksStayLinks) {
  Spill(folder_ / "target", "old");
  fs::create_symlink("target", folder_ / "link");
  fs::create_symlink(folder_ / "later", folder_ / "dangling");
  ASSERT_TRUE(WriteFileAtomically(folder_ / "link", ToBytes("new")));
  ASSERT_TRUE(WriteFileAtomically(folder_ / "dangling", ToBytes("made")));
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_TRUE(fs::is_symlink(folder_ / "dangling"));
  EXPECT_EQ(Slurp(folder_ / "target"), "new");
  EXPECT_EQ(Slurp(folder_ / "later"), "made");
}

TEST_F(FileTest, LinksInACircleFail) {
  fs::create_symlink("b", folder_ / "a");
  fs::create_symlink("a", folder_ / "b");
  EXPECT_FALSE(WriteFileAtomically(folder_ / "a", ToBytes("x")));
  EXPECT_FALSE(CheckWritable(folder_ / "a"));
}

// Both functions must agree on what cannot be written, and leave everything as it was.
TEST_F(FileTest, WritingAndCheckingNameWhatIsWrong) {
  Spill(folder_ / "f", "x");
  fs::create_directory(folder_ / "d");
  const std::string long_name(300, 'n');
  const std::pair<fs::path, const char*> cases[] = {
      {folder_ / "d", "it is a folder"},        {folder_ / "none" / "", "it is a folder"},
      {folder_ / "f" / "g", "Not a directory"}, {folder_ / "f" / "g" / "h", "Not a directory"},
      {folder_ / long_name, "name too long"},   {"/dev/null", "not a regular file"},
  };
  for (const auto& [path, part] : cases) {
    ExpectSentence(WriteFileAtomically(path, ToBytes("new")), path.string(), part);
    ExpectSentence(CheckWritable(path), path.string(), part);
  }
  EXPECT_EQ(Slurp(folder_ / "f"), "x");
  EXPECT_EQ(CountEntries(), 2);
}

TEST_F(FileTest, ReadOnlyPlacesFail) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  Spill(folder_ / "f", "x");
  fs::create_directory(folder_ / "d");
  ASSERT_EQ(::chmod((folder_ / "f").c_str(), 0444), 0);
  ASSERT_EQ(::chmod((folder_ / "d").c_str(), 0555), 0);
  for (const fs::path& path : {folder_ / "f", folder_ / "d" / "g"}) {
    ExpectSentence(WriteFileAtomically(path, ToBytes("x")), path.string(), "ermission");
    ExpectSentence(CheckWritable(path), path.string(), "ermission");
  }
}

TEST_F(FileTest, CheckingLeavesNothingBehind) {
  Spill(folder_ / "f", "x");
  EXPECT_TRUE(CheckWritable(folder_ / "f"));
  EXPECT_TRUE(CheckWritable(folder_ / "g"));
  EXPECT_TRUE(CheckWritable(folder_ / "a" / "b" / "c"));
  EXPECT_EQ(Slurp(folder_ / "f"), "x");
  EXPECT_EQ(CountEntries(), 1);
}

#ifndef __EMSCRIPTEN__
// Such as /dev/null, which root could replace by a file. (Not tried on it: a failure would.)
TEST_F(FileTest, WhatIsNoRegularFileStays) {
  const fs::path path = folder_ / "fifo";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  ExpectSentence(WriteFileAtomically(path, ToBytes("new")), path.string(), "not a regular file");
  ExpectSentence(CheckWritable(path), path.string(), "not a regular file");
  EXPECT_TRUE(fs::is_fifo(path));
}

// The limit on file sizes stands in for a full disk.
TEST_F(FileTest, AFailedWriteKeepsTheOldContent) {
  Spill(folder_ / "f", "old");
  rlimit before = {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small = {1000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const Status status = WriteFileAtomically(folder_ / "f", Bytes(5000));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  ExpectSentence(status, (folder_ / "f").string(), "too large");
  EXPECT_EQ(Slurp(folder_ / "f"), "old");
  EXPECT_EQ(CountEntries(), 1);
}

// The number of a process that is no more: ours, that ended.
pid_t DeadProcess() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  EXPECT_EQ(::waitpid(child, nullptr, 0), child);
  return child;
}

TEST_F(FileTest, WritingRemovesWhatTheDeadHaveLeft) {
  const std::string dead = ".latentpad-" + std::to_string(DeadProcess());
  const std::string alive = ".latentpad-" + std::to_string(::getppid());
  Spill(folder_ / (dead + "-0.tmp"), "half");
  Spill(folder_ / (dead + "-12.tmp"), "half");
  for (const std::string& kept :
       {alive + "-0.tmp", dead + "-0", std::string(".latentpad-x-0.tmp")}) {
    Spill(folder_ / kept, "not ours to remove");
  }
  ASSERT_TRUE(WriteFileAtomically(folder_ / "f", ToBytes("new")));
  EXPECT_EQ(CountEntries(), 4);
  EXPECT_TRUE(fs::exists(folder_ / (alive + "-0.tmp")));
}

// Of a process of another machine, whose number means nothing here.
TEST_F(FileTest, AFileThatIsLockedIsNotAbandoned) {
  const fs::path path = folder_ / (".latentpad-" + std::to_string(DeadProcess()) + "-0.tmp");
  Spill(path, "half");
  const int file = ::open(path.c_str(), O_RDONLY);
  ASSERT_EQ(::flock(file, LOCK_EX), 0);
  ASSERT_TRUE(WriteFileAtomically(folder_ / "f", ToBytes("new")));
  EXPECT_TRUE(fs::exists(path));
  ::close(file);
  ASSERT_TRUE(WriteFileAtomically(folder_ / "f", ToBytes("new")));
  EXPECT_FALSE(fs::exists(path));
}

// Of a process of our number, as another container may have.
TEST_F(FileTest, ANameThatIsTakenIsNotInTheWay) {
  const fs::path taken = folder_ / (".latentpad-" + std::to_string(::getpid()) + "-0.tmp");
  Spill(taken, "half");
  const int file = ::open(taken.c_str(), O_RDONLY);
  ASSERT_EQ(::flock(file, LOCK_EX), 0);
  ASSERT_TRUE(WriteFileAtomically(folder_ / "f", ToBytes("new")));
  EXPECT_EQ(Slurp(taken), "half");
  EXPECT_EQ(Slurp(folder_ / "f"), "new");
  ::close(file);
}

TEST_F(FileTest, OneHasTheLockUntilItIsGone) {
  const fs::path path = folder_ / "a" / "f";
  {
    const Result<FileLock> first = FileLock::Take(path);
    ASSERT_TRUE(first) << first.error();
    ExpectSentence(FileLock::Take(path), path.string(), "another process");
    EXPECT_TRUE(FileLock::Take(folder_ / "a" / "g"));
    EXPECT_TRUE(fs::exists(folder_ / "a"));
  }
  EXPECT_FALSE(fs::exists(folder_ / "a")) << "was made for the lock alone";
  {
    const Result<FileLock> lock = FileLock::Take(path);
    ASSERT_TRUE(lock && WriteFileAtomically(path, ToBytes("kept")));
  }
  EXPECT_TRUE(fs::exists(path));
  EXPECT_FALSE(fs::exists(path.string() + ".lock"));
  EXPECT_TRUE(FileLock::Take(path));
  Spill(folder_ / "a" / "f.lock", "");  // of a process that was killed
  Result<FileLock> moved = FileLock::Take(path);
  ASSERT_TRUE(moved) << moved.error();
  const FileLock kept = std::move(*moved);
  EXPECT_FALSE(FileLock::Take(path));
}
#endif

}  // namespace
}  // namespace vae

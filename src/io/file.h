// Whole files to and from memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <utility>
#include <vector>

#include "core/result.h"

namespace vae {

using Bytes = std::vector<std::byte>;

// Fails when the file is missing, a directory, or unreadable, and says which.
Result<Bytes> ReadFile(const std::filesystem::path& path);

// Replaces `path` by `bytes` so that at every moment it holds either the old content or the new
// one: a temporary file beside it, flushed to disk, then renamed. Creates missing parent folders,
// and removes the temporary files of processes that were killed.
Status WriteFileAtomically(const std::filesystem::path& path, std::span<const std::byte> bytes);

// Whether WriteFileAtomically(path) would work, found out by making and removing the temporary
// file: for programs that run for an hour before they write.
Status CheckWritable(const std::filesystem::path& path);

// The right to write a file, among the programs that ask for it in this way: held until destroyed
// or until the process ends, however it does. PATH.lock stands beside the file meanwhile. Missing
// folders are made for it, and go with it where nothing was written to them.
class FileLock {
 public:
  // Fails when another process has it.
  static Result<FileLock> Take(const std::filesystem::path& path);

  FileLock() = default;
  ~FileLock();
  FileLock(FileLock&& other) noexcept
      : path_(std::exchange(other.path_, {})),
        made_(std::exchange(other.made_, {})),
        fd_(std::exchange(other.fd_, -1)) {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(made_, other.made_);
    std::swap(fd_, other.fd_);
    return *this;
  }

 private:
  FileLock(std::filesystem::path path, std::filesystem::path made, int fd)
      : path_(std::move(path)), made_(std::move(made)), fd_(fd) {}

  std::filesystem::path path_;
  std::filesystem::path made_;  // the highest folder that was missing
  int fd_ = -1;
};

}  // namespace vae

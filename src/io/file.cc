#include "io/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace vae {
namespace {

namespace fs = std::filesystem;

// Larger files are no input of this program: checkpoints of the largest models stay below. Into
// WASM's memory nothing larger would fit.
constexpr auto kMaxFileBytes =
    static_cast<size_t>(sizeof(size_t) > 4 ? uint64_t{1} << 36 : uint64_t{INT32_MAX});

std::error_code LastError() { return {errno, std::generic_category()}; }

// "PATH cannot be DONE: reason; remedy"
tl::unexpected<std::string> FileFailure(const fs::path& path, const char* done,
                                        const std::error_code& error, const char* remedy) {
  return Failure(path.string() + " cannot be " + done + ": " + error.message() + "; " + remedy);
}

tl::unexpected<std::string> ReadFailure(const fs::path& path, const std::error_code& error) {
  return FileFailure(path, "read", error, "check the path and its permissions");
}

tl::unexpected<std::string> WriteFailure(const fs::path& path, const std::error_code& error) {
  return FileFailure(path, "written", error,
                     "choose another place, or check its permissions and free space");
}

// An open file, closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (is_open()) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;

  bool is_open() const { return fd_ >= 0; }
  int get() const { return fd_; }
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

// Reads what `fd` still has, whose size is expected to be `size_hint` but need not be (pipes).
std::error_code ReadAll(int fd, size_t size_hint, Bytes& bytes) {
  bytes.resize(std::min(size_hint, kMaxFileBytes) + 1);  // one more, so that a read sees the end
  size_t size = 0;
  while (true) {
    const ssize_t n = ::read(fd, bytes.data() + size, bytes.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return LastError();
    if (n == 0) break;
    size += static_cast<size_t>(n);
    if (size > kMaxFileBytes) return std::make_error_code(std::errc::file_too_large);
    if (size == bytes.size()) bytes.resize(std::min(2 * size + 4096, kMaxFileBytes + 1));
  }
  bytes.resize(size);
  return {};
}

std::error_code WriteAll(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return LastError();
    bytes = bytes.subspan(static_cast<size_t>(n));
  }
  return {};
}

// The file that writing to `path` should replace: where symbolic links lead, so that they stay
// links. It need not exist.
fs::path FollowLinks(fs::path path, std::error_code& error) {
  constexpr int kMostLinks = 40;
  for (int i = 0; i < kMostLinks; ++i) {
    std::error_code not_a_link;
    const fs::path target = fs::read_symlink(path, not_a_link);
    if (not_a_link) return path;
    path = path.parent_path() / target;  // an absolute target replaces all of it
  }
  error = std::make_error_code(std::errc::too_many_symbolic_link_levels);
  return path;
}

fs::path FolderOf(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

// Whether this process now has the lock of an open file, which goes with the process.
bool Lock(int fd) {
#ifdef __EMSCRIPTEN__
  (void)fd;  // there are no other processes
  return true;
#else
  return ::flock(fd, LOCK_EX | LOCK_NB) == 0;
#endif
}

constexpr std::string_view kTemporaryPrefix = ".latentpad-";
constexpr std::string_view kTemporarySuffix = ".tmp";

std::string TemporaryName(pid_t process, int number) {
  return std::string(kTemporaryPrefix) + std::to_string(process) + "-" + std::to_string(number) +
         std::string(kTemporarySuffix);
}

// Whether a file of this name is of a process that is no more, as far as can be seen from here.
bool IsOfADeadProcess(const std::string& name) {
  if (!name.starts_with(kTemporaryPrefix) || !name.ends_with(kTemporarySuffix)) return false;
  pid_t process = 0;
  const char* const digits = name.data() + kTemporaryPrefix.size();
  const auto parsed = std::from_chars(digits, name.data() + name.size(), process);
  if (parsed.ec != std::errc() || *parsed.ptr != '-' || process <= 0) return false;
  return ::kill(process, 0) != 0 && errno == ESRCH;
}

// Removes what processes that were killed have left in `folder`. The lock tells those that live on
// another machine or in another container from the dead.
void RemoveAbandoned(const fs::path& folder) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    if (!IsOfADeadProcess(entry.path().filename().string())) continue;
    const Descriptor file(::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC));
    if (file.is_open() && Lock(file.get())) ::unlink(entry.path().c_str());
  }
}

// A temporary file in the folder of the file it is to replace; removed again unless it did.
class TemporaryFile {
 public:
  // Also creates missing folders. On failure is_open() is false and `error` says why.
  TemporaryFile(const fs::path& target, std::error_code& error)
      : path_(FolderOf(target)), file_(Open(path_, error)) {}
  ~TemporaryFile() {
    if (file_.is_open() && !path_.empty()) ::unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  bool is_open() const { return file_.is_open(); }

  std::error_code Write(std::span<const std::byte> bytes) {
    if (const std::error_code error = WriteAll(file_.get(), bytes)) return error;
    return ::fsync(file_.get()) == 0 ? std::error_code() : LastError();
  }

  // Takes the place of `target`, and its permissions if it exists.
  std::error_code Replace(const fs::path& target) {
    struct stat old;
    if (::stat(target.c_str(), &old) == 0 && ::fchmod(file_.get(), old.st_mode & 07777) != 0) {
      return LastError();
    }
    if (::rename(path_.c_str(), target.c_str()) != 0) return LastError();
    path_.clear();
    // The new name survives a power failure once the folder is on disk too; some file systems
    // cannot do that, which is no reason to fail.
    const Descriptor folder(::open(FolderOf(target).c_str(), O_RDONLY | O_CLOEXEC));
    if (folder.is_open()) ::fsync(folder.get());
    return {};
  }

 private:
  // Creates a new file in `path`, a folder, and makes `path` its name.
  static Descriptor Open(fs::path& path, std::error_code& error) {
    fs::create_directories(path, error);
    if (error) return Descriptor(-1);
    const fs::path folder = path;
    RemoveAbandoned(folder);
    for (int i = 0; i < 1000; ++i) {  // a crashed process may have had our number
      path = folder / TemporaryName(::getpid(), i);
      Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
      if (file.is_open()) {
        Lock(file.get());
        return file;
      }
      if (errno != EEXIST) break;
    }
    error = LastError();
    return Descriptor(-1);
  }

  fs::path path_;  // empty once it is no longer ours
  Descriptor file_;
};

// Whether `target`, if there is one, is a file that may be replaced.
Status CheckReplaceable(const fs::path& target) {
  struct stat old;
  const bool exists = ::stat(target.c_str(), &old) == 0;
  if (!exists && errno != ENOENT) return WriteFailure(target, LastError());
  if (!target.has_filename() || (exists && S_ISDIR(old.st_mode))) {
    return Failure(target.string() + " cannot be written: it is a folder; add a file name to it");
  }
  if (!exists) return {};
  if (!S_ISREG(old.st_mode)) {
    return Failure(target.string() +
                   " cannot be written: it is not a regular file; choose another name");
  }
  if (::access(target.c_str(), W_OK) != 0) return WriteFailure(target, LastError());
  return {};
}

// The folder of `target` or, if that is missing, its highest missing parent; empty if none is.
fs::path HighestMissingFolder(const fs::path& target) {
  fs::path missing;
  std::error_code ignored;
  for (fs::path folder = target.parent_path(); !folder.empty() && !fs::exists(folder, ignored);
       folder = folder.parent_path()) {
    missing = folder;
  }
  return missing;
}

// Removes the folders of `target` that are empty, from its own to `made`, which was missing before;
// none if `made` is empty. remove() leaves alone what is in use.
void RemoveMadeFolders(const fs::path& target, const fs::path& made) {
  if (made.empty()) return;
  std::error_code ignored;
  for (fs::path folder = target.parent_path(); fs::remove(folder, ignored) && folder != made;) {
    folder = folder.parent_path();
  }
}

}  // namespace

Result<Bytes> ReadFile(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info;
  if (!file.is_open() || ::fstat(file.get(), &info) != 0) return ReadFailure(path, LastError());
  if (S_ISDIR(info.st_mode)) {
    return Failure(path.string() + " cannot be read: it is a folder; name a file in it");
  }
  if (static_cast<uint64_t>(info.st_size) > kMaxFileBytes) {
    return ReadFailure(path, std::make_error_code(std::errc::file_too_large));
  }
  Bytes bytes;
  if (const std::error_code error = ReadAll(file.get(), static_cast<size_t>(info.st_size), bytes)) {
    return ReadFailure(path, error);
  }
  return bytes;
}

Status WriteFileAtomically(const fs::path& path, std::span<const std::byte> bytes) {
  std::error_code error;
  const fs::path target = FollowLinks(path, error);
  if (error) return WriteFailure(path, error);
  if (Status status = CheckReplaceable(target); !status) return status;
  TemporaryFile file(target, error);
  if (!file.is_open()) return WriteFailure(path, error);
  error = file.Write(bytes);
  if (!error) error = file.Replace(target);
  if (error) return WriteFailure(path, error);
  return {};
}

Status CheckWritable(const fs::path& path) {
  std::error_code error;
  const fs::path target = FollowLinks(path, error);
  if (error) return WriteFailure(path, error);
  if (Status status = CheckReplaceable(target); !status) return status;
  const fs::path made = HighestMissingFolder(target);
  const bool writable = TemporaryFile(target, error).is_open();
  RemoveMadeFolders(target, made);
  if (!writable) return WriteFailure(path, error);
  return {};
}

Result<FileLock> FileLock::Take(const fs::path& path) {
  fs::path lock = path;
  lock += ".lock";
  const fs::path made = HighestMissingFolder(lock);
  while (true) {
    std::error_code error;
    fs::create_directories(FolderOf(lock), error);
    if (error) return WriteFailure(lock, error);
    Descriptor file(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (!file.is_open()) {
      error = LastError();
      // Whoever gave a lock back may just have removed the folder.
      std::error_code ignored;
      if (!fs::exists(FolderOf(lock), ignored)) continue;
      return WriteFailure(lock, error);
    }
    if (!Lock(file.get())) {
      return Failure(path.string() + " is being written by another process, which holds " +
                     lock.string() + "; wait for it to end, or choose another name");
    }
    // Whoever had it may just have removed it: then another file is to be locked.
    struct stat ours, there;
    if (::fstat(file.get(), &ours) == 0 && ::stat(lock.c_str(), &there) == 0 &&
        ours.st_ino == there.st_ino && ours.st_dev == there.st_dev) {
      return FileLock(std::move(lock), made, file.Release());
    }
  }
}

FileLock::~FileLock() {
  if (fd_ < 0) return;
  ::unlink(path_.c_str());
  ::close(fd_);
  RemoveMadeFolders(path_, made_);
}

}  // namespace vae

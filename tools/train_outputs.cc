#include "train_outputs.h"

#include <filesystem>
#include <string_view>

#include "train_log.h"

namespace tools {
namespace {

namespace fs = std::filesystem;

bool AreOneFile(const std::string& a, const std::string& b) {
  std::error_code ignored;
  return fs::equivalent(a, b, ignored) ||
         fs::weakly_canonical(a, ignored) == fs::weakly_canonical(b, ignored);
}

// "--log and --out" are one file: what is written last would be all that is left.
vae::Status CheckDistinct(const TrainFlags& flags) {
  if (flags.log.empty()) return {};
  for (const std::string& other : {flags.out, CheckpointPath(flags.out), flags.resume}) {
    if (other.empty() || !AreOneFile(flags.log, other)) continue;
    return vae::Failure("--log " + flags.log +
                        " is the file of the weights or of the checkpoint; " +
                        "give the log a file of its own");
  }
  return {};
}

bool IsThere(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored) && fs::file_size(path, ignored) > 0;
}

vae::Status CheckFree(const TrainFlags& flags) {
  const std::string checkpoint = CheckpointPath(flags.out);
  const bool resumed = !flags.resume.empty();
  if (flags.force || (resumed && AreOneFile(flags.resume, checkpoint))) return {};
  if (IsThere(checkpoint)) {
    return vae::Failure(
        checkpoint + " holds a run that was stopped; go on with it: " + ResumeCommand(checkpoint) +
        ", choose another --out, or overwrite it with --force");
  }
  if (IsThere(flags.out)) {
    return vae::Failure(flags.out +
                        " is there already; choose another --out, or overwrite it with --force");
  }
  if (!resumed && !flags.log.empty() && IsThere(flags.log)) {
    return vae::Failure(flags.log +
                        " is there already; choose another --log, or overwrite it with --force");
  }
  return {};
}

}  // namespace

std::string CheckpointPath(const std::string& out) {
  constexpr std::string_view kExtension = ".safetensors";
  std::string stem = out;
  if (stem.ends_with(kExtension)) stem.resize(stem.size() - kExtension.size());
  return stem + ".checkpoint.safetensors";
}

std::string ResumeCommand(const std::string& checkpoint) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+,:@%=";
  if (checkpoint.find_first_not_of(kPlain) == std::string::npos) {
    return "vae-train --resume " + checkpoint;
  }
  std::string quoted;
  for (const char c : checkpoint) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return "vae-train --resume '" + quoted + "'";
}

vae::Result<vae::FileLock> ClaimOutputs(const TrainFlags& flags) {
  for (const vae::Status& status :
       {CheckDistinct(flags), vae::CheckWritable(flags.out),
        vae::CheckWritable(CheckpointPath(flags.out)), TrainLog::Check(flags.log)}) {
    if (!status) return vae::Failure(status.error());
  }
  vae::Result<vae::FileLock> lock = vae::FileLock::Take(flags.out);
  if (!lock) return lock;
  if (const vae::Status free = CheckFree(flags); !free) return vae::Failure(free.error());
  return lock;
}

}  // namespace tools

#include "train_outputs.h"

#include <filesystem>
#include <string_view>

#include "distinct_files.h"
#include "train_log.h"

namespace tools {
namespace {

namespace fs = std::filesystem;

// A checkpoint may take the place of the one that is resumed.
vae::Status CheckOutputsAreDistinct(const TrainFlags& flags) {
  if (const vae::Status status = CheckDistinct(OutputsOf(flags)); !status) return status;
  return CheckDistinct({{"--log", flags.log, true}, {"--resume", flags.resume, false}});
}

// Something that would be lost: a device or a pipe holds nothing.
bool IsThere(const std::string& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && fs::file_size(path, ignored) > 0;
}

vae::Status CheckFree(const TrainFlags& flags) {
  if (flags.force) return {};
  const std::string checkpoint = CheckpointPath(flags.out);
  const bool own = !flags.resume.empty() && AreOneFile(flags.resume, checkpoint);
  const bool others_run = !own && IsThere(checkpoint);
  // The weights of a run that was done are a result, and more epochs make another one, unless they
  // replace them only by better ones.
  const bool goes_on = own && (!flags.resumes_done || flags.keep_best);
  const bool others_weights = !goes_on && IsThere(flags.out);
  if (others_run || others_weights) {
    return vae::Failure(
        (others_weights ? flags.out : checkpoint) + " is there already; " +
        (others_run ? "go on with its run: " + ResumeCommand(checkpoint) + ", " : std::string()) +
        "choose another --out, or overwrite it with --force");
  }
  if (!flags.log.empty() && IsThere(flags.log) && !OwnsLog(flags)) {
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

std::vector<NamedFile> OutputsOf(const TrainFlags& flags) {
  return {{"--out", flags.out, true},
          {"the checkpoint", CheckpointPath(flags.out), true},
          {"--log", flags.log, true}};
}

bool OwnsLog(const TrainFlags& flags) {
  return !flags.own_log.empty() && AreOneFile(flags.log, flags.own_log);
}

vae::Result<vae::FileLock> ClaimOutputs(const TrainFlags& flags) {
  for (const vae::Status& status :
       {CheckOutputsAreDistinct(flags), vae::CheckWritable(flags.out),
        vae::CheckWritable(CheckpointPath(flags.out)), TrainLog::Check(flags.log)}) {
    if (!status) return vae::Failure(status.error());
  }
  vae::Result<vae::FileLock> lock = vae::FileLock::Take(flags.out);
  if (!lock) return lock;
  if (const vae::Status free = CheckFree(flags); !free) return vae::Failure(free.error());
  return lock;
}

}  // namespace tools

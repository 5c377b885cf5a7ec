// The log of a training run, written and read: one JSON object a line, each flushed, so that a run
// can be followed and what it logged survives being killed.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/trainer.h"

namespace tools {

struct EpochResult {
  int epoch = 0;        // 1 for the first
  vae::ElboMean train;  // the mean over the epoch's steps, each before its update
  vae::ElboMean test;   // after the epoch
  double seconds = 0;
};

class TrainLog {
 public:
  // Without a path nothing is logged. Nothing is touched yet.
  explicit TrainLog(std::string path) : path_(std::move(path)) {}

  // Whether a file can be written here, found out without leaving one.
  static vae::Status Check(const std::string& path);

  // Before the first Write. A run that goes on after `epochs_done` epochs keeps these lines of its
  // log and drops the rest; if the file is no log of vae-train it fails, and the file stays as it
  // is.
  vae::Status Start(int epochs_done);

  // Fails when the file cannot be written. What was not written then is tried again with the next.
  vae::Status Write(const EpochResult& result);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  vae::Status WriteFailure() const;

  std::string path_;
  bool starts_anew_ = true;
  std::string waiting_;  // lines that are not in the file yet
  std::unique_ptr<std::FILE, Close> file_;
};

// What a line of a log says.
struct EpochRecord {
  int epoch = 0;  // from 1
  std::optional<vae::ElboMean> train;
  std::optional<vae::ElboMean> test;
};

// In the order of the epochs; of an epoch that was trained twice (a resumed run) the last record.
// Passes over objects without "epoch" and over a last line that a killed run left unfinished. Fails
// when another line is no such record, or when there is none.
vae::Result<std::vector<EpochRecord>> ParseTrainLog(std::span<const std::byte> bytes,
                                                    std::string_view name);

}  // namespace tools

// The log of a training run: one JSON object a line, each flushed, so that a run can be followed
// and what it logged survives being killed.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

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
  // Without a path nothing is logged. A run that goes on after `epochs_done` epochs keeps these
  // lines of an existing log and drops the rest.
  static vae::Result<TrainLog> Open(const std::string& path, int epochs_done);

  void Write(const EpochResult& result);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace tools

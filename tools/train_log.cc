#include "train_log.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

namespace tools {
namespace {

nlohmann::ordered_json ToJson(const vae::ElboMean& mean) {
  return {
      {"recon_nats", mean.recon_nats}, {"kl_nats", mean.kl_nats}, {"neg_elbo", mean.neg_elbo()}};
}

// The lines of the first `epochs` epochs.
std::string FirstLines(const std::string& path, int epochs) {
  std::ifstream file(path);
  std::string kept, line;
  for (int i = 0; i < epochs && std::getline(file, line); ++i) kept += line + "\n";
  return kept;
}

}  // namespace

vae::Result<TrainLog> TrainLog::Open(const std::string& path, int epochs_done) {
  TrainLog log;
  if (path.empty()) return log;
  const std::string kept = FirstLines(path, epochs_done);
  log.file_.reset(std::fopen(path.c_str(), "w"));
  if (!log.file_) {
    return vae::Failure("cannot write the log " + path + ": " + std::strerror(errno) +
                        "; give --log another file");
  }
  std::fputs(kept.c_str(), log.file_.get());
  std::fflush(log.file_.get());
  return log;
}

void TrainLog::Write(const EpochResult& result) {
  if (!file_) return;
  const nlohmann::ordered_json record = {{"epoch", result.epoch},
                                         {"train", ToJson(result.train)},
                                         {"test", ToJson(result.test)},
                                         {"seconds", result.seconds}};
  std::fprintf(file_.get(), "%s\n", record.dump().c_str());
  std::fflush(file_.get());
}

}  // namespace tools

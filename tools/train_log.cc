#include "train_log.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <span>
#include <sstream>

#include "io/file.h"

namespace tools {
namespace {

nlohmann::ordered_json ToJson(const vae::ElboMean& mean) {
  return {
      {"recon_nats", mean.recon_nats}, {"kl_nats", mean.kl_nats}, {"neg_elbo", mean.neg_elbo()}};
}

// The number of the epoch that a line is of; 0 if it is no line of a log.
int EpochOf(const std::string& line) {
  const auto record = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!record.is_object() || !record.contains("epoch") || !record.contains("train")) return 0;
  const auto& epoch = record["epoch"];
  return epoch.is_number_integer() ? epoch.get<int>() : 0;
}

}  // namespace

vae::Status TrainLog::WriteFailure() const {
  return vae::Failure("cannot write the log " + path_ + ": " + std::strerror(errno) +
                      "; give --log another file");
}

vae::Status TrainLog::Check(const std::string& path) {
  if (path.empty()) return {};
  std::error_code ignored;
  const bool is_new = !std::filesystem::exists(path, ignored);
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "a"));
  if (!file) return TrainLog(path).WriteFailure();
  if (is_new) std::filesystem::remove(path, ignored);
  return {};
}

vae::Status TrainLog::Start(int epochs_done) {
  starts_anew_ = epochs_done == 0;
  std::error_code ignored;
  if (path_.empty() || starts_anew_ || !std::filesystem::is_regular_file(path_, ignored)) return {};
  const vae::Result<vae::Bytes> bytes = vae::ReadFile(path_);
  if (!bytes) return vae::Failure(bytes.error());
  const std::string all(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  std::string kept;
  std::istringstream lines(all);
  for (std::string line; std::getline(lines, line);) {
    const int epoch = EpochOf(line);
    if (epoch == 0 && !lines.eof()) {  // the last line may have been cut off
      return vae::Failure(path_ + " is not a log of vae-train; give --log another file");
    }
    if (epoch >= 1 && epoch <= epochs_done) kept += line + "\n";
  }
  if (kept == all) return {};
  return vae::WriteFileAtomically(path_, std::as_bytes(std::span(kept)));
}

vae::Status TrainLog::Write(const EpochResult& result) {
  if (path_.empty()) return {};
  const nlohmann::ordered_json record = {{"epoch", result.epoch},
                                         {"train", ToJson(result.train)},
                                         {"test", ToJson(result.test)},
                                         {"seconds", result.seconds}};
  waiting_ += record.dump() + "\n";
  if (!file_) file_.reset(std::fopen(path_.c_str(), starts_anew_ ? "w" : "a"));
  if (!file_) return WriteFailure();
  starts_anew_ = false;
  // Whole lines or none.
  const off_t size = lseek(fileno(file_.get()), 0, SEEK_END);
  if (std::fputs(waiting_.c_str(), file_.get()) < 0 || std::fflush(file_.get()) != 0) {
    const vae::Status failure = WriteFailure();
    file_.reset();
    std::error_code ignored;
    if (size >= 0) std::filesystem::resize_file(path_, static_cast<uintmax_t>(size), ignored);
    return failure;
  }
  waiting_.clear();
  return {};
}

}  // namespace tools

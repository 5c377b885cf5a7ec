#include "train_log.h"

#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "io/file.h"

namespace tools {
namespace {

nlohmann::ordered_json ToJson(const vae::ElboMean& mean) {
  return {
      {"recon_nats", mean.recon_nats}, {"kl_nats", mean.kl_nats}, {"neg_elbo", mean.neg_elbo()}};
}

// The member `key` of `record` as an ElboMean; nullopt when it is none.
std::optional<vae::ElboMean> Mean(const nlohmann::json& record, const char* key) {
  const auto part = record.find(key);
  if (part == record.end() || !part->is_object()) return std::nullopt;
  const auto number = [&part](const char* name) {
    const auto found = part->find(name);
    return found != part->end() && found->is_number() ? found->get<double>() : NAN;
  };
  const vae::ElboMean mean = {number("recon_nats"), number("kl_nats")};
  return std::abs(mean.neg_elbo()) < 1e100 ? std::optional(mean) : std::nullopt;
}

std::optional<EpochRecord> ToRecord(const nlohmann::json& line) {
  const auto epoch = line.find("epoch");
  if (epoch == line.end() || !epoch->is_number_integer()) return std::nullopt;
  const auto number = epoch->get<int64_t>();
  if (number < 1 || number > 1'000'000'000) return std::nullopt;
  EpochRecord record = {static_cast<int>(number), Mean(line, "train"), Mean(line, "test")};
  return record.train || record.test ? std::optional(record) : std::nullopt;
}

struct Line {
  std::string_view text;
  nlohmann::json json;    // discarded where the text is none
  bool finished = false;  // the last line of a run that was killed may have been cut off
};

std::vector<Line> Lines(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const bool finished = end != std::string_view::npos;
    const std::string_view line = text.substr(0, end);
    lines.push_back(
        {line, nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false), finished});
    text.remove_prefix(finished ? end + 1 : text.size());
  }
  return lines;
}

tl::unexpected<std::string> BadLine(std::string_view name, int number) {
  return vae::Failure(std::string(name) + ", line " + std::to_string(number) +
                      ": not a record of vae-train; give --curve a file that vae-train --log "
                      "wrote");
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
  for (const Line& line : Lines(all)) {
    const std::optional<EpochRecord> record =
        line.json.is_object() ? ToRecord(line.json) : std::nullopt;
    if (!record && line.finished) {
      return vae::Failure(path_ + " is not a log of vae-train; give --log another file");
    }
    if (record && record->epoch <= epochs_done) kept += std::string(line.text) + "\n";
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

vae::Result<std::vector<EpochRecord>> ParseTrainLog(std::span<const std::byte> bytes,
                                                    std::string_view name) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::map<int, EpochRecord> by_epoch;
  int number = 0;
  for (const Line& line : Lines(text)) {
    ++number;
    if (line.text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (line.json.is_discarded() && !line.finished) break;
    if (!line.json.is_object()) return BadLine(name, number);
    if (!line.json.contains("epoch")) continue;
    const std::optional<EpochRecord> record = ToRecord(line.json);
    if (!record) return BadLine(name, number);
    by_epoch[record->epoch] = *record;
  }
  if (by_epoch.empty()) {
    return vae::Failure(std::string(name) +
                        " holds no epoch; give --curve a file that vae-train --log wrote");
  }
  std::vector<EpochRecord> records;
  for (const auto& [epoch, record] : by_epoch) records.push_back(record);
  return records;
}

}  // namespace tools

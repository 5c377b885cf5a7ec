#include "evaluate/train_log.h"

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace tools {
namespace {

using Json = nlohmann::json;

// The member `key` of `record` as an ElboMean; nullopt when it is none.
std::optional<vae::ElboMean> Mean(const Json& record, const char* key) {
  const auto part = record.find(key);
  if (part == record.end() || !part->is_object()) return std::nullopt;
  const auto number = [&part](const char* name) {
    const auto found = part->find(name);
    return found != part->end() && found->is_number() ? found->get<double>() : NAN;
  };
  const vae::ElboMean mean = {number("recon_nats"), number("kl_nats")};
  return std::abs(mean.neg_elbo()) < 1e100 ? std::optional(mean) : std::nullopt;
}

std::optional<EpochRecord> ToRecord(const Json& line) {
  const Json& epoch = line["epoch"];
  if (!epoch.is_number_integer()) return std::nullopt;
  const auto number = epoch.get<int64_t>();
  if (number < 1 || number > 1'000'000'000) return std::nullopt;
  EpochRecord record = {static_cast<int>(number), Mean(line, "train"), Mean(line, "test")};
  return record.train || record.test ? std::optional(record) : std::nullopt;
}

tl::unexpected<std::string> BadLine(std::string_view name, int number) {
  return vae::Failure(std::string(name) + ", line " + std::to_string(number) +
                      ": not a record of vae-train; give --curve a file that vae-train --log "
                      "wrote");
}

}  // namespace

vae::Result<std::vector<EpochRecord>> ParseTrainLog(std::span<const std::byte> bytes,
                                                    std::string_view name) {
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::map<int, EpochRecord> by_epoch;
  for (int number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const bool finished = end != std::string_view::npos;
    text.remove_prefix(finished ? end + 1 : text.size());
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded() && !finished) break;
    if (!json.is_object()) return BadLine(name, number);
    if (!json.contains("epoch")) continue;
    const std::optional<EpochRecord> record = ToRecord(json);
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

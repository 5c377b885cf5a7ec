// Both readers of the log of vae-train: that of vae-evaluate --curve, and that of a resumed run,
// which cuts its log back to the epochs it goes on after.
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "fuzz/fuzz_target.h"
#include "train_log.h"

namespace vae {

Bytes ToBytes(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

std::vector<Bytes> FuzzSeeds() {
  const auto line = [](int epoch) {
    const std::string mean = R"({"recon_nats":80.5,"kl_nats":2e1,"neg_elbo":100.5})";
    return "{\"epoch\":" + std::to_string(epoch) + ",\"train\":" + mean + ",\"test\":" + mean +
           ",\"seconds\":0.25}\n";
  };
  return {ToBytes(line(1)), ToBytes(line(1) + line(2) + line(3)),
          ToBytes(line(2) + line(1) + line(2) + "{\"epoch\": 3, \"tra"),
          ToBytes("{\"note\": [1, {}]}\n\n" + line(1'000'000'000))};
}

std::string ToText(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The epochs of a curve are in order, each there once, of finite means.
void RequireCurve(std::span<const std::byte> input) {
  const auto records = tools::ParseTrainLog(input, "input");
  if (!records) {
    Require(records.error().size() < 400);
    return;
  }
  Require(!records->empty());
  int last = 0;
  for (const tools::EpochRecord& record : *records) {
    Require(record.epoch > last);
    last = record.epoch;
    Require(record.train || record.test);
    for (const auto& mean : {record.train, record.test}) {
      Require(!mean || std::isfinite(mean->neg_elbo()));
    }
  }
}

// What is kept are lines of before, in their order, whole; when it fails, all of it stays.
void RequireCutBack(std::span<const std::byte> input, int epochs_done) {
  static const std::filesystem::path path =
      std::filesystem::temp_directory_path() /
      ("train_log_fuzz-" + std::to_string(::getpid()) + ".jsonl");
  static const struct Remove {
    ~Remove() { std::filesystem::remove(path); }
  } at_exit;
  std::ofstream(path, std::ios::binary) << ToText(input);
  const Status started = tools::TrainLog(path.string()).Start(epochs_done);
  const std::string before = ToText(input);
  const std::string after = ToText(ReadFile(path.string()).value());
  if (!started || epochs_done == 0) {
    Require(started.has_value() || started.error().size() < 400);
    Require(after == before);
    return;
  }
  Require(after.empty() || after.ends_with('\n'));
  // "\n" before the first: a line is found from its beginning.
  const std::string all = "\n" + before + "\n";
  size_t at = 0;
  std::istringstream kept(after);
  for (std::string line; std::getline(kept, line);) {
    at = all.find("\n" + line + "\n", at);
    Require(at != std::string::npos);
    ++at;
    const auto records = tools::ParseTrainLog(std::as_bytes(std::span(line)), "kept");
    if (records) Require(records->size() == 1 && records->front().epoch <= epochs_done);
  }
}

}  // namespace vae

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vae;
  const std::span<const std::byte> input = FuzzInput(data, size);
  RequireCurve(input);
  for (const int epochs_done : {0, 2}) RequireCutBack(input, epochs_done);
  return 0;
}

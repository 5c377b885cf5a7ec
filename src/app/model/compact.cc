#include "app/model/compact.h"

#include <span>

namespace app {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr size_t kCheckBytes = 2;

// Fletcher's: notices what gets lost, swapped or changed on the way.
uint16_t Check(std::span<const uint8_t> bytes) {
  uint32_t sum = 1;
  uint32_t sum_of_sums = 0;
  for (const uint8_t byte : bytes) {
    sum = (sum + byte) % 255;
    sum_of_sums = (sum_of_sums + sum) % 255;
  }
  return static_cast<uint16_t>(sum_of_sums << 8 | sum);
}

std::string ToBase64(std::span<const uint8_t> bytes) {
  std::string text;
  uint32_t bits = 0;
  int count = 0;
  for (const uint8_t byte : bytes) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 6; count -= 6) text += kDigits[bits >> (count - 6) & 63];
  }
  if (count > 0) text += kDigits[bits << (6 - count) & 63];
  return text;
}

std::optional<std::vector<uint8_t>> FromBase64(std::string_view text) {
  std::vector<uint8_t> bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<uint8_t>(bits >> count & 255));
  }
  return bytes;
}

}  // namespace

void CompactWriter::Unsigned(uint32_t value) {
  for (; value >= 128; value >>= 7) bytes_.push_back(static_cast<uint8_t>(value | 128));
  bytes_.push_back(static_cast<uint8_t>(value));
}

void CompactWriter::Signed(int32_t value) {
  const auto bits = static_cast<uint32_t>(value);
  Unsigned(value < 0 ? ~(bits << 1) : bits << 1);
}

std::string CompactWriter::Text() const {
  std::vector<uint8_t> all = bytes_;
  const uint16_t check = Check(bytes_);
  all.push_back(static_cast<uint8_t>(check >> 8));
  all.push_back(static_cast<uint8_t>(check & 255));
  return ToBase64(all);
}

CompactReader::CompactReader(std::string_view text) {
  std::optional<std::vector<uint8_t>> bytes = FromBase64(text);
  ok_ = bytes && bytes->size() >= kCheckBytes;
  if (!ok_) return;
  const size_t size = bytes->size() - kCheckBytes;
  const uint16_t check = static_cast<uint16_t>((*bytes)[size] << 8 | (*bytes)[size + 1]);
  bytes->erase(bytes->end() - kCheckBytes, bytes->end());
  ok_ = Check(*bytes) == check;
  if (ok_) bytes_ = std::move(*bytes);
}

uint32_t CompactReader::Unsigned() {
  uint64_t value = 0;
  for (int shift = 0; ok_ && at_ < bytes_.size() && shift < 35; shift += 7) {
    const uint8_t byte = bytes_[at_++];
    value |= static_cast<uint64_t>(byte & 127) << shift;
    if (byte < 128 && value <= UINT32_MAX) return static_cast<uint32_t>(value);
  }
  ok_ = false;
  return 0;
}

int32_t CompactReader::Signed() {
  const uint32_t bits = Unsigned();
  return static_cast<int32_t>((bits & 1) != 0 ? ~(bits >> 1) : bits >> 1);
}

}  // namespace app

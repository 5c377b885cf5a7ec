#include "data/idx.h"

#include <array>
#include <cstdio>
#include <string>

namespace vae {
namespace {

constexpr uint32_t kImagesMagic = 0x00000803;
constexpr uint32_t kLabelsMagic = 0x00000801;
constexpr size_t kWordBytes = sizeof(uint32_t);

// One of the 32-bit words of the header, big-endian.
uint32_t Word(std::span<const std::byte> bytes, size_t index) {
  uint32_t word = 0;
  for (const std::byte byte : bytes.subspan(index * kWordBytes, kWordBytes)) {
    word = word << 8 | std::to_integer<uint32_t>(byte);
  }
  return word;
}

std::string Hex(uint32_t word) {
  std::array<char, 16> text;
  std::snprintf(text.data(), text.size(), "0x%08x", static_cast<unsigned>(word));
  return text.data();
}

tl::unexpected<std::string> Damaged(std::string_view name, const std::string& what) {
  return Failure(std::string(name) + " " + what + "; copy or download it again");
}

std::string_view KindOf(uint32_t magic) {
  if (magic == kImagesMagic) return " (IDX images)";
  if (magic == kLabelsMagic) return " (IDX labels)";
  return "";
}

// Checks the magic number, whose last byte counts the dimensions, and that their sizes are there.
Status CheckHeader(std::span<const std::byte> bytes, uint32_t magic, std::string_view name) {
  if (bytes.empty()) return Damaged(name, "is empty");
  const size_t header_bytes = kWordBytes * (1 + (magic & 0xff));
  if (bytes.size() >= kWordBytes && Word(bytes, 0) != magic) {
    const uint32_t found = Word(bytes, 0);
    return Failure(std::string(name) + " begins with " + Hex(found) + std::string(KindOf(found)) +
                   ", expected " + Hex(magic) + std::string(KindOf(magic)) +
                   "; check that each file has its own name");
  }
  if (bytes.size() < header_bytes) {
    return Damaged(name, "is cut short: it has " + std::to_string(bytes.size()) +
                             " bytes, its header alone has " + std::to_string(header_bytes));
  }
  return {};
}

// Checks that `count` items of `item_bytes` follow a header of `header_bytes`, and nothing else.
Status CheckSize(std::span<const std::byte> bytes, size_t header_bytes, uint32_t count,
                 uint64_t item_bytes, std::string_view name) {
  if (count == 0) return Damaged(name, "holds no digits");
  const uint64_t expected = header_bytes + count * item_bytes;
  if (bytes.size() < expected) {
    return Damaged(name, "is cut short: it has " + std::to_string(bytes.size()) + " of " +
                             std::to_string(expected) + " bytes");
  }
  if (bytes.size() > expected) {
    return Damaged(name, "is too long: it has " + std::to_string(bytes.size()) +
                             " bytes where its header announces " + std::to_string(expected));
  }
  return {};
}

}  // namespace

Result<std::span<const uint8_t>> ParseIdxPixels(std::span<const std::byte> bytes,
                                                std::string_view name) {
  constexpr size_t kHeaderBytes = 4 * kWordBytes;  // magic, count, rows, columns
  if (const Status status = CheckHeader(bytes, kImagesMagic, name); !status) {
    return Failure(status.error());
  }
  const uint32_t count = Word(bytes, 1);
  const uint32_t rows = Word(bytes, 2);
  const uint32_t columns = Word(bytes, 3);
  if (rows != kDigitSide || columns != kDigitSide) {
    return Failure(std::string(name) + " holds images of " + std::to_string(rows) + "x" +
                   std::to_string(columns) + ", this model reads 28x28; scale them to that");
  }
  if (const Status status = CheckSize(bytes, kHeaderBytes, count, kDigitPixels, name); !status) {
    return Failure(status.error());
  }
  const auto* pixels = reinterpret_cast<const uint8_t*>(bytes.data() + kHeaderBytes);
  return std::span(pixels, bytes.size() - kHeaderBytes);
}

Result<Matrix> ParseIdxImages(std::span<const std::byte> bytes, std::string_view name) {
  const Result<std::span<const uint8_t>> pixels = ParseIdxPixels(bytes, name);
  if (!pixels) return Failure(pixels.error());
  // A digit's bytes are contiguous, as is a column of the matrix.
  using ByteMatrix = Eigen::Matrix<uint8_t, Eigen::Dynamic, Eigen::Dynamic>;
  const auto count = static_cast<Index>(pixels->size() / kDigitPixels);
  const Eigen::Map<const ByteMatrix> digits(pixels->data(), kDigitPixels, count);
  return Matrix(digits.cast<Scalar>() / Scalar{255});
}

Result<std::vector<uint8_t>> ParseIdxLabels(std::span<const std::byte> bytes,
                                            std::string_view name) {
  constexpr size_t kHeaderBytes = 2 * kWordBytes;  // magic, count
  if (const Status status = CheckHeader(bytes, kLabelsMagic, name); !status) {
    return Failure(status.error());
  }
  if (const Status status = CheckSize(bytes, kHeaderBytes, Word(bytes, 1), 1, name); !status) {
    return Failure(status.error());
  }
  std::vector<uint8_t> labels;
  labels.reserve(bytes.size() - kHeaderBytes);
  for (const std::byte byte : bytes.subspan(kHeaderBytes)) {
    labels.push_back(std::to_integer<uint8_t>(byte));
  }
  return labels;
}

}  // namespace vae

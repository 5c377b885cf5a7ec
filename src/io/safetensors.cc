#include "io/safetensors.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <optional>
#include <tuple>

#include "io/little_endian.h"
#include "io/quoted.h"
#include "io/safetensors_header.h"
#include "io/sha256.h"

namespace vae {
namespace {

constexpr size_t kLengthBytes = sizeof(uint64_t);
constexpr uint64_t kMaxHeaderBytes = 100'000'000;  // the limit of the format's own reader

struct DtypeName {
  Dtype dtype;
  std::string_view name;
  uint64_t size;  // bytes of one element
};
constexpr std::array<DtypeName, 6> kDtypes = {{
    {Dtype::kF16, "F16", 2},
    {Dtype::kF32, "F32", 4},
    {Dtype::kF64, "F64", 8},
    {Dtype::kI8, "I8", 1},
    {Dtype::kU8, "U8", 1},
    {Dtype::kI64, "I64", 8},
}};

const DtypeName& Find(Dtype dtype) {
  return *std::find_if(kDtypes.begin(), kDtypes.end(),
                       [dtype](const DtypeName& known) { return known.dtype == dtype; });
}

// Nothing if the name is unknown.
const DtypeName* FindDtype(std::string_view name) {
  const auto found = std::find_if(kDtypes.begin(), kDtypes.end(),
                                  [name](const DtypeName& known) { return known.name == name; });
  return found == kDtypes.end() ? nullptr : &*found;
}

// The size in bytes of a tensor; nothing if it overflows.
std::optional<uint64_t> ByteSize(std::span<const uint64_t> shape, uint64_t element_size) {
  constexpr auto kMax = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
  uint64_t size = element_size;
  for (const uint64_t dim : shape) {
    if (dim > kMax || (dim != 0 && size > kMax / dim)) return std::nullopt;
    size *= dim;
  }
  return size;
}

tl::unexpected<std::string> Damaged(std::string_view name, const std::string& what) {
  return Failure(std::string(name) + " " + what +
                 "; it is damaged or no safetensors file: copy or download it again");
}

// What is wrong with one entry by itself, as the part of a sentence after the file's name.
Status CheckEntry(const std::string& name, const TensorEntry& entry, uint64_t data_size) {
  const std::string tensor = "tensor " + Quoted(name);
  const DtypeName* dtype = FindDtype(entry.dtype);
  if (dtype == nullptr) {
    return Failure("has the unknown dtype " + Quoted(entry.dtype) + " in " + tensor);
  }
  const std::optional<uint64_t> size = ByteSize(entry.shape, dtype->size);
  if (!size) return Failure("has a shape too large to be true in " + tensor);
  if (entry.begin > entry.end || entry.end - entry.begin != *size) {
    return Failure("gives " + tensor + " data_offsets that disagree with its shape");
  }
  if (entry.end > data_size) {
    return Failure("is cut short: " + tensor + " ends at byte " + std::to_string(entry.end) +
                   " of the data, which has " + std::to_string(data_size));
  }
  return {};
}

// Whether the tensors cover the data exactly, one after the other.
Status CheckCover(const std::map<std::string, TensorEntry>& tensors, uint64_t data_size) {
  std::vector<std::tuple<uint64_t, uint64_t, std::string_view>> runs;
  for (const auto& [name, entry] : tensors) runs.emplace_back(entry.begin, entry.end, name);
  std::sort(runs.begin(), runs.end());
  uint64_t covered = 0;
  for (const auto& [begin, end, name] : runs) {
    if (begin < covered) return Failure("has tensors that overlap at " + Quoted(name));
    if (begin > covered) return Failure("has a gap in its data before tensor " + Quoted(name));
    covered = end;
  }
  if (covered != data_size) {
    return Failure("has " + std::to_string(data_size - covered) + " bytes after its last tensor");
  }
  return {};
}

Tensor TakeTensor(const TensorEntry& entry, std::span<const std::byte> data) {
  const std::byte* const begin = data.data() + entry.begin;
  // From pointers: through a span's iterators, some libraries copy byte by byte.
  return {.dtype = FindDtype(entry.dtype)->dtype,
          .shape = {entry.shape.begin(), entry.shape.end()},
          .bytes = Bytes(begin, begin + (entry.end - entry.begin))};
}

}  // namespace

std::string_view NameOf(Dtype dtype) { return Find(dtype).name; }

Bytes SerializeSafetensors(const SafetensorsFile& file) {
  // Tensors lie in the order of their names.
  SafetensorsHeader header{.metadata = file.metadata, .tensors = {}};
  uint64_t end = 0;
  for (const auto& [name, tensor] : file.tensors) {
    const DtypeName& dtype = Find(tensor.dtype);
    const std::vector<uint64_t> shape(tensor.shape.begin(), tensor.shape.end());
    assert(ByteSize(shape, dtype.size) == tensor.bytes.size());
    const uint64_t begin = end;
    end += tensor.bytes.size();
    header.tensors[name] = {std::string(dtype.name), shape, begin, end};
  }
  // Length and header, filled up so that the data is aligned.
  std::string text = FormatHeader(header);
  text.append((8 - text.size() % 8) % 8, ' ');
  Bytes bytes(kLengthBytes);
  bytes.reserve(kLengthBytes + text.size() + static_cast<size_t>(end));
  StoreLittleEndian<uint64_t>(text.size(), bytes.data());
  const auto text_bytes = std::as_bytes(std::span(text));
  bytes.insert(bytes.end(), text_bytes.begin(), text_bytes.end());
  // Data.
  for (const auto& [name, tensor] : file.tensors) {
    bytes.insert(bytes.end(), tensor.bytes.begin(), tensor.bytes.end());
  }
  return bytes;
}

Result<SafetensorsFile> ParseSafetensors(std::span<const std::byte> bytes, std::string_view name) {
  // Length and header.
  if (bytes.empty()) return Failure(std::string(name) + " is empty; copy or download it again");
  if (bytes.size() < kLengthBytes) {
    return Damaged(name, "has only " + std::to_string(bytes.size()) + " bytes");
  }
  const auto length = LoadLittleEndian<uint64_t>(bytes.data());
  if (length > kMaxHeaderBytes) {
    return Damaged(name, "claims a header of " + std::to_string(length) + " bytes");
  }
  if (length > bytes.size() - kLengthBytes) {
    return Damaged(name, "is cut short: its header should have " + std::to_string(length) +
                             " bytes and has " + std::to_string(bytes.size() - kLengthBytes));
  }
  const auto text = bytes.subspan(kLengthBytes, static_cast<size_t>(length));
  const auto data = bytes.subspan(kLengthBytes + text.size());
  Result<SafetensorsHeader> header =
      ParseHeader({reinterpret_cast<const char*>(text.data()), text.size()});
  if (!header) return Damaged(name, header.error());
  for (const auto& [tensor_name, entry] : header->tensors) {
    const Status status = CheckEntry(tensor_name, entry, data.size());
    if (!status) return Damaged(name, status.error());
  }
  if (const Status status = CheckCover(header->tensors, data.size()); !status) {
    return Damaged(name, status.error());
  }
  // Data.
  SafetensorsFile file{.metadata = std::move(header->metadata), .tensors = {}};
  for (const auto& [tensor_name, entry] : header->tensors) {
    file.tensors[tensor_name] = TakeTensor(entry, data);
  }
  return file;
}

std::string PayloadSha256(const SafetensorsFile& file) {
  std::vector<std::span<const std::byte>> parts;
  for (const auto& [name, tensor] : file.tensors) parts.emplace_back(tensor.bytes);
  return Sha256HexOfParts(parts);
}

}  // namespace vae

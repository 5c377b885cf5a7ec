// safetensors (https://github.com/huggingface/safetensors): an 8-byte little-endian header length,
// a JSON header {"__metadata__": {string: string}, name: {"dtype", "shape", "data_offsets"}}, then
// the tensors' bytes, little-endian, row-major, without gaps or overlaps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "io/file.h"

namespace vae {

enum class Dtype { kF16, kF32, kF64, kI8, kU8, kI64 };

// "F32" and so on, as the header has it.
std::string_view NameOf(Dtype dtype);

struct Tensor {
  Dtype dtype = Dtype::kF32;
  std::vector<int64_t> shape;
  Bytes bytes;  // product(shape) elements, little-endian, row-major
};

struct SafetensorsFile {
  std::map<std::string, std::string> metadata;
  std::map<std::string, Tensor> tensors;
};

// Strict: fails on a header that is too long, not JSON, names a tensor twice, has an unknown dtype,
// a shape that overflows or disagrees with its offsets, gaps or overlaps, or bytes left over. Never
// allocates more than the input warrants. `name` is how error sentences call the source.
Result<SafetensorsFile> ParseSafetensors(std::span<const std::byte> bytes, std::string_view name);

// The same content gives the same bytes: tensors and metadata in the order of their names, header
// padded with spaces to a multiple of 8 so that the data is aligned.
Bytes SerializeSafetensors(const SafetensorsFile& file);

// SHA-256 of the tensors' bytes in file order (everything after the header).
std::string PayloadSha256(const SafetensorsFile& file);

}  // namespace vae

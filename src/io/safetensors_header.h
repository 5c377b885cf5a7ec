// The JSON part of a safetensors file, as it stands there: names and numbers not yet compared with
// each other or with the data. Internal to safetensors.cc.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace vae {

struct TensorEntry {
  std::string dtype;
  std::vector<uint64_t> shape;
  uint64_t begin = 0;  // into the data, which starts after the header
  uint64_t end = 0;
};

struct SafetensorsHeader {
  std::map<std::string, std::string> metadata;
  std::map<std::string, TensorEntry> tensors;
};

std::string FormatHeader(const SafetensorsHeader& header);

// Accepts the exact layout of safetensors only, each name and each key once. The error is the part
// of a sentence that follows the file's name: `has a header that is not JSON`.
Result<SafetensorsHeader> ParseHeader(std::string_view text);

}  // namespace vae

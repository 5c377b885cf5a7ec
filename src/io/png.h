// Pictures as PNG files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/result.h"
#include "io/file.h"

namespace vae {

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<uint8_t> rgb;  // 3 * width * height sRGB values, row by row from the top left
};

// The picture, which is not empty and has less than 2 GB, as an 8-bit RGB file. The same picture
// gives the same bytes.
Bytes EncodePng(const Picture& picture);

// Replaces `path` as WriteFileAtomically does.
Status WritePng(const std::filesystem::path& path, const Picture& picture);

}  // namespace vae

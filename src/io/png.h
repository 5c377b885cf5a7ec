// Pictures as PNG files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "io/file.h"

namespace vae {

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<uint8_t> rgb;  // 3 * width * height sRGB values, row by row from the top left
};

// What a PNG file says about itself in chunks of type tEXt: texts by keyword, both ASCII without
// NUL, keywords of 1 to 79 characters.
using PngTexts = std::map<std::string, std::string>;

// The picture, which is not empty and has less than 2 GB, as an 8-bit RGB file. The same picture
// and texts give the same bytes.
Bytes EncodePng(const Picture& picture, const PngTexts& texts = {});

// The text under `keyword`; nullopt where there is none, also in what is no PNG file at all.
std::optional<std::string> FindPngText(std::span<const std::byte> png, std::string_view keyword);

// Replaces `path` as WriteFileAtomically does.
Status WritePng(const std::filesystem::path& path, const Picture& picture,
                const PngTexts& texts = {});

}  // namespace vae

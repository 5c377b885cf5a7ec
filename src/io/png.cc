#include "io/png.h"

#include <cassert>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <span>

#ifdef VAE_PNG_ZLIB
#include <zlib.h>

namespace {

// zlib makes figures smaller by a sixth to a third than stb's own compression. stb frees the
// result.
unsigned char* Deflate(unsigned char* data, int size, int* compressed_size, int /*quality*/) {
  uLongf length = compressBound(static_cast<uLong>(size));
  auto* compressed = static_cast<unsigned char*>(std::malloc(length));
  if (compressed == nullptr) return nullptr;
  if (compress2(compressed, &length, data, static_cast<uLong>(size), Z_DEFAULT_COMPRESSION) !=
      Z_OK) {
    std::free(compressed);
    return nullptr;
  }
  *compressed_size = static_cast<int>(length);
  return compressed;
}

}  // namespace

#define STBIW_ZLIB_COMPRESS Deflate
#endif

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#include <stb_image_write.h>

namespace vae {
namespace {

// A file is this, then chunks: length, type, that many bytes, checksum of type and bytes.
constexpr std::string_view kSignature = "\x89PNG\r\n\x1a\n";
constexpr size_t kWordBytes = 4;
constexpr size_t kAroundChunk = 3 * kWordBytes;
constexpr size_t kHeaderEnd = 8 + kAroundChunk + 13;  // after the chunk IHDR, which is the first

void AppendWord(uint32_t word, std::string& bytes) {
  for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(word >> shift & 0xff);
}

std::string TextChunk(std::string_view keyword, std::string_view text) {
  std::string body = "tEXt" + std::string(keyword) + '\0' + std::string(text);
  std::string chunk;
  AppendWord(static_cast<uint32_t>(body.size() - kWordBytes), chunk);
  const uint32_t checksum =
      stbiw__crc32(reinterpret_cast<unsigned char*>(body.data()), static_cast<int>(body.size()));
  chunk += body;
  AppendWord(checksum, chunk);
  return chunk;
}

}  // namespace

Bytes EncodePng(const Picture& picture, const PngTexts& texts) {
  assert(picture.width > 0 && picture.height > 0);
  assert(picture.rgb.size() ==
         size_t{3} * static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height));
  Bytes bytes;
  const auto append = [](void* context, void* data, int size) {
    const std::span part(static_cast<const std::byte*>(data), static_cast<size_t>(size));
    auto* all = static_cast<Bytes*>(context);
    all->insert(all->end(), part.begin(), part.end());
  };
  // Digits and figures have few colours, all of which zlib knows: filters make files larger by a
  // tenth, and to choose one for each line takes longer than all the rest.
  stbi_write_force_png_filter = 0;
  if (stbi_write_png_to_func(append, &bytes, picture.width, picture.height, 3, picture.rgb.data(),
                             3 * picture.width) == 0) {
#ifdef __cpp_exceptions
    throw std::bad_alloc();  // the only thing that can fail
#else
    std::abort();  // as operator new does there
#endif
  }
  std::string chunks;
  for (const auto& [keyword, text] : texts) chunks += TextChunk(keyword, text);
  const auto extra = std::as_bytes(std::span(chunks));
  bytes.insert(bytes.begin() + kHeaderEnd, extra.begin(), extra.end());
  return bytes;
}

std::optional<std::string> FindPngText(std::span<const std::byte> png, std::string_view keyword) {
  const std::string_view all(reinterpret_cast<const char*>(png.data()), png.size());
  if (!all.starts_with(kSignature)) return std::nullopt;
  const std::string start = "tEXt" + std::string(keyword) + '\0';
  std::string_view rest = all.substr(kSignature.size());
  while (rest.size() >= kAroundChunk) {
    size_t length = 0;
    for (const char c : rest.substr(0, kWordBytes)) length = length << 8 | static_cast<uint8_t>(c);
    if (length > rest.size() - kAroundChunk) return std::nullopt;
    const std::string_view chunk = rest.substr(kWordBytes, kWordBytes + length);
    if (chunk.starts_with(start)) return std::string(chunk.substr(start.size()));
    rest.remove_prefix(kAroundChunk + length);
  }
  return std::nullopt;
}

Status WritePng(const std::filesystem::path& path, const Picture& picture, const PngTexts& texts) {
  return WriteFileAtomically(path, EncodePng(picture, texts));
}

}  // namespace vae

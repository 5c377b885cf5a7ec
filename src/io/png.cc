#include "io/png.h"

#include <cassert>
#include <cstddef>
#include <cstdlib>
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

Bytes EncodePng(const Picture& picture) {
  assert(picture.width > 0 && picture.height > 0);
  assert(picture.rgb.size() ==
         size_t{3} * static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height));
  Bytes bytes;
  const auto append = [](void* context, void* data, int size) {
    const std::span part(static_cast<const std::byte*>(data), static_cast<size_t>(size));
    auto* all = static_cast<Bytes*>(context);
    all->insert(all->end(), part.begin(), part.end());
  };
  stbi_write_png_to_func(append, &bytes, picture.width, picture.height, 3, picture.rgb.data(),
                         3 * picture.width);
  return bytes;
}

Status WritePng(const std::filesystem::path& path, const Picture& picture) {
  return WriteFileAtomically(path, EncodePng(picture));
}

}  // namespace vae

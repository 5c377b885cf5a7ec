// Decompression of .gz files (RFC 1952), by zlib. Native tools only, like mnist.h.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "core/result.h"
#include "io/file.h"

namespace vae {

// The content of a .gz file, of all its members if there are several. `name` is how error sentences
// call the source. Fails on other data, on a cut or corrupt file, on bytes after the last member,
// and when the content is larger than `max_bytes`; never allocates more than the input warrants.
Result<Bytes> Gunzip(std::span<const std::byte> bytes, std::string_view name, size_t max_bytes);

}  // namespace vae

// Whole files to and from memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include "core/result.h"

namespace vae {

using Bytes = std::vector<std::byte>;

// Fails when the file is missing, a directory, or unreadable, and says which.
Result<Bytes> ReadFile(const std::filesystem::path& path);

// Replaces `path` by `bytes` so that at every moment it holds either the old content or the new
// one: a temporary file beside it, flushed to disk, then renamed. Creates missing parent folders.
Status WriteFileAtomically(const std::filesystem::path& path, std::span<const std::byte> bytes);

// Whether WriteFileAtomically(path) would work, found out by making and removing the temporary
// file: for programs that run for an hour before they write.
Status CheckWritable(const std::filesystem::path& path);

}  // namespace vae

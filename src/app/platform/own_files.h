// The files that come with the desktop program.
#pragma once

#include <filesystem>

namespace app {

// `name` in the folder of the executable or in one above it: build/native/bin is three below the
// repository's. When there is none, `name` itself, for the reader to complain about.
std::filesystem::path FindOwnFile(const std::filesystem::path& name);

}  // namespace app

#include "app/platform/own_files.h"

#include <SDL.h>

#include <system_error>

namespace app {

std::filesystem::path FindOwnFile(const std::filesystem::path& name) {
  char* base = SDL_GetBasePath();
  if (base == nullptr) return name;
  std::filesystem::path folder = std::filesystem::path(base).parent_path();
  SDL_free(base);
  for (int levels = 0; levels <= 4; ++levels, folder = folder.parent_path()) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(folder / name, ignored)) return folder / name;
  }
  return name;
}

}  // namespace app

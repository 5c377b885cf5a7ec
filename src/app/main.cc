// latentpad, the desktop program.
#define SDL_MAIN_HANDLED
#include <SDL.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "app/app.h"
#include "app/platform.h"
#include "io/file.h"

namespace {

constexpr char kDefaultWeights[] = "weights/latent10.safetensors";

// `name` in the folder of the executable or in one above it: build/native/bin is three below the
// repository's. When there is none, `name` itself, for the reader to complain about.
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

vae::Status LoadWeights(app::App& app, const std::filesystem::path& path) {
  return vae::ReadFile(path).and_then(
      [&](const vae::Bytes& bytes) { return app.LoadModel(bytes, path.string()); });
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App options("Draw a digit and see what a variational autoencoder makes of it.", "latentpad");
  std::string weights;
  options.add_option(
      "WEIGHTS", weights,
      std::string("Model to use (safetensors, written by vae-train); default ") + kDefaultWeights);
  try {
    options.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return options.exit(error) == 0 ? 0 : 2;
  }

  SDL_SetMainReady();
  const auto program = std::make_unique<app::App>();
  const vae::Status loaded = LoadWeights(
      *program, weights.empty() ? FindOwnFile(kDefaultWeights) : std::filesystem::path(weights));
  if (!loaded) {
    std::fprintf(stderr, "latentpad: %s\n", loaded.error().c_str());
    return 1;
  }
  return app::Run(*program);
}

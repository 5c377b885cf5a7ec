// latentpad, the desktop program.
#define SDL_MAIN_HANDLED
#include <SDL.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "app/app.h"
#include "app/model/offered_models.h"
#include "app/platform/own_files.h"
#include "app/platform/platform.h"
#include "io/file.h"

namespace {

const std::string kDefaultWeights = std::string("weights/") + app::kFirstModel + ".safetensors";

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
      "Model to use (safetensors, written by vae-train); default " + kDefaultWeights);
  try {
    options.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return options.exit(error) == 0 ? 0 : 2;
  }

  SDL_SetMainReady();
  const auto program = std::make_unique<app::App>();
  const vae::Status loaded =
      LoadWeights(*program, weights.empty() ? app::FindOwnFile(kDefaultWeights)
                                            : std::filesystem::path(weights));
  if (!loaded) {
    std::fprintf(stderr, "latentpad: %s\n", loaded.error().c_str());
    return 1;
  }
  return app::Run(*program);
}

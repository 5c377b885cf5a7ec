// Makes the page's copy of a map: pack_map MAP OUT
//
// What it costs to draw the test digits is in the page's copy of the model (pack_weights.cc).
#include <cstdio>
#include <string>

#include "io/file.h"
#include "io/latent_map.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: pack_map MAP OUT\n", stderr);
    return 2;
  }
  const std::string path = argv[1];
  const vae::Status packed =
      vae::ReadFile(path)
          .and_then([&](const vae::Bytes& bytes) { return vae::ParseMap(bytes, path); })
          .and_then([&](const vae::LatentMap& map) {
            return vae::WriteFileAtomically(argv[2], vae::SerializeMapToShow(map));
          });
  if (packed) return 0;
  std::fprintf(stderr, "pack_map: %s\n", packed.error().c_str());
  return 1;
}

// Writes what recorded_losses.h was recorded on: write_made_digits FOLDER
#include <cstdio>
#include <filesystem>

#include "learn/made_digits.h"
#include "learn/recorded_losses.h"

int main(int argc, char** argv) {
  if (argc != 2) return std::fprintf(stderr, "Usage: write_made_digits FOLDER\n"), 2;
  const std::filesystem::path folder = argv[1];
  const std::pair<const char*, vae::Bytes> files[] = {
      {"train-images-idx3-ubyte", vae::MadeImages(vae::kRecordedDigits)},
      {"train-labels-idx1-ubyte", vae::MadeLabels(vae::kRecordedDigits)},
      {"t10k-images-idx3-ubyte", vae::MadeImages(8)},
      {"t10k-labels-idx1-ubyte", vae::MadeLabels(8)}};
  for (const auto& [name, bytes] : files) {
    const vae::Status status = vae::WriteFileAtomically(folder / name, bytes);
    if (!status) return std::fprintf(stderr, "%s\n", status.error().c_str()), 1;
  }
  return 0;
}

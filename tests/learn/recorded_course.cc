// What the learner says of the course of recorded_losses.h: recorded_course FOLDER RECIPE. Writes
// its digits into FOLDER, as vae-train reads them, and for each epoch recon_nats and kl_nats to
// standard output.
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <utility>

#include "learn/made_digits.h"
#include "learn/recorded_losses.h"

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "Usage: recorded_course FOLDER RECIPE\n"), 2;
  const std::filesystem::path folder = argv[1];
  const bool best = std::string_view(argv[2]) == "best";
  const std::pair<const char*, vae::Bytes> files[] = {
      {"train-images-idx3-ubyte", vae::MadeImages(vae::kRecordedDigits)},
      {"train-labels-idx1-ubyte", vae::MadeLabels(vae::kRecordedDigits)},
      {"t10k-images-idx3-ubyte", vae::MadeImages(8)},
      {"t10k-labels-idx1-ubyte", vae::MadeLabels(8)}};
  for (const auto& [name, bytes] : files) {
    const vae::Status status = vae::WriteFileAtomically(folder / name, bytes);
    if (!status) return std::fprintf(stderr, "%s\n", status.error().c_str()), 1;
  }
  const vae::Recipe recipe = best ? vae::Recipe::kBest : vae::Recipe::kOriginal;
  for (const vae::LossMessage& epoch : vae::RecordedEpochs(recipe)) {
    std::printf("%.9g %.9g\n", epoch.epoch_recon_nats, epoch.epoch_kl_nats);
  }
  return 0;
}

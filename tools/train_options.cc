#include "train_options.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include "command_line.h"

namespace tools {
namespace {

// Far above any sensible use, low enough that no product of them overflows or eats all memory.
constexpr int kMaxHiddenDim = 65536;
constexpr int kMaxLatentDim = 4096;
constexpr int kMaxThreads = 1024;

std::string DefaultOut(const TrainFlags& flags) {
  return "trained_model/model_hd" + std::to_string(flags.hidden_dim) + "_ld" +
         std::to_string(flags.latent_dim) + "_e" + std::to_string(flags.num_epochs) +
         ".safetensors";
}

vae::Status CheckRange(const char* flag, int value, int most) {
  if (value >= 1 && value <= most) return {};
  return vae::Failure(std::string(flag) + " is " + std::to_string(value) +
                      "; give a whole number from 1 to " + std::to_string(most));
}

}  // namespace

int ParseTrainFlags(int argc, const char* const* argv, TrainFlags& flags) {
  CLI::App app(
      "Trains a variational autoencoder on MNIST and writes its weights as a safetensors file.",
      "vae-train");
  app.get_formatter()->column_width(28);
  app.add_option("--batch-size", flags.batch_size, "Digits per step")->capture_default_str();
  app.add_option("--latent-dim", flags.latent_dim, "Values of z")->capture_default_str();
  app.add_option("--hidden-dim", flags.hidden_dim, "Units of each hidden layer")
      ->capture_default_str();
  app.add_option("--num-epochs", flags.num_epochs, "Passes over the training digits")
      ->capture_default_str();
  app.add_option("--lr", flags.learning_rate, "Learning rate of Adam")->capture_default_str();
  app.add_option("--seed", flags.seed, "Of weights, order and noise; repeats a run exactly")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--threads", flags.threads,
                 "Threads; the result does not depend on them [all cores]");
  app.add_option("--data", flags.data,
                 "Folder of the four IDX files [$MNIST_DIR, the cache, else downloaded]");
  app.add_option("--out", flags.out,
                 "File to write [trained_model/model_hd<H>_ld<L>_e<epochs>.safetensors]");
  app.add_option("--log", flags.log, "Also write one JSON object per epoch to this file");
  const int exit_code = ParseCommandLine(app, argc, argv);
  if (exit_code >= 0) return exit_code;
  if (app.count("--threads") == 0) {
    flags.threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 64u));
  }
  if (flags.out.empty()) flags.out = DefaultOut(flags);
  return -1;
}

vae::Status CheckTrainFlags(const TrainFlags& flags) {
  for (const vae::Status& status : {CheckRange("--batch-size", flags.batch_size, 1'000'000),
                                    CheckRange("--latent-dim", flags.latent_dim, kMaxLatentDim),
                                    CheckRange("--hidden-dim", flags.hidden_dim, kMaxHiddenDim),
                                    CheckRange("--num-epochs", flags.num_epochs, 1'000'000),
                                    CheckRange("--threads", flags.threads, kMaxThreads)}) {
    if (!status) return status;
  }
  if (!(flags.learning_rate > 0) || !std::isfinite(flags.learning_rate)) {
    return vae::Failure("--lr is not a positive number; 0.001 is a good one");
  }
  return {};
}

}  // namespace tools

// vae-train: learns a VAE from MNIST and writes its weights.
#include <csignal>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include "command_line.h"
#include "data/mnist.h"
#include "io/checkpoint.h"
#include "io/file.h"
#include "train_log.h"
#include "train_options.h"
#include "train_run.h"

namespace tools {
namespace {

constexpr int kExitInterrupted = 130;  // as shells have it: 128 + SIGINT

volatile std::sig_atomic_t interrupted = 0;

// The first Ctrl-C ends the run in order, the second at once.
void OnInterrupt(int signal) {
  interrupted = 1;
  std::signal(signal, SIG_DFL);
}

void PrintHeader(const TrainFlags& flags, const vae::Mnist& mnist, const std::string& directory) {
  std::printf("784-%d-%d VAE, %ld training and %ld %s digits from %s, %d thread%s\n",
              flags.hidden_dim, flags.latent_dim,
              static_cast<long>(mnist.train.digits.cols() - flags.holdout),
              static_cast<long>(flags.holdout > 0 ? flags.holdout : mnist.test.digits.cols()),
              flags.holdout > 0 ? "held-out" : "test", directory.c_str(), flags.threads,
              flags.threads == 1 ? "" : "s");
  std::string options;
  for (const auto& [option, value] : ResultOptions(flags)) {
    if (!options.empty()) options += ", ";
    options += option + " " + value;
  }
  std::printf("%s\n", options.c_str());
  std::fflush(stdout);
}

vae::Result<vae::Mnist> FindAndLoad(const TrainFlags& flags) {
  vae::MnistSource source;
  source.directory = flags.data;
  source.progress = [](const std::string& line) { std::printf("%s\n", line.c_str()); };
  const auto directory = vae::FindMnist(source);
  if (!directory) return vae::Failure(directory.error());
  vae::Result<vae::Mnist> mnist = vae::LoadMnist(*directory);
  if (!mnist) return mnist;
  const vae::Index count = mnist->train.digits.cols();
  if (flags.holdout >= count) {
    return vae::Failure("--holdout " + std::to_string(flags.holdout) + " leaves none of the " +
                        std::to_string(count) + " training digits; hold out fewer");
  }
  PrintHeader(flags, *mnist, directory->string());
  return mnist;
}

vae::Result<TrainRun::End> Run(const TrainFlags& flags, std::optional<vae::Checkpoint> checkpoint) {
  for (const vae::Status& status : {CheckTrainFlags(flags), vae::CheckWritable(flags.out)}) {
    if (!status) return vae::Failure(status.error());
  }
  const vae::Result<vae::Mnist> mnist = FindAndLoad(flags);
  if (!mnist) return vae::Failure(mnist.error());
  TrainLog log;
  TrainRun run(flags, *mnist, log);
  if (checkpoint) {
    const vae::Status resumed = run.Resume(std::move(*checkpoint));
    if (!resumed) return vae::Failure(resumed.error());
  }
  vae::Result<TrainLog> opened = TrainLog::Open(flags.log, run.epochs_done());
  if (!opened) return vae::Failure(opened.error());
  log = std::move(*opened);
  std::signal(SIGINT, OnInterrupt);
  std::signal(SIGTERM, OnInterrupt);
  return run.Run(interrupted);
}

}  // namespace
}  // namespace tools

int main(int argc, char** argv) {
  tools::TrainFlags flags;
  std::optional<vae::Checkpoint> checkpoint;
  const int exit_code = tools::ParseTrainFlags(argc, argv, flags, checkpoint);
  if (exit_code >= 0) return exit_code;
  const auto end = tools::Run(flags, std::move(checkpoint));
  if (!end) return tools::Fail("vae-train", end.error());
  if (*end == tools::TrainRun::End::kInterrupted) {
    std::printf("stopped; go on with: vae-train --resume %s\n",
                tools::CheckpointPath(flags.out).c_str());
    return tools::kExitInterrupted;
  }
  std::printf("wrote %s\n", flags.out.c_str());
  return 0;
}

// vae-train: learns a VAE from MNIST and writes its weights.
#include <csignal>
#include <cstdio>
#include <new>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "command_line.h"
#include "data/mnist.h"
#include "io/checkpoint.h"
#include "io/file.h"
#include "train_log.h"
#include "train_options.h"
#include "train_outputs.h"
#include "train_run.h"

namespace tools {
namespace {

volatile std::sig_atomic_t interrupted = 0;  // the signal

// The first Ctrl-C ends the run in order, the second at once.
void OnInterrupt(int signal) {
  interrupted = signal;
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

// Makes flags.data the folder that was found.
vae::Result<vae::Mnist> FindAndLoad(TrainFlags& flags) {
  vae::MnistSource source;
  source.directory = flags.data;
  source.progress = [](const std::string& line) { std::printf("%s\n", line.c_str()); };
  const auto directory = vae::FindMnist(source);
  if (!directory) return vae::Failure(directory.error());
  vae::Result<vae::Mnist> mnist = vae::LoadMnist(*directory);
  if (!mnist) return mnist;
  flags.data = directory->string();
  const vae::Index count = mnist->train.digits.cols();
  if (flags.holdout >= count) {
    return vae::Failure("--holdout " + std::to_string(flags.holdout) + " leaves none of the " +
                        std::to_string(count) + " training digits; hold out fewer");
  }
  PrintHeader(flags, *mnist, directory->string());
  return mnist;
}

vae::Result<TrainRun::End> Run(TrainFlags& flags, std::optional<vae::Checkpoint> checkpoint) {
  if (const vae::Status status = CheckTrainFlags(flags); !status) {
    return vae::Failure(status.error());
  }
  const vae::Result<vae::FileLock> claimed = ClaimOutputs(flags);
  if (!claimed) return vae::Failure(claimed.error());
  const vae::Result<vae::Mnist> mnist = FindAndLoad(flags);
  if (!mnist) return vae::Failure(mnist.error());
  TrainLog log(flags.log);
  TrainRun run(flags, *mnist, log);
  if (checkpoint) {
    const vae::Status resumed = run.Resume(std::move(*checkpoint));
    if (!resumed) return vae::Failure(resumed.error());
  }
  if (const vae::Status started = log.Start(run.epochs_done()); !started) {
    return vae::Failure(started.error());
  }
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, OnInterrupt);
  return run.Run(interrupted);
}

// What the machine does not have: memory, threads.
vae::Result<TrainRun::End> RunWithinMeans(TrainFlags& flags,
                                          std::optional<vae::Checkpoint> checkpoint) {
  try {
    return Run(flags, std::move(checkpoint));
  } catch (const std::bad_alloc&) {
    return vae::Failure(
        "there is not enough memory; give a smaller --hidden-dim, --batch-size or --samples, or "
        "fewer --threads");
  } catch (const std::system_error& error) {
    return vae::Failure("the system refuses " + std::to_string(flags.threads) +
                        " threads: " + error.what() + "; give fewer --threads");
  }
}

}  // namespace
}  // namespace tools

int main(int argc, char** argv) {
  tools::TrainFlags flags;
  std::optional<vae::Checkpoint> checkpoint;
  const int exit_code = tools::ParseTrainFlags(argc, argv, flags, checkpoint);
  if (exit_code >= 0) return exit_code;
  const auto end = tools::RunWithinMeans(flags, std::move(checkpoint));
  if (!end) return tools::Fail("vae-train", end.error());
  if (*end == tools::TrainRun::End::kInterrupted) {
    std::printf("stopped; go on with: %s\n",
                tools::ResumeCommand(tools::CheckpointPath(flags.out)).c_str());
    return 128 + tools::interrupted;  // as shells have it
  }
  std::printf("wrote %s\n", flags.out.c_str());
  return 0;
}

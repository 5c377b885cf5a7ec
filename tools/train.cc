// vae-train: learns a VAE from MNIST and writes its weights.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <new>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "command_line.h"
#include "data/mnist.h"
#include "distinct_files.h"
#include "instruction_set.h"
#include "io/checkpoint.h"
#include "io/file.h"
#include "train_log.h"
#include "train_options.h"
#include "train_outputs.h"
#include "train_run.h"

namespace tools {
namespace {

constexpr const char* kSmaller =
    "give a smaller --hidden-dim, --batch-size or --samples, or fewer --threads";

volatile std::sig_atomic_t signal_number = 0;  // what came

// However often it comes: `timeout`, shells and closing terminals signal a process and its group.
void OnInterrupt(int signal) { signal_number = signal; }

// From here on a signal ends the run in order. What is ignored stays so: `nohup`.
void WatchSignals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    if (std::signal(signal, OnInterrupt) == SIG_IGN) std::signal(signal, SIG_IGN);
  }
}

std::string Gigabytes(double bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f GB", bytes / 1e9);
  return text;
}

void PrintHeader(const TrainFlags& flags, const vae::Mnist& mnist, double memory) {
  std::printf("784-%d-%d VAE, %ld training and %ld %s digits from %s, %d thread%s, at most %s\n",
              flags.hidden_dim, flags.latent_dim,
              static_cast<long>(mnist.train.digits.cols() - flags.holdout),
              static_cast<long>(flags.holdout > 0 ? flags.holdout : mnist.test.digits.cols()),
              flags.holdout > 0 ? "held-out" : "test", flags.data.c_str(), flags.threads,
              flags.threads == 1 ? "" : "s", Gigabytes(memory).c_str());
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
  if (!flags.quiet) {
    source.progress = [](const std::string& line) { std::printf("%s\n", line.c_str()); };
  }
  const auto folder = vae::FindMnist(source);
  if (!folder) return vae::Failure(folder.error());
  const vae::Status distinct =
      CheckDistinctFromData(OutputsOf(flags), vae::MnistPaths(folder->directory));
  if (!distinct) return vae::Failure(distinct.error());
  vae::Result<vae::Mnist> mnist = vae::LoadMnist(*folder);
  if (!mnist) return mnist;
  flags.data = folder->directory.string();
  const vae::Index count = mnist->train.digits.cols();
  if (flags.holdout >= count) {
    return vae::Failure("--holdout " + std::to_string(flags.holdout) + " leaves none of the " +
                        std::to_string(count) + " training digits; hold out fewer");
  }
  return mnist;
}

vae::Status CheckMemory(double needed) {
  const double there =
      static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  if (needed <= there) return {};
  return vae::Failure("this run needs up to " + Gigabytes(needed) +
                      " of memory and the machine has " + Gigabytes(there) + "; " + kSmaller);
}

vae::Result<TrainRun::End> Run(TrainFlags& flags, TrainStart start) {
  if (const vae::Status status = CheckTrainFlags(flags); !status) {
    return vae::Failure(status.error());
  }
  const vae::Result<vae::FileLock> claimed = ClaimOutputs(flags);
  if (!claimed) return vae::Failure(claimed.error());
  const vae::Result<vae::Mnist> mnist = FindAndLoad(flags);
  if (!mnist) return vae::Failure(mnist.error());
  const double memory = PeakMemory(flags, mnist->train.digits.cols() + mnist->test.digits.cols());
  if (const vae::Status enough = CheckMemory(memory); !enough) return vae::Failure(enough.error());
  // From the header on, a run that is interrupted leaves a checkpoint.
  WatchSignals();
  if (!flags.quiet) PrintHeader(flags, *mnist, memory);
  TrainLog log(flags.log);
  TrainRun run(flags, *mnist, log);
  if (start.model) run.StartFrom(start.model->params);
  if (start.checkpoint) {
    const vae::Status resumed = run.Resume(std::move(*start.checkpoint));
    if (!resumed) return vae::Failure(resumed.error());
  }
  const int logged = OwnsLog(flags) ? run.epochs_done() : 0;
  if (const vae::Status started = log.Start(logged); !started) {
    return vae::Failure(started.error());
  }
  return run.Run(signal_number);
}

// What the machine does not have: memory, threads.
vae::Result<TrainRun::End> RunWithinMeans(TrainFlags& flags, TrainStart start) {
  try {
    return Run(flags, std::move(start));
  } catch (const std::bad_alloc&) {
    return vae::Failure(std::string("there is not enough memory; ") + kSmaller);
  } catch (const std::system_error& error) {
    return vae::Failure("the system refuses " + std::to_string(flags.threads) +
                        " threads: " + error.what() + "; give fewer --threads");
  }
}

}  // namespace
}  // namespace tools

int main(int argc, char** argv) {
  const vae::Status fastest = tools::BecomeFastest(argv, tools::HeldPrograms());
  if (!fastest) return tools::Fail("vae-train", fastest.error());
  tools::TrainFlags flags;
  tools::TrainStart start;
  const int exit_code = tools::ParseTrainFlags(argc, argv, flags, start);
  if (exit_code >= 0) return exit_code;
  const auto end = tools::RunWithinMeans(flags, std::move(start));
  if (!end) return tools::Fail("vae-train", end.error());
  if (*end == tools::TrainRun::End::kInterrupted) {
    std::printf("stopped; go on with: %s\n",
                tools::ResumeCommand(tools::CheckpointPath(flags.out)).c_str());
    return 128 + tools::signal_number;  // as shells have it
  }
  if (!flags.quiet) std::printf("wrote %s\n", flags.out.c_str());
  return 0;
}

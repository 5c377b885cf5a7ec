// vae-train: learns a VAE from MNIST and writes its weights.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "command_line.h"
#include "core/thread_pool.h"
#include "core/trainer.h"
#include "data/mnist.h"
#include "io/file.h"
#include "io/weights.h"
#include "progress.h"
#include "train_options.h"

namespace tools {
namespace {

using vae::ElboMean;

// One JSON object a line, each flushed, so that a run can be followed and survives being killed.
class TrainLog {
 public:
  static vae::Result<TrainLog> Open(const std::string& path) {
    TrainLog log;
    if (path.empty()) return log;
    log.file_.reset(std::fopen(path.c_str(), "w"));
    if (!log.file_) {
      return vae::Failure("cannot write the log " + path + ": " + std::strerror(errno) +
                          "; give --log another file");
    }
    return log;
  }

  void Write(const nlohmann::ordered_json& record) {
    if (!file_) return;
    std::fprintf(file_.get(), "%s\n", record.dump().c_str());
    std::fflush(file_.get());
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

struct EpochResult {
  ElboMean train;  // the mean over the epoch's steps, each before its update
  ElboMean test;   // after the epoch
  double seconds = 0;
};

std::string Number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

vae::Model MakeModel(const TrainFlags& flags, const vae::Mnist& mnist, int epochs_done,
                     const ElboMean& test, const vae::VaeParams& params) {
  return {params,
          {{"batch_size", std::to_string(flags.batch_size)},
           {"dataset_sha256", mnist.sha256},
           {"epochs_done", std::to_string(epochs_done)},
           {"learning_rate", Number(flags.learning_rate)},
           {"num_epochs", std::to_string(flags.num_epochs)},
           {"optimizer", "adam"},
           {"seed", std::to_string(flags.seed)},
           {"test_kl_nats", Number(test.kl_nats)},
           {"test_neg_elbo", Number(test.neg_elbo())},
           {"test_recon_nats", Number(test.recon_nats)}}};
}

nlohmann::ordered_json ToJson(const ElboMean& mean) {
  return {
      {"recon_nats", mean.recon_nats}, {"kl_nats", mean.kl_nats}, {"neg_elbo", mean.neg_elbo()}};
}

void Report(const TrainFlags& flags, int epoch, const EpochResult& result, TrainLog& log) {
  std::printf(
      "epoch %*d/%d  train %7.3f = %7.3f recon + %6.3f kl   test %7.3f = %7.3f recon + %6.3f kl"
      "   %.1f s\n",
      static_cast<int>(std::to_string(flags.num_epochs).size()), epoch, flags.num_epochs,
      result.train.neg_elbo(), result.train.recon_nats, result.train.kl_nats,
      result.test.neg_elbo(), result.test.recon_nats, result.test.kl_nats, result.seconds);
  std::fflush(stdout);
  log.Write({{"epoch", epoch},
             {"train", ToJson(result.train)},
             {"test", ToJson(result.test)},
             {"seconds", result.seconds}});
}

// All steps of one epoch; nullopt when the loss stopped being finite.
std::optional<ElboMean> TrainEpoch(const TrainFlags& flags, int epoch, const vae::Matrix& digits,
                                   vae::Trainer& trainer, ProgressBar& bar) {
  const auto count = static_cast<uint32_t>(digits.cols());
  const std::vector<uint32_t> order = vae::EpochOrder(flags.seed, epoch - 1, count);
  const std::span<const uint32_t> all(order);
  ElboMean sum;
  int64_t step = 0;
  for (size_t first = 0; first < all.size(); first += static_cast<size_t>(flags.batch_size)) {
    const auto batch =
        all.subspan(first, std::min(static_cast<size_t>(flags.batch_size), all.size() - first));
    const ElboMean mean = trainer.Step(digits, batch);
    if (!std::isfinite(mean.neg_elbo())) return std::nullopt;
    const auto weight = static_cast<double>(batch.size());
    sum.recon_nats += weight * mean.recon_nats;
    sum.kl_nats += weight * mean.kl_nats;
    const auto seen = static_cast<double>(first + batch.size());
    bar.Show(epoch, ++step, sum.neg_elbo() / seen);
  }
  return ElboMean{sum.recon_nats / count, sum.kl_nats / count};
}

std::string NotFinite(const TrainFlags& flags, int epoch) {
  std::string sentence = "the loss is no longer a finite number in epoch " + std::to_string(epoch);
  sentence += epoch > 1 ? "; " + flags.out + " keeps the weights of epoch " +
                              std::to_string(epoch - 1) + ", try again with a smaller --lr"
                        : "; nothing was written, try again with a smaller --lr";
  return sentence;
}

vae::Status Train(const TrainFlags& flags, const vae::Mnist& mnist, TrainLog& log) {
  vae::ThreadPool pool(flags.threads);
  vae::Trainer trainer({.hidden_dim = flags.hidden_dim, .latent_dim = flags.latent_dim},
                       {.adam = {.learning_rate = flags.learning_rate}, .seed = flags.seed}, pool);
  const vae::Matrix& digits = mnist.train.digits;
  ProgressBar bar(stdout, flags.num_epochs,
                  (digits.cols() + flags.batch_size - 1) / flags.batch_size);
  for (int epoch = 1; epoch <= flags.num_epochs; ++epoch) {
    const auto start = std::chrono::steady_clock::now();
    const std::optional<ElboMean> train = TrainEpoch(flags, epoch, digits, trainer, bar);
    bar.Clear();
    if (!train) return vae::Failure(NotFinite(flags, epoch));
    const ElboMean test = vae::EvaluateElbo(trainer.params(), mnist.test.digits, flags.seed, pool);
    if (!std::isfinite(test.neg_elbo())) return vae::Failure(NotFinite(flags, epoch));
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    Report(flags, epoch, {*train, test, seconds.count()}, log);
    // Each epoch's weights replace the last ones, so that whatever stops the run costs one epoch.
    const vae::Status written = vae::WriteFileAtomically(
        flags.out, vae::SerializeWeights(MakeModel(flags, mnist, epoch, test, trainer.params())));
    if (!written) return written;
  }
  std::printf("wrote %s\n", flags.out.c_str());
  return {};
}

vae::Status Run(const TrainFlags& flags) {
  if (const vae::Status status = CheckTrainFlags(flags); !status) return status;
  if (const vae::Status status = vae::CheckWritable(flags.out); !status) return status;
  vae::Result<TrainLog> log = TrainLog::Open(flags.log);
  if (!log) return vae::Failure(log.error());
  vae::MnistSource source;
  source.directory = flags.data;
  source.progress = [](const std::string& line) { std::printf("%s\n", line.c_str()); };
  const auto directory = vae::FindMnist(source);
  if (!directory) return vae::Failure(directory.error());
  const vae::Result<vae::Mnist> mnist = vae::LoadMnist(*directory);
  if (!mnist) return vae::Failure(mnist.error());
  std::printf(
      "784-%d-%d VAE, %ld training and %ld test digits from %s, batches of %d, lr %g, seed %lu, "
      "%d thread%s\n",
      flags.hidden_dim, flags.latent_dim, static_cast<long>(mnist->train.digits.cols()),
      static_cast<long>(mnist->test.digits.cols()), directory->c_str(), flags.batch_size,
      flags.learning_rate, static_cast<unsigned long>(flags.seed), flags.threads,
      flags.threads == 1 ? "" : "s");
  return Train(flags, *mnist, *log);
}

}  // namespace
}  // namespace tools

int main(int argc, char** argv) {
  tools::TrainFlags flags;
  const int exit_code = tools::ParseTrainFlags(argc, argv, flags);
  if (exit_code >= 0) return exit_code;
  const vae::Status status = tools::Run(flags);
  return status ? 0 : tools::Fail("vae-train", status.error());
}

#include "train_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <utility>
#include <vector>

#include "core/batches.h"
#include "io/file.h"
#include "io/weights.h"
#include "train_outputs.h"

namespace tools {
namespace {

using Clock = std::chrono::steady_clock;
using vae::ElboMean;

// For people to read.
std::string SixDigits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

// Exact, for sums that are to go on as if they had never been written down.
std::string Exact(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%a", value);
  return text;
}

double ToDouble(const std::map<std::string, std::string>& metadata, const char* key) {
  const auto found = metadata.find(key);
  return found == metadata.end() ? std::nan("") : std::strtod(found->second.c_str(), nullptr);
}

std::string Absolute(const std::string& path) {
  std::error_code ignored;
  const std::filesystem::path absolute = std::filesystem::absolute(path, ignored);
  return ignored ? path : absolute.lexically_normal().string();
}

int64_t StepsPerEpoch(vae::Index digits, int batch_size) {
  return (digits + batch_size - 1) / batch_size;
}

}  // namespace

TrainRun::TrainRun(const TrainFlags& flags, const vae::Mnist& mnist, TrainLog& log)
    : flags_(flags),
      mnist_(mnist),
      log_(log),
      held_out_(mnist.train.digits.rightCols(flags.holdout)),
      train_count_(mnist.train.digits.cols() - flags.holdout),
      steps_per_epoch_(StepsPerEpoch(train_count_, flags.batch_size)),
      pool_(flags.threads),
      trainer_({.hidden_dim = flags.hidden_dim, .latent_dim = flags.latent_dim},
               ToTrainOptions(flags, steps_per_epoch_), pool_),
      bar_(stdout, flags.num_epochs, steps_per_epoch_) {}

vae::Status TrainRun::Resume(vae::Checkpoint checkpoint) {
  const auto& metadata = checkpoint.metadata;
  const auto data = metadata.find("dataset_sha256");
  if (data == metadata.end() || data->second != mnist_.sha256) {
    return vae::Failure(flags_.resume +
                        " was trained on other data than these; give the same --data");
  }
  const double epochs = ToDouble(metadata, "epochs_done");
  const double steps = ToDouble(metadata, "epoch_steps");
  epoch_sum_ = {ToDouble(metadata, "epoch_recon_sum"), ToDouble(metadata, "epoch_kl_sum")};
  if (flags_.keep_best) best_neg_elbo_ = ToDouble(metadata, "best_neg_elbo");
  const bool known = epochs >= 0 && epochs < flags_.num_epochs && steps >= 0 &&
                     steps <= static_cast<double>(steps_per_epoch_) &&
                     std::isfinite(epoch_sum_.neg_elbo()) && !std::isnan(best_neg_elbo_);
  if (!known || (flags_.averaging > 0) != (checkpoint.state.average.decoder_output.w.size() > 0)) {
    return vae::Failure(flags_.resume +
                        " does not say where its run is; choose a checkpoint written by vae-train");
  }
  const vae::VaeShape shape = checkpoint.state.params.shape();
  if (shape.hidden_dim != flags_.hidden_dim || shape.latent_dim != flags_.latent_dim) {
    return vae::Failure(flags_.resume +
                        " holds tensors of other sizes than its options say; choose a checkpoint "
                        "written by vae-train");
  }
  epochs_done_ = static_cast<int>(epochs);
  std::error_code ignored;
  if (std::isfinite(best_neg_elbo_) && !std::filesystem::exists(flags_.out, ignored)) {
    return vae::Failure(flags_.out + ", the best weights so far of the run of " + flags_.resume +
                        ", is not there; put it back beside the checkpoint");
  }
  epoch_steps_ = static_cast<int64_t>(steps);
  trainer_.Restore(std::move(checkpoint.state));
  bar_.StartFrom(epochs_done_ * steps_per_epoch_ + epoch_steps_);
  return {};
}

void TrainRun::StartFrom(const vae::VaeParams& params) {
  vae::TrainState state = trainer_.state();
  state.params = params;
  if (flags_.averaging > 0) state.average = params;
  trainer_.Restore(std::move(state));
}

vae::Result<TrainRun::End> TrainRun::Run(const volatile std::sig_atomic_t& interrupted) {
  while (epochs_done_ < flags_.num_epochs) {
    const vae::Result<End> end = FinishEpoch(interrupted);
    bar_.Clear();
    if (!end || *end == End::kInterrupted) return end;
    if (const vae::Status reported = Report(); !reported) return vae::Failure(reported.error());
  }
  if (flags_.checkpoint_every == 0) {  // written when the run was interrupted
    std::error_code ignored;
    std::filesystem::remove(CheckpointPath(flags_.out), ignored);
  }
  return End::kDone;
}

vae::Result<TrainRun::End> TrainRun::FinishEpoch(const volatile std::sig_atomic_t& interrupted) {
  const std::vector<uint32_t> order =
      vae::EpochOrder(flags_.seed, epochs_done_, static_cast<uint32_t>(train_count_));
  const std::span<const uint32_t> all(order);
  const auto batch_size = static_cast<size_t>(flags_.batch_size);
  const Clock::time_point start = Clock::now();
  while (epoch_steps_ < steps_per_epoch_) {
    if (interrupted != 0) {
      const vae::Status written = WriteCheckpoint();
      if (!written) return vae::Failure(written.error());
      return End::kInterrupted;
    }
    const size_t first = static_cast<size_t>(epoch_steps_) * batch_size;
    const auto batch = all.subspan(first, std::min(batch_size, all.size() - first));
    const ElboMean mean = trainer_.Step(mnist_.train.digits, batch);
    if (!std::isfinite(mean.neg_elbo())) return vae::Failure(NotFinite());
    const auto weight = static_cast<double>(batch.size());
    epoch_sum_.recon_nats += weight * mean.recon_nats;
    epoch_sum_.kl_nats += weight * mean.kl_nats;
    ++epoch_steps_;
    if (!flags_.quiet) {
      bar_.Show(epochs_done_ + 1, epoch_steps_,
                epoch_sum_.neg_elbo() / static_cast<double>(first + batch.size()));
    }
  }
  epoch_seconds_ = std::chrono::duration<double>(Clock::now() - start).count();
  return End::kDone;
}

vae::Status TrainRun::Report() {
  const auto count = static_cast<double>(train_count_);
  const vae::Matrix& test_digits = flags_.holdout > 0 ? held_out_ : mnist_.test.digits;
  const ElboMean test = vae::EvaluateElbo(trainer_.params(), test_digits, flags_.seed, pool_);
  if (!std::isfinite(test.neg_elbo())) return vae::Failure(NotFinite());
  ++epochs_done_;
  const EpochResult result{.epoch = epochs_done_,
                           .train = {epoch_sum_.recon_nats / count, epoch_sum_.kl_nats / count},
                           .test = test,
                           .seconds = epoch_seconds_};
  epoch_steps_ = 0;
  epoch_sum_ = {};
  if (!flags_.quiet) Print(result);
  const vae::Status written = Write(result);
  if (written || epochs_done_ == flags_.num_epochs) return written;
  std::fprintf(stderr, "vae-train: %s; training goes on and tries again after the next epoch\n",
               written.error().c_str());
  return {};
}

void TrainRun::Print(const EpochResult& result) const {
  const ElboMean& test = result.test;
  std::printf(
      "epoch %*d/%d  train %7.3f = %7.3f recon + %6.3f kl   %s %7.3f = %7.3f recon + %6.3f kl"
      "   %.1f s\n",
      static_cast<int>(std::to_string(flags_.num_epochs).size()), result.epoch, flags_.num_epochs,
      result.train.neg_elbo(), result.train.recon_nats, result.train.kl_nats,
      flags_.holdout > 0 ? "held out" : "test", test.neg_elbo(), test.recon_nats, test.kl_nats,
      result.seconds);
  std::fflush(stdout);
}

// All that can be; the first thing that cannot is the failure.
vae::Status TrainRun::Write(const EpochResult& result) {
  // Each epoch's weights replace the last ones, so that whatever stops the run costs little.
  if (!flags_.keep_best || result.test.neg_elbo() < best_neg_elbo_) {
    best_neg_elbo_ = result.test.neg_elbo();
    unwritten_ = ModelOf(result.test);
  }
  vae::Status weights;
  if (unwritten_) {
    weights = vae::WriteFileAtomically(flags_.out, vae::SerializeWeights(*unwritten_));
    if (weights) unwritten_.reset();
  }
  const bool last = epochs_done_ == flags_.num_epochs;
  const bool due =
      flags_.checkpoint_every > 0 && (last || epochs_done_ % flags_.checkpoint_every == 0);
  const vae::Status checkpoint = due ? WriteCheckpoint() : vae::Status();
  const vae::Status log = log_.Write(result);
  return !weights ? weights : !checkpoint ? checkpoint : log;
}

vae::Model TrainRun::ModelOf(const ElboMean& test) const {
  vae::Model model{.params = trainer_.params(), .metadata = {}};
  for (const auto& [option, value] : ResultOptions(flags_)) {
    std::string key = option;
    std::replace(key.begin(), key.end(), '-', '_');
    model.metadata[key] = value;
  }
  const std::string tested = flags_.holdout > 0 ? "holdout" : "test";
  model.metadata["optimizer"] = "adam";
  model.metadata["epochs_done"] = std::to_string(epochs_done_);
  model.metadata["dataset"] = mnist_.name;
  model.metadata["dataset_sha256"] = mnist_.sha256;
  model.metadata[tested + "_recon_nats"] = SixDigits(test.recon_nats);
  model.metadata[tested + "_kl_nats"] = SixDigits(test.kl_nats);
  model.metadata[tested + "_neg_elbo"] = SixDigits(test.neg_elbo());
  return model;
}

vae::Status TrainRun::WriteCheckpoint() const {
  vae::Checkpoint checkpoint{.state = trainer_.state(), .metadata = ResultOptions(flags_)};
  // What is beside it goes where it goes; the rest is found from anywhere.
  checkpoint.metadata["out"] = std::filesystem::path(flags_.out).filename().string();
  checkpoint.metadata["log"] = flags_.log.empty() ? "" : Absolute(flags_.log);
  checkpoint.metadata["data"] = Absolute(flags_.data);
  checkpoint.metadata["dataset_sha256"] = mnist_.sha256;
  checkpoint.metadata["epochs_done"] = std::to_string(epochs_done_);
  if (flags_.keep_best) checkpoint.metadata["best_neg_elbo"] = Exact(best_neg_elbo_);
  checkpoint.metadata["epoch_steps"] = std::to_string(epoch_steps_);
  checkpoint.metadata["epoch_recon_sum"] = Exact(epoch_sum_.recon_nats);
  checkpoint.metadata["epoch_kl_sum"] = Exact(epoch_sum_.kl_nats);
  return vae::WriteFileAtomically(CheckpointPath(flags_.out), vae::SerializeCheckpoint(checkpoint));
}

std::string TrainRun::NotFinite() const {
  std::string sentence =
      "the loss is no longer a finite number in epoch " + std::to_string(epochs_done_ + 1);
  sentence += epochs_done_ > 0
                  ? "; " + flags_.out + " keeps the weights of epoch " +
                        std::to_string(epochs_done_) + ", try again with a smaller --lr"
                  : "; nothing was written, try again with a smaller --lr";
  return sentence;
}

double PeakMemory(const TrainFlags& flags, vae::Index digits) {
  const double pixels = vae::kDigitPixels, hidden = flags.hidden_dim, latent = flags.latent_dim;
  const double params = hidden * (2 * pixels + 3 * latent + 2) + 2 * latent + pixels;
  const double columns = flags.batch_size, samples = columns * flags.samples;
  // Gradient; parameters, moments and average, and these three times more while a checkpoint is
  // written: copied, as tensors and as bytes.
  const double states = flags.averaging > 0 ? 4 : 3;
  double floats = (1 + 4 * states) * params;
  // Activations, as columns and as rows, and deltas of a batch; the digits, twice where they are
  // held out.
  floats += columns * (3 * pixels + 3 * hidden + 6 * latent);
  floats += samples * (3 * pixels + 3 * hidden + 3 * latent);
  floats += pixels * (static_cast<double>(digits) + flags.holdout);
  // Each thread's part of an evaluation.
  floats += flags.threads * static_cast<double>(vae::kEvaluationBatch) *
            (2 * pixels + 2 * hidden + 4 * latent);
  return 4 * floats + 20e6;  // the program itself, and bytes of files
}

}  // namespace tools

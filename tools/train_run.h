// A training run from its first step, or its checkpoint, to its last.
#pragma once

#include <csignal>
#include <limits>
#include <optional>
#include <string>

#include "core/result.h"
#include "core/thread_pool.h"
#include "core/trainer.h"
#include "data/mnist.h"
#include "io/checkpoint.h"
#include "io/weights.h"
#include "progress.h"
#include "train_log.h"
#include "train_options.h"

namespace tools {

class TrainRun {
 public:
  // From the start. `flags`, `mnist` and `log` must outlive the run.
  TrainRun(const TrainFlags& flags, const vae::Mnist& mnist, TrainLog& log);

  // Goes on where `checkpoint` stopped. Fails when it is of other data or sizes, or does not say
  // where it is.
  vae::Status Resume(vae::Checkpoint checkpoint);

  // Begins with these parameters, of the run's sizes, instead of random ones.
  void StartFrom(const vae::VaeParams& params);

  enum class End { kDone, kInterrupted };

  // Trains until the last epoch is done, or until `interrupted` is not 0: then the step is finished
  // and a checkpoint is written. Weights are written after each epoch, with --keep-best after each
  // that is the best so far. What cannot be written on the way is said, and tried again after the
  // next epoch: only at the end it is a failure.
  vae::Result<End> Run(const volatile std::sig_atomic_t& interrupted);

  int epochs_done() const { return epochs_done_; }

 private:
  vae::Result<End> FinishEpoch(const volatile std::sig_atomic_t& interrupted);
  vae::Status Report();
  void Print(const EpochResult& result) const;
  vae::Status Write(const EpochResult& result);
  vae::Model ModelOf(const vae::ElboMean& test) const;
  vae::Status WriteCheckpoint() const;
  std::string NotFinite() const;

  const TrainFlags& flags_;
  const vae::Mnist& mnist_;
  TrainLog& log_;
  vae::Matrix held_out_;    // the digits to test on, when they are training digits
  vae::Index train_count_;  // digits to train on: the first of the training digits
  int64_t steps_per_epoch_;
  vae::ThreadPool pool_;
  vae::Trainer trainer_;
  ProgressBar bar_;

  // Where the run is.
  int epochs_done_ = 0;
  int64_t epoch_steps_ = 0;  // done of the current epoch
  vae::ElboMean epoch_sum_;  // over the digits of these
  double epoch_seconds_ = 0;
  double best_neg_elbo_ = std::numeric_limits<double>::infinity();  // with --keep-best
  std::optional<vae::Model> unwritten_;  // to be in the file, and is not yet
};

// An estimate from above of the memory in use at the run's peak, in bytes, for this many digits to
// train and to test on.
double PeakMemory(const TrainFlags& flags, vae::Index digits);

}  // namespace tools

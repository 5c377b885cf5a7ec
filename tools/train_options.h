// The flags of vae-train.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/result.h"
#include "core/trainer.h"
#include "io/checkpoint.h"
#include "io/weights.h"

namespace tools {

// The defaults are those of the recipe "original".
struct TrainFlags {
  // What the result depends on.
  int batch_size = 100;
  int latent_dim = 10;
  int hidden_dim = 500;
  int num_epochs = 50;
  double learning_rate = 1e-3;
  std::string schedule = "constant";
  double warmup_epochs = 0;
  std::string input_noise = "none";
  double noise_amount = 0;
  std::string init = "xavier";
  double kl_warmup_epochs = 0;
  double averaging = 0;
  int samples = 1;
  std::string objective = "elbo";
  std::string kl_gradient = "closed";
  int holdout = 0;
  bool keep_best = false;
  uint64_t seed = 1;

  // The rest.
  std::string recipe = "best";
  int threads = 0;
  int checkpoint_every = 10;
  std::string resume;
  std::string init_from;
  std::string data;
  std::string out;
  std::string log;
  bool force = false;
  bool quiet = false;

  // Not on the command line, but of what it names.
  std::string init_from_sha256;      // the payload of the weights that the run began with
  std::string extended_after_steps;  // when a falling learning rate got other --num-epochs: "s, s"
  std::string own_log;               // of the resumed run
  bool resumes_done = false;  // the resumed run had come to its end: its weights are a result
};

// Where a run begins when not at random weights: at most one of these.
struct TrainStart {
  std::optional<vae::Checkpoint> checkpoint;  // of --resume
  std::optional<vae::Model> model;            // of --init-from
};

// Fills `flags` from the command line, the recipe's defaults and, with --resume, the options that
// its checkpoint was made with, `out` beside it, or, with --init-from, the sizes of its weights; a
// contradiction between these is an error. Reads what they name into `start`. Returns the exit code
// when the program should stop, having said why, else -1.
int ParseTrainFlags(int argc, const char* const* argv, TrainFlags& flags, TrainStart& start);

// Whether the numbers make sense.
vae::Status CheckTrainFlags(const TrainFlags& flags);

// What the result depends on, by flag name without "--": for metadata. keep-best, init-from-sha256
// and extended-after-steps are there only where they say something.
std::map<std::string, std::string> ResultOptions(const TrainFlags& flags);

// The same for the trainer, for an epoch of this many steps.
vae::TrainOptions ToTrainOptions(const TrainFlags& flags, int64_t steps_per_epoch);

}  // namespace tools

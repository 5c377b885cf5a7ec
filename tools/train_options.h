// The flags of vae-train.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"

namespace tools {

struct TrainFlags {
  int batch_size = 100;
  int latent_dim = 10;
  int hidden_dim = 500;
  int num_epochs = 50;
  double learning_rate = 1e-3;
  uint64_t seed = 1;
  int threads = 0;  // filled in by ParseTrainFlags
  std::string data;
  std::string out;  // filled in by ParseTrainFlags
  std::string log;
};

// Fills `flags` from the command line and completes the defaults that depend on others. Returns the
// exit code when the program should stop, else -1.
int ParseTrainFlags(int argc, const char* const* argv, TrainFlags& flags);

// Whether the numbers make sense.
vae::Status CheckTrainFlags(const TrainFlags& flags);

}  // namespace tools

// The flags of vae-evaluate.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace tools {

enum class Embedding { kTsne, kPca };  // how more than two dimensions become a map

struct EvaluateFlags {
  std::string saved_path;         // of the weights
  std::optional<int> latent_dim;  // must be the file's, when given
  std::optional<int> hidden_dim;
  std::string data;
  std::string out = "result";
  uint64_t seed = 1;
  int threads = 0;  // filled in by ParseEvaluateFlags
  bool json = false;
  bool force = false;  // overwrites what is of other models

  bool reconstruct = false;
  bool generate = false;
  bool latent = false;
  bool manifold = false;
  bool traverse = false;
  bool interpolate = false;
  bool denoise = false;
  bool score = false;
  std::string curve;  // log file of vae-train
  std::string map;    // file to write

  int num_gen = 100;
  double temperature = 1;
  Embedding embed = Embedding::kTsne;
  std::optional<std::pair<int, int>> dims;  // of the manifold, 1-based
  int64_t samples = 50;
  bool binarized = false;

  bool needs_model() const { return needs_digits() || generate || manifold || traverse; }
  bool needs_digits() const {
    return reconstruct || latent || interpolate || denoise || score || !map.empty();
  }
};

// Fills `flags` from the command line. Returns the exit code when the program should stop, else -1.
int ParseEvaluateFlags(int argc, const char* const* argv, EvaluateFlags& flags);

}  // namespace tools

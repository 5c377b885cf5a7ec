#include "evaluate/options.h"

#include <charconv>
#include <cmath>
#include <vector>

#include "command_line.h"

namespace tools {
namespace {

// A picture of more digits would not fit a PNG encoder's 32-bit sizes.
constexpr int kMaxDigits = 10000;
constexpr int64_t kMaxSamples = 1'000'000'000;

const CLI::Validator kFinitePositive(
    [](std::string& text) {
      char* end = nullptr;
      const double value = std::strtod(text.c_str(), &end);
      return *end == '\0' && value > 0 && std::isfinite(value) ? "" : "is not a positive number";
    },
    "");

// "I,J", each at least 1; nullopt for anything else.
std::optional<std::pair<int, int>> ParseDims(const std::string& text) {
  std::pair<int, int> dims;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, dims.first);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ',') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, dims.second);
  if (second.ec != std::errc() || second.ptr != end) return std::nullopt;
  return dims.first > 0 && dims.second > 0 ? std::optional(dims) : std::nullopt;
}

const CLI::Validator kTwoDimensions(
    [](std::string& text) { return ParseDims(text) ? "" : "is not two dimensions such as 1,2"; },
    "");

struct Chosen {
  bool all = false;
  std::string dims;
};

void AddTasks(CLI::App& app, EvaluateFlags& flags, Chosen& chosen) {
  const auto task = [&app](const char* name, bool& on, const char* help) {
    app.add_option(name, on, help)->type_name("0|1")->group("Tasks");
  };
  task("--reconstruct", flags.reconstruct,
       "Pairs of a reconstruction and its test digit, and the latent map");
  task("--generate", flags.generate, "Digits decoded from N(0, I)");
  task("--latent", flags.latent, "Map of the test digits in latent space");
  task("--manifold", flags.manifold, "Digits over two latent dimensions");
  task("--traverse", flags.traverse, "Digits along each latent dimension");
  task("--interpolate", flags.interpolate, "Digits between pairs of test digits");
  task("--denoise", flags.denoise, "Damaged test digits and what the model restores");
  task("--score", flags.score, "Test loss and its parts, active units, tighter bound");
  app.add_flag("--all", chosen.all, "All of these")->group("Tasks");
  app.add_option("--curve", flags.curve, "Training curve from a log of vae-train")
      ->type_name("LOG")
      ->group("Tasks");
  app.add_option("--map", flags.map, "Write the map of the test digits for the page")
      ->type_name("FILE")
      ->group("Tasks");
}

void AddSettings(CLI::App& app, EvaluateFlags& flags, Chosen& chosen) {
  app.add_option("--saved-path", flags.saved_path, "Weights that vae-train wrote")
      ->type_name("FILE");
  app.add_option("--data", flags.data,
                 "Folder of the four IDX files [$MNIST_DIR, the cache, else downloaded]")
      ->type_name("DIR");
  app.add_option("--out", flags.out, "Folder of the pictures")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--seed", flags.seed, "Of all random choices")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--num-gen", flags.num_gen, "Digits to generate, pairs to reconstruct")
      ->check(CLI::Range(1, kMaxDigits))
      ->capture_default_str();
  app.add_option("--temperature", flags.temperature, "Scale of the z that --generate draws")
      ->check(kFinitePositive)
      ->capture_default_str();
  app.add_option("--embed", flags.embed, "How more than two dimensions become a map [tsne]")
      ->transform(CLI::CheckedTransformer(std::vector<std::pair<std::string, Embedding>>{
          {"tsne", Embedding::kTsne}, {"pca", Embedding::kPca}}))
      ->type_name("tsne|pca");
  app.add_option("--dims", chosen.dims,
                 "Dimensions of --manifold, across and down [those the decoder heeds most]")
      ->check(kTwoDimensions)
      ->type_name("I,J");
  app.add_option("--samples", flags.samples, "Samples of the importance-weighted bound of --score")
      ->check(CLI::Range(int64_t{1}, kMaxSamples))
      ->capture_default_str();
  app.add_flag("--binarized", flags.binarized,
               "Score against binarised digits: each pixel drawn with its grey value");
  app.add_option("--latent-dim", flags.latent_dim, "Checked against the weights, when given");
  app.add_option("--hidden-dim", flags.hidden_dim, "Checked against the weights, when given");
  app.add_option("--threads", flags.threads, "Threads; no result depends on them [all cores]")
      ->check(CLI::Range(1, 1024));
  app.add_flag("--json", flags.json, "Print everything computed as one JSON document");
}

int UsageError(const std::string& sentence) {
  Fail("vae-evaluate", sentence);
  return kExitUsage;
}

}  // namespace

int ParseEvaluateFlags(int argc, const char* const* argv, EvaluateFlags& flags) {
  CLI::App app("Shows and measures what a trained model does, in pictures and figures.",
               "vae-evaluate");
  app.get_formatter()->column_width(28);
  Chosen chosen;
  AddTasks(app, flags, chosen);
  AddSettings(app, flags, chosen);
  const int exit_code = ParseCommandLine(app, argc, argv);
  if (exit_code >= 0) return exit_code;
  if (app.count("--threads") == 0) {
    flags.threads = DefaultThreads();
  }
  flags.dims = ParseDims(chosen.dims);
  if (chosen.all) {
    flags.reconstruct = flags.generate = flags.latent = flags.manifold = flags.traverse =
        flags.interpolate = flags.denoise = flags.score = true;
  }
  if (!flags.needs_model() && flags.curve.empty()) {
    return UsageError("there is nothing to do; name a task, such as --reconstruct 1, or --all");
  }
  if (flags.needs_model() && flags.saved_path.empty()) {
    return UsageError("--saved-path is missing; give the weights that vae-train wrote");
  }
  return -1;
}

}  // namespace tools

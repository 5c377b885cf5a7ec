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

constexpr const char* kExamples =
    R"(Examples:
  vae-evaluate --score weights/latent10.safetensors
      prints the losses on the test digits.
  vae-evaluate --all --out pictures weights/latent2.safetensors
      draws everything there is to see of a model.
  vae-evaluate --saved-path my.safetensors --reconstruct 1 --num-gen 64
      draws 64 test digits beside what the model makes of them.
  vae-evaluate --score --data fashion-mnist fashion.safetensors
      scores a model of another set: the four files of that folder.
  vae-evaluate --curve log.jsonl
      draws the losses that vae-train --log wrote.)";

struct Chosen {
  bool all = false;
  std::string model;  // the argument that is no flag
  std::string dims;
};

const CLI::Validator kSwitch(
    [](std::string& text) -> std::string {
      for (const char* known : {"0", "1", "true", "false"}) {
        if (text == known) return {};
      }
      return text + " is neither 0 nor 1";
    },
    "");

void AddTasks(CLI::App& app, EvaluateFlags& flags, Chosen& chosen) {
  const auto task = [&app](const char* name, bool& on, const char* help) {
    app.add_flag(name, on, help)->check(kSwitch)->group("Tasks, each alone or followed by 0 or 1");
  };
  task("--reconstruct", flags.reconstruct,
       "Draw pairs of a reconstruction and its test digit, and the latent space.");
  task("--generate", flags.generate, "Draw digits decoded from N(0, I).");
  task("--latent", flags.latent, "Draw where the test digits are in latent space.");
  task("--manifold", flags.manifold, "Draw digits over two latent dimensions.");
  task("--traverse", flags.traverse, "Draw digits along each latent dimension.");
  task("--interpolate", flags.interpolate, "Draw digits between pairs of test digits.");
  task("--denoise", flags.denoise, "Draw damaged test digits and what the model restores.");
  task("--score", flags.score,
       "Print the test loss and its parts, active units and a tighter bound. A model that was "
       "trained on other data than it is scored on is scored all the same, with a warning.");
  task("--all", chosen.all, "Do all of these.");
  app.add_option("--curve", flags.curve, "Draw the training curve of a log of vae-train.")
      ->type_name("LOG")
      ->group("Other tasks");
  app.add_option("--map", flags.map, "Write the map of the test digits that the page shows.")
      ->type_name("FILE")
      ->group("Other tasks");
}

void AddSettings(CLI::App& app, EvaluateFlags& flags, Chosen& chosen) {
  app.add_option("model", chosen.model, "Show this model: a file of weights that vae-train wrote.")
      ->type_name("FILE");
  app.add_option("--saved-path", flags.saved_path,
                 "Show this model, as if it were given without a flag.")
      ->type_name("FILE");
  app.add_option("--data", flags.data,
                 "Take the four IDX files of this folder: MNIST's, or other pictures of 28x28 "
                 "under the same names. Without it MNIST is looked for in $MNIST_DIR, the cache "
                 "and ../shared/data/mnist, and else downloaded to the cache.")
      ->type_name("DIR");
  app.add_option("--out", flags.out,
                 "Write pictures to this folder. Each is called by its task and the model's file.")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_flag("--force", flags.force, "Overwrite pictures and maps of other models.")
      ->check(kSwitch);
  app.add_option("--seed", flags.seed, "Draw all that is random from this seed.")
      ->check(kSeedNumber)
      ->capture_default_str();
  app.add_option("--num-gen", flags.num_gen, "Generate so many digits, and reconstruct so many.")
      ->check(CLI::Range(1, kMaxDigits))
      ->capture_default_str();
  app.add_option("--temperature", flags.temperature, "Scale the z that --generate draws by this.")
      ->check(kFinitePositive)
      ->capture_default_str();
  app.add_option("--embed", flags.embed,
                 "Make a map of more than two dimensions by t-SNE, which is the default, or by "
                 "principal components.")
      ->transform(CLI::CheckedTransformer(std::vector<std::pair<std::string, Embedding>>{
          {"tsne", Embedding::kTsne}, {"pca", Embedding::kPca}}))
      ->option_text("tsne|pca");
  app.add_option("--dims", chosen.dims,
                 "Draw the manifold over these dimensions, across and down. By default they are "
                 "the two that the decoder heeds most.")
      ->check(kTwoDimensions)
      ->type_name("I,J");
  app.add_option("--samples", flags.samples,
                 "Draw so many samples for the importance-weighted bound of --score.")
      ->check(CLI::Range(int64_t{1}, kMaxSamples))
      ->capture_default_str();
  app.add_flag("--binarized", flags.binarized,
               "Score against binarised digits: each pixel is drawn with its grey value.")
      ->check(kSwitch);
  app.add_option("--latent-dim", flags.latent_dim,
                 "Stop unless the weights have so many latent dimensions.");
  app.add_option("--hidden-dim", flags.hidden_dim,
                 "Stop unless the weights have so many hidden units.");
  app.add_option("--threads", flags.threads,
                 "Use so many threads, by default all cores. No result depends on them.")
      ->check(CLI::Range(1, 1024));
  app.add_flag("--json", flags.json, "Print all that is computed as one JSON document.")
      ->check(kSwitch);
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
  app.set_help_flag("-h,--help", "Print this and exit.");
  app.footer(kExamples);
  AddVersion(app);
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
  if (!chosen.model.empty() && !flags.saved_path.empty()) {
    return UsageError("both " + chosen.model + " and --saved-path " + flags.saved_path +
                      " are to be the model; give one of them");
  }
  if (!chosen.model.empty()) flags.saved_path = chosen.model;
  if (!flags.needs_model() && flags.curve.empty()) {
    return UsageError("there is nothing to do; name a task, such as --reconstruct, or --all");
  }
  if (flags.needs_model() && flags.saved_path.empty()) {
    return UsageError("the model is missing; name its file, or give it as --saved-path");
  }
  return -1;
}

}  // namespace tools

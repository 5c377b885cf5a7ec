#include "train_options.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <set>
#include <vector>

#include "command_line.h"
#include "io/file.h"

namespace tools {
namespace {

// Far above any sensible use, low enough that no product of them overflows or eats all memory.
constexpr int kMaxHiddenDim = 65536;
constexpr int kMaxLatentDim = 4096;
constexpr int kMaxThreads = 1024;
constexpr int kMaxCount = 1'000'000;

void ApplyRecipe(const std::string& recipe, TrainFlags& flags) {
  flags.recipe = recipe;
  if (recipe != "best") return;
  flags.batch_size = 50;
  flags.learning_rate = 2e-3;
  flags.schedule = "cosine";
  flags.init = "fan-in";
  flags.kl_gradient = "path";
  flags.input_noise = "bernoulli";
  flags.noise_amount = 0.5;
}

// What is wrong with a seed: CLI11 takes what is too large for the largest that there is.
std::string SeedProblem(const std::string& text) {
  uint64_t seed = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, seed);
  if (parsed.ec == std::errc() && parsed.ptr == end) return {};
  return text + " is not a whole number from 0 to 18446744073709551615";
}

// The options that ResultOptions lists, and no others.
void AddResultOptions(CLI::App& app, TrainFlags& flags) {
  const auto add = [&](const char* name, auto& value, const char* help) {
    return app.add_option(name, value, help)->capture_default_str();
  };
  add("--batch-size", flags.batch_size, "Digits per step");
  add("--latent-dim", flags.latent_dim, "Values of z");
  add("--hidden-dim", flags.hidden_dim, "Units of each hidden layer");
  add("--num-epochs", flags.num_epochs, "Passes over the training digits");
  add("--lr", flags.learning_rate, "Learning rate of Adam, at its peak");
  add("--schedule", flags.schedule, "Of the learning rate: constant, or cosine down to 0")
      ->check(CLI::IsMember({"constant", "cosine"}));
  add("--warmup-epochs", flags.warmup_epochs, "The learning rate rises over these first");
  add("--input-noise", flags.input_noise,
      "On what the encoder sees: none, bernoulli, salt-and-pepper, gaussian")
      ->check(CLI::IsMember({"none", "bernoulli", "salt-and-pepper", "gaussian"}));
  add("--noise-amount", flags.noise_amount,
      "Share of pixels (bernoulli, all if neither this nor the recipe says; salt-and-pepper) or "
      "standard deviation (gaussian)");
  add("--init", flags.init,
      "Weights start uniform in ±sqrt(6 / (in + out)), xavier, or in ±1 / sqrt(in), fan-in")
      ->check(CLI::IsMember({"xavier", "fan-in"}));
  add("--kl-warmup-epochs", flags.kl_warmup_epochs, "The weight of KL rises to 1 over these");
  add("--averaging", flags.averaging, "Decay of the weights' exponential average, 0 for none");
  add("--samples", flags.samples, "Samples of z for each digit and step");
  add("--objective", flags.objective, "elbo, or iwae: the importance-weighted bound")
      ->check(CLI::IsMember({"elbo", "iwae"}));
  add("--kl-gradient", flags.kl_gradient,
      "Of the elbo's KL: in closed form, or along the path of the sample")
      ->check(CLI::IsMember({"closed", "path"}));
  add("--holdout", flags.holdout,
      "Train without the last N training digits and test on these instead: for choosing options");
  add("--seed", flags.seed, "Of weights, order and noise; repeats a run exactly")
      ->check(CLI::Validator(SeedProblem, "", "seed"));
}

void AddOtherOptions(CLI::App& app, TrainFlags& flags) {
  app.add_option(
         "--recipe", flags.recipe,
         "Defaults of the above: best, or original (batches of 100, constant 0.001, no noise, "
         "xavier, closed)")
      ->capture_default_str()
      ->check(CLI::IsMember({"original", "best"}));
  app.add_option("--threads", flags.threads,
                 "Threads; the result does not depend on them [all cores]");
  app.add_option("--data", flags.data,
                 "Folder of the four IDX files [$MNIST_DIR, the cache, else downloaded]");
  app.add_option("--out", flags.out,
                 "File to write [trained_model/model_hd<H>_ld<L>_e<epochs>.safetensors, with "
                 "_original and _seed<S> where these are not the defaults]");
  app.add_option("--log", flags.log, "Also write one JSON object per epoch to this file");
  app.add_option("--checkpoint-every", flags.checkpoint_every,
                 "Epochs between checkpoints, 0 for none but when interrupted")
      ->capture_default_str();
  app.add_option("--resume", flags.resume,
                 "Go on with the run of this checkpoint; its options need not be given again");
  app.add_flag("--force", flags.force, "Overwrite what another run has written");
}

// `given`: the names of the options on the command line are added.
int Parse(int argc, const char* const* argv, TrainFlags& flags,
          std::set<std::string>* given = nullptr) {
  CLI::App app(
      "Trains a variational autoencoder on MNIST and writes its weights as a safetensors file.",
      "vae-train");
  app.get_formatter()->column_width(32);
  const std::string usual_noise = flags.input_noise;
  AddResultOptions(app, flags);
  AddOtherOptions(app, flags);
  const int exit_code = ParseCommandLine(app, argc, argv);
  if (exit_code >= 0) return exit_code;
  if (app.count("--threads") == 0) flags.threads = DefaultThreads();
  // The recipe's amount is of the recipe's noise.
  if (flags.input_noise != usual_noise && app.count("--noise-amount") == 0) {
    flags.noise_amount = flags.input_noise == "bernoulli" ? 1 : 0;
  }
  if (given != nullptr) {
    for (const CLI::Option* option : app.get_options()) {
      if (option->count() > 0) given->insert(option->get_name());
    }
  }
  return -1;
}

// The options of the checkpoint, before those of the command line, so that the latter win.
int ParseResumed(const vae::Checkpoint& checkpoint, int argc, const char* const* argv,
                 TrainFlags& flags) {
  const std::string path = flags.resume;
  std::vector<std::string> arguments = {argv[0]};
  const auto add = [&](const std::string& option, const std::string& value) {
    arguments.push_back("--" + option + "=" + value);
  };
  TrainFlags recorded;
  for (const auto& [option, unused] : ResultOptions(recorded)) {
    const auto value = checkpoint.metadata.find(option);
    if (value == checkpoint.metadata.end()) {
      return Fail("vae-train", path + " does not say its --" + option +
                                   "; choose a checkpoint written by vae-train");
    }
    add(option, value->second);
  }
  const auto kept = [&](const char* key) {
    const auto found = checkpoint.metadata.find(key);
    return found == checkpoint.metadata.end() ? std::string() : found->second;
  };
  // Beside the checkpoint, wherever both are now.
  const std::filesystem::path out = std::filesystem::path(kept("out")).filename();
  if (!out.empty()) add("out", (std::filesystem::path(path).parent_path() / out).string());
  if (const std::string log = kept("log"); !log.empty()) add("log", log);
  std::error_code ignored;
  if (const std::string data = kept("data"); std::filesystem::is_directory(data, ignored)) {
    add("data", data);
  }
  std::vector<const char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
  const int own = static_cast<int>(pointers.size());
  if (const int exit_code = Parse(own, pointers.data(), recorded); exit_code >= 0) {
    return exit_code;
  }
  pointers.insert(pointers.end(), argv + 1, argv + argc);
  const int exit_code = Parse(static_cast<int>(pointers.size()), pointers.data(), flags);
  if (exit_code >= 0) return exit_code;
  const auto then = ResultOptions(recorded);
  for (const auto& [option, now] : ResultOptions(flags)) {
    if (now == then.at(option)) continue;
    return Fail("vae-train", "--" + option + " " + now + " contradicts " + path +
                                 ", whose run has --" + option + " " + then.at(option) +
                                 "; leave it out to go on, or start anew without --resume");
  }
  return -1;
}

vae::Status CheckRange(const char* flag, int value, int least, int most) {
  if (value >= least && value <= most) return {};
  return vae::Failure(std::string(flag) + " is " + std::to_string(value) +
                      "; give a whole number from " + std::to_string(least) + " to " +
                      std::to_string(most));
}

vae::Status CheckNumber(const char* flag, double value, double least, double most) {
  if (value >= least && value <= most) return {};
  char text[160];
  std::snprintf(text, sizeof text, "%s is %g; give a number from %g to %g", flag, value, least,
                most);
  return vae::Failure(text);
}

std::string Number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", value);
  double shorter = 0;
  char brief[32];
  std::snprintf(brief, sizeof brief, "%g", value);
  return std::sscanf(brief, "%lf", &shorter) == 1 && shorter == value ? brief : text;
}

vae::Status CheckNoise(const TrainFlags& flags) {
  const bool takes_amount = flags.input_noise != "none";
  if ((flags.input_noise == "bernoulli" || flags.input_noise == "salt-and-pepper") &&
      flags.noise_amount > 1) {
    return vae::Failure("--noise-amount is " + Number(flags.noise_amount) +
                        ", of the pixels with --input-noise " + flags.input_noise +
                        "; give a share of at most 1");
  }
  if (takes_amount && !(flags.noise_amount > 0)) {
    return vae::Failure("--input-noise " + flags.input_noise +
                        " needs a --noise-amount above 0, such as 0.2");
  }
  if (!takes_amount && flags.noise_amount != 0) {
    return vae::Failure("--noise-amount has no meaning with --input-noise " + flags.input_noise +
                        "; leave it out");
  }
  return {};
}

}  // namespace

int ParseTrainFlags(int argc, const char* const* argv, TrainFlags& flags,
                    std::optional<vae::Checkpoint>& checkpoint) {
  TrainFlags given;
  std::set<std::string> names;
  ApplyRecipe("best", given);
  if (const int exit_code = Parse(argc, argv, given, &names); exit_code >= 0) return exit_code;
  if (names.contains("--kl-gradient") && given.objective == "iwae") {
    return Fail(
        "vae-train",
        "--kl-gradient has no meaning with --objective iwae, which has no KL term; leave one "
        "of them out");
  }
  if (!given.resume.empty()) {
    if (names.contains("--recipe")) {
      return Fail("vae-train",
                  "--recipe has no meaning with --resume: the run keeps the options that it has; "
                  "leave it out");
    }
    vae::Result<vae::Checkpoint> read =
        vae::ReadFile(given.resume).and_then([&](const vae::Bytes& bytes) {
          return vae::ParseCheckpoint(bytes, given.resume);
        });
    if (!read) return Fail("vae-train", read.error());
    checkpoint = std::move(*read);
    flags.resume = given.resume;
    if (const int exit_code = ParseResumed(*checkpoint, argc, argv, flags); exit_code >= 0) {
      return exit_code;
    }
  } else {
    ApplyRecipe(given.recipe, flags);
    if (const int exit_code = Parse(argc, argv, flags); exit_code >= 0) return exit_code;
  }
  if (flags.out.empty()) {
    flags.out = "trained_model/model_hd" + std::to_string(flags.hidden_dim) + "_ld" +
                std::to_string(flags.latent_dim) + "_e" + std::to_string(flags.num_epochs);
    if (flags.recipe != TrainFlags().recipe) flags.out += "_" + flags.recipe;
    if (flags.seed != TrainFlags().seed) flags.out += "_seed" + std::to_string(flags.seed);
    flags.out += ".safetensors";
  }
  return -1;
}

vae::Status CheckTrainFlags(const TrainFlags& flags) {
  for (const vae::Status& status :
       {CheckRange("--batch-size", flags.batch_size, 1, kMaxCount),
        CheckRange("--latent-dim", flags.latent_dim, 1, kMaxLatentDim),
        CheckRange("--hidden-dim", flags.hidden_dim, 1, kMaxHiddenDim),
        CheckRange("--num-epochs", flags.num_epochs, 1, kMaxCount),
        CheckRange("--threads", flags.threads, 1, kMaxThreads),
        CheckRange("--samples", flags.samples, 1, 1000),
        CheckRange("--holdout", flags.holdout, 0, kMaxCount),
        CheckRange("--checkpoint-every", flags.checkpoint_every, 0, kMaxCount),
        CheckNumber("--warmup-epochs", flags.warmup_epochs, 0, flags.num_epochs),
        CheckNumber("--kl-warmup-epochs", flags.kl_warmup_epochs, 0, flags.num_epochs),
        CheckNumber("--averaging", flags.averaging, 0, 0.999999),
        CheckNumber("--noise-amount", flags.noise_amount, 0, 10), CheckNoise(flags)}) {
    if (!status) return status;
  }
  if (!(flags.learning_rate > 0) || !std::isfinite(flags.learning_rate)) {
    return vae::Failure("--lr is not a positive number; 0.001 is a good one");
  }
  if (flags.objective == "iwae" && flags.kl_warmup_epochs > 0) {
    return vae::Failure(
        "--kl-warmup-epochs has no meaning with --objective iwae, which has no KL term; leave one "
        "of them out");
  }
  return {};
}

std::map<std::string, std::string> ResultOptions(const TrainFlags& flags) {
  return {{"averaging", Number(flags.averaging)},
          {"batch-size", std::to_string(flags.batch_size)},
          {"hidden-dim", std::to_string(flags.hidden_dim)},
          {"holdout", std::to_string(flags.holdout)},
          {"init", flags.init},
          {"input-noise", flags.input_noise},
          {"kl-gradient", flags.kl_gradient},
          {"kl-warmup-epochs", Number(flags.kl_warmup_epochs)},
          {"latent-dim", std::to_string(flags.latent_dim)},
          {"lr", Number(flags.learning_rate)},
          {"noise-amount", Number(flags.noise_amount)},
          {"num-epochs", std::to_string(flags.num_epochs)},
          {"objective", flags.objective},
          {"samples", std::to_string(flags.samples)},
          {"schedule", flags.schedule},
          {"seed", std::to_string(flags.seed)},
          {"warmup-epochs", Number(flags.warmup_epochs)}};
}

vae::TrainOptions ToTrainOptions(const TrainFlags& flags, int64_t steps_per_epoch) {
  using vae::NoiseKind;
  const auto steps = [&](double epochs) {
    return static_cast<int64_t>(std::llround(epochs * static_cast<double>(steps_per_epoch)));
  };
  const std::map<std::string, NoiseKind> kinds = {{"none", NoiseKind::kNone},
                                                  {"bernoulli", NoiseKind::kBernoulli},
                                                  {"salt-and-pepper", NoiseKind::kSaltAndPepper},
                                                  {"gaussian", NoiseKind::kGaussian}};
  vae::TrainOptions options;
  options.learning_rate = {.kind = flags.schedule == "cosine"
                                       ? vae::LearningRateSchedule::Kind::kCosine
                                       : vae::LearningRateSchedule::Kind::kConstant,
                           .peak = flags.learning_rate,
                           .warmup_steps = steps(flags.warmup_epochs),
                           .total_steps = steps(flags.num_epochs)};
  options.initialization = flags.init == "fan-in" ? vae::TrainOptions::Initialization::kFanIn
                                                  : vae::TrainOptions::Initialization::kXavier;
  using Kind = vae::VaeObjective::Kind;
  options.objective = flags.objective == "iwae"     ? Kind::kImportanceWeighted
                      : flags.kl_gradient == "path" ? Kind::kElboByPath
                                                    : Kind::kElbo;
  options.samples = flags.samples;
  options.input_noise = {kinds.at(flags.input_noise), flags.noise_amount};
  options.kl_warmup_steps = steps(flags.kl_warmup_epochs);
  options.averaging = flags.averaging;
  options.seed = flags.seed;
  return options;
}

}  // namespace tools

#include "train_options.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>
#include <vector>

#include "command_line.h"
#include "io/file.h"

namespace tools {
namespace {

// Far above any sensible use.
constexpr int kMaxThreads = 1024;
constexpr int kMaxCount = 1'000'000;

// In the place of an --init where the run began with the weights of a file.
constexpr const char* kInitFile = "file";

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

// The options that ResultOptions always lists, and no others.
void AddResultOptions(CLI::App& app, TrainFlags& flags) {
  const auto add = [&](const char* name, auto& value, const char* help) {
    return app.add_option(name, value, help)->capture_default_str()->group("What is learned");
  };
  add("--batch-size", flags.batch_size, "A step averages over this many digits.");
  add("--latent-dim", flags.latent_dim, "The code z of a digit has this many values.");
  add("--hidden-dim", flags.hidden_dim, "Each of the two hidden layers has this many units.");
  add("--num-epochs", flags.num_epochs, "The run passes this often over the training digits.");
  add("--lr", flags.learning_rate, "This is Adam's learning rate, at its peak.");
  add("--schedule", flags.schedule,
      "The learning rate stays constant, or falls to 0 along half a cosine.")
      ->check(CLI::IsMember({"constant", "cosine"}));
  add("--warmup-epochs", flags.warmup_epochs,
      "The learning rate rises from 0 over this many epochs.");
  add("--input-noise", flags.input_noise,
      "The encoder sees digits with this noise, and the decoder is to explain them without it: "
      "none, bernoulli (pixels become 0 or 1 at random), salt-and-pepper or gaussian.")
      ->check(CLI::IsMember({"none", "bernoulli", "salt-and-pepper", "gaussian"}));
  add("--noise-amount", flags.noise_amount,
      "This share of the pixels is noise (bernoulli, where it is all of them if neither this nor "
      "the recipe says; salt-and-pepper), or this is its standard deviation (gaussian).");
  add("--init", flags.init,
      "Weights start uniform in ±sqrt(6 / (in + out)), xavier, or in ±1 / sqrt(in), fan-in.")
      ->check(CLI::IsMember({"xavier", "fan-in"}));
  add("--kl-warmup-epochs", flags.kl_warmup_epochs,
      "The weight of KL rises from 0 to 1 over this many epochs.");
  add("--averaging", flags.averaging,
      "What is written is an exponential average of the weights with this decay; 0 is none.");
  add("--samples", flags.samples, "Each digit of a step is decoded from this many samples of z.");
  add("--objective", flags.objective,
      "The run raises the elbo, or iwae, the importance-weighted bound.")
      ->check(CLI::IsMember({"elbo", "iwae"}));
  add("--kl-gradient", flags.kl_gradient,
      "The gradient of the elbo's KL is that of its closed form, or is taken along the path of "
      "the sample.")
      ->check(CLI::IsMember({"closed", "path"}));
  add("--holdout", flags.holdout,
      "The last N training digits are not trained on but tested on, instead of the test digits: "
      "for choosing options.");
  add("--seed", flags.seed,
      "Weights, order and noise are drawn from this seed; the same one repeats a run exactly.")
      ->check(kSeedNumber);
}

void AddOtherOptions(CLI::App& app, TrainFlags& flags) {
  app.add_option("--recipe", flags.recipe,
                 "These are the defaults of what is learned: best, or original (batches of 100, "
                 "constant 0.001, no noise, xavier, closed).")
      ->capture_default_str()
      ->check(CLI::IsMember({"original", "best"}));
  app.add_flag("--keep-best", flags.keep_best,
               "The weights that are kept are those of the epoch with the lowest loss on the "
               "digits of --holdout, not those of the last.");
  app.add_option("--init-from", flags.init_from,
                 "The run starts from the weights of this file, of any training, and has its "
                 "sizes: fine-tuning.");
  app.add_option("--resume", flags.resume,
                 "The run of this checkpoint goes on; its options need not be given again. A run "
                 "that is done goes on with a larger --num-epochs.");
  app.add_option("--data", flags.data,
                 "The four IDX files are in this folder [$MNIST_DIR, the cache, else downloaded].");
  app.add_option("--out", flags.out,
                 "The weights go to this file "
                 "[trained_model/model_hd<H>_ld<L>_e<epochs>.safetensors, with _original and "
                 "_seed<S> where these are not the defaults].");
  app.add_option("--log", flags.log, "One JSON object an epoch goes to this file.");
  app.add_option("--checkpoint-every", flags.checkpoint_every,
                 "A checkpoint is written after this many epochs, and at the end; with 0 only when "
                 "the run is interrupted.")
      ->capture_default_str();
  app.add_option("--threads", flags.threads,
                 "The run uses this many threads; its result does not depend on them [all cores].");
  app.add_flag("--force", flags.force, "What another run has written is overwritten.");
  app.add_flag("--quiet", flags.quiet, "Nothing is printed but what went wrong.");
}

constexpr const char* kExamples =
    "Examples:\n"
    "  vae-train                                  the default model, L = 10\n"
    "  vae-train --latent-dim 2 --num-epochs 20   a plane of digits, in a minute or two\n"
    "  vae-train --recipe original                as the paper's figures were made\n"
    "  vae-train --data fashion --out f.safetensors --holdout 5000 --keep-best\n"
    "                                             other 28x28 pictures, the best epoch's weights\n"
    "  vae-train --init-from m.safetensors --lr 0.0002 --num-epochs 5 --out fine.safetensors\n"
    "  vae-train --resume m.checkpoint.safetensors --num-epochs 80\n";

// `given`: the names of the options on the command line are added.
int Parse(int argc, const char* const* argv, TrainFlags& flags,
          std::set<std::string>* given = nullptr) {
  CLI::App app(
      "Trains a variational autoencoder on MNIST and writes its weights as a safetensors file.",
      "vae-train");
  app.get_formatter()->column_width(32);
  app.set_help_flag("-h,--help", "Print this and exit.");
  app.footer(kExamples);
  AddVersion(app);
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

std::string DefaultOut(const TrainFlags& flags) {
  std::string out = "trained_model/model_hd" + std::to_string(flags.hidden_dim) + "_ld" +
                    std::to_string(flags.latent_dim) + "_e" + std::to_string(flags.num_epochs);
  if (flags.recipe != TrainFlags().recipe) out += "_" + flags.recipe;
  if (flags.seed != TrainFlags().seed) out += "_seed" + std::to_string(flags.seed);
  return out + ".safetensors";
}

// The one option of a run that --resume may change: with a constant learning rate the run is then
// as if so many epochs had been asked for in the first place.
constexpr const char* kEpochs = "num-epochs";

// The options of the checkpoint, before those of the command line, so that the latter win.
int ParseResumed(const vae::Checkpoint& checkpoint, int argc, const char* const* argv,
                 const std::set<std::string>& given, TrainFlags& flags) {
  namespace fs = std::filesystem;
  const std::string path = flags.resume;
  std::vector<std::string> arguments = {argv[0]};
  const auto add = [&](const std::string& option, const std::string& value) {
    arguments.push_back("--" + option + "=" + value);
  };
  const auto kept = [&](const std::string& key) {
    const auto found = checkpoint.metadata.find(key);
    return found == checkpoint.metadata.end() ? std::string() : found->second;
  };
  TrainFlags recorded;
  for (const auto& [option, unused] : ResultOptions(recorded)) {
    if (!checkpoint.metadata.contains(option)) {
      return Fail("vae-train", path + " does not say its --" + option +
                                   "; choose a checkpoint written by vae-train");
    }
    if (option != "init" || kept(option) != kInitFile) add(option, kept(option));
  }
  if (!kept("keep-best").empty()) add("keep-best", kept("keep-best"));
  // Beside the checkpoint, wherever both are now.
  const fs::path out = fs::path(kept("out")).filename();
  if (!out.empty()) add("out", (fs::path(path).parent_path() / out).string());
  if (const std::string log = kept("log"); !log.empty()) add("log", log);
  std::error_code ignored;
  if (const std::string data = kept("data"); fs::is_directory(data, ignored)) add("data", data);
  std::vector<const char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
  const int own = static_cast<int>(pointers.size());
  if (const int exit_code = Parse(own, pointers.data(), recorded); exit_code >= 0) {
    return exit_code;
  }
  pointers.insert(pointers.end(), argv + 1, argv + argc);
  const int exit_code = Parse(static_cast<int>(pointers.size()), pointers.data(), flags);
  if (exit_code >= 0) return exit_code;
  for (TrainFlags* each : {&recorded, &flags}) {
    each->init_from_sha256 = kept("init-from-sha256");
    each->extended_after_steps = kept("extended-after-steps");
  }
  const auto then = ResultOptions(recorded);
  for (const auto& [option, now] : ResultOptions(flags)) {
    const auto before = then.find(option);
    if (option == kEpochs || (before != then.end() && now == before->second)) continue;
    return Fail("vae-train",
                "--" + option + " " + now + " contradicts " + path + ", whose run has " +
                    (before == then.end() ? "none" : "--" + option + " " + before->second) +
                    "; leave it out to go on, or start anew without --resume");
  }
  flags.own_log = kept("log");
  const std::string done = kept("epochs_done");
  if (flags.num_epochs <= std::atoi(done.c_str())) {
    return Fail("vae-train", "the run of " + path + " has done its " + done +
                                 " epochs; go on with a --num-epochs above " + done);
  }
  flags.resumes_done = done == kept(kEpochs);
  if (flags.keep_best && given.contains("--out")) {
    return Fail("vae-train", "the best weights so far of the run of " + path + " are in " +
                                 recorded.out + "; leave --out out");
  }
  if (flags.num_epochs != recorded.num_epochs) {
    if (flags.schedule != "constant") {
      std::string& after = flags.extended_after_steps;
      after += (after.empty() ? "" : ", ") + std::to_string(checkpoint.state.steps);
    }
    // A name that says the number of epochs is not to lie.
    if (!given.contains("--out") && !flags.keep_best &&
        out == fs::path(DefaultOut(recorded)).filename()) {
      flags.out = (fs::path(path).parent_path() / fs::path(DefaultOut(flags)).filename()).string();
    }
  }
  return -1;
}

// The sizes of the weights of --init-from become the defaults.
vae::Status ReadInitialModel(const std::string& path, TrainFlags& flags, TrainStart& start) {
  vae::Result<vae::Model> model = vae::ReadFile(path).and_then(
      [&](const vae::Bytes& bytes) { return vae::ParseWeights(bytes, path); });
  if (!model) return vae::Failure(model.error());
  const vae::VaeShape shape = model->params.shape();
  flags.hidden_dim = shape.hidden_dim;
  flags.latent_dim = shape.latent_dim;
  flags.init_from_sha256 = model->metadata.at("payload_sha256");
  start.model = std::move(*model);
  return {};
}

vae::Status CheckInitialSizes(const TrainFlags& flags, const TrainStart& start) {
  if (!start.model) return {};
  const vae::VaeShape shape = start.model->params.shape();
  if (shape == vae::VaeShape{flags.hidden_dim, flags.latent_dim}) return {};
  return vae::Failure(flags.init_from + " has --hidden-dim " + std::to_string(shape.hidden_dim) +
                      " and --latent-dim " + std::to_string(shape.latent_dim) +
                      "; leave these out, or start without --init-from");
}

// What cannot be said together, whatever the values.
vae::Status CheckTogether(const TrainFlags& given, const std::set<std::string>& names) {
  const auto both = [&](const char* a, const char* b) {
    return names.contains(a) && names.contains(b);
  };
  if (names.contains("--kl-gradient") && given.objective == "iwae") {
    return vae::Failure(
        "--kl-gradient has no meaning with --objective iwae, which has no KL term; leave one of "
        "them out");
  }
  if (both("--recipe", "--resume")) {
    return vae::Failure(
        "--recipe has no meaning with --resume: the run keeps the options that it has; leave it "
        "out");
  }
  if (both("--init-from", "--resume")) {
    return vae::Failure(
        "--init-from has no meaning with --resume: the run goes on from its checkpoint; leave one "
        "of them out");
  }
  if (both("--init-from", "--init")) {
    return vae::Failure(
        "--init has no meaning with --init-from, which starts from weights; leave "
        "one of them out");
  }
  return {};
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

int ParseTrainFlags(int argc, const char* const* argv, TrainFlags& flags, TrainStart& start) {
  TrainFlags given;
  std::set<std::string> names;
  ApplyRecipe("best", given);
  if (const int exit_code = Parse(argc, argv, given, &names); exit_code >= 0) return exit_code;
  if (const vae::Status status = CheckTogether(given, names); !status) {
    return Fail("vae-train", status.error());
  }
  if (!given.resume.empty()) {
    vae::Result<vae::Checkpoint> read =
        vae::ReadFile(given.resume).and_then([&](const vae::Bytes& bytes) {
          return vae::ParseCheckpoint(bytes, given.resume);
        });
    if (!read) return Fail("vae-train", read.error());
    start.checkpoint = std::move(*read);
    flags.resume = given.resume;
    return ParseResumed(*start.checkpoint, argc, argv, names, flags);
  }
  ApplyRecipe(given.recipe, flags);
  if (!given.init_from.empty()) {
    const vae::Status status = ReadInitialModel(given.init_from, flags, start);
    if (!status) return Fail("vae-train", status.error());
  }
  if (const int exit_code = Parse(argc, argv, flags); exit_code >= 0) return exit_code;
  if (const vae::Status status = CheckInitialSizes(flags, start); !status) {
    return Fail("vae-train", status.error());
  }
  if (flags.out.empty()) flags.out = DefaultOut(flags);
  return -1;
}

vae::Status CheckTrainFlags(const TrainFlags& flags) {
  for (const vae::Status& status :
       {CheckRange("--batch-size", flags.batch_size, 1, kMaxCount),
        CheckRange("--latent-dim", flags.latent_dim, 1, vae::kMaxLatentDim),
        CheckRange("--hidden-dim", flags.hidden_dim, 1, vae::kMaxHiddenDim),
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
  if (flags.keep_best && flags.holdout == 0) {
    return vae::Failure(
        "--keep-best chooses by digits that are neither trained on nor for the final test; give "
        "--holdout, such as 5000");
  }
  if (flags.objective == "iwae" && flags.kl_warmup_epochs > 0) {
    return vae::Failure(
        "--kl-warmup-epochs has no meaning with --objective iwae, which has no KL term; leave one "
        "of them out");
  }
  return {};
}

std::map<std::string, std::string> ResultOptions(const TrainFlags& flags) {
  std::map<std::string, std::string> options = {
      {"averaging", Number(flags.averaging)},
      {"batch-size", std::to_string(flags.batch_size)},
      {"hidden-dim", std::to_string(flags.hidden_dim)},
      {"holdout", std::to_string(flags.holdout)},
      {"init", flags.init_from_sha256.empty() ? flags.init : kInitFile},
      {"input-noise", flags.input_noise},
      {"kl-gradient", flags.kl_gradient},
      {"kl-warmup-epochs", Number(flags.kl_warmup_epochs)},
      {"latent-dim", std::to_string(flags.latent_dim)},
      {"lr", Number(flags.learning_rate)},
      {"noise-amount", Number(flags.noise_amount)},
      {kEpochs, std::to_string(flags.num_epochs)},
      {"objective", flags.objective},
      {"samples", std::to_string(flags.samples)},
      {"schedule", flags.schedule},
      {"seed", std::to_string(flags.seed)},
      {"warmup-epochs", Number(flags.warmup_epochs)}};
  if (flags.keep_best) options["keep-best"] = "true";
  if (!flags.init_from_sha256.empty()) options["init-from-sha256"] = flags.init_from_sha256;
  if (!flags.extended_after_steps.empty()) {
    options["extended-after-steps"] = flags.extended_after_steps;
  }
  return options;
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

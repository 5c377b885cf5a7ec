// What the tasks of vae-evaluate share: the model, the test digits, and where results go.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/random.h"
#include "core/result.h"
#include "core/thread_pool.h"
#include "data/mnist.h"
#include "evaluate/options.h"
#include "figure/sheet.h"
#include "io/weights.h"

namespace tools {

// Steps of the stream kSample: what a task draws random numbers for.
enum class Draw : uint64_t {
  kGenerate = 0,
  kReconstruct = 1,
  kInterpolate = 2,
  kDenoise = 3,
  kNoise = 4,      // and the next two: one for each kind of damage
  kBinarize = 16,  // of the test digits
};

struct Context {
  const EvaluateFlags& flags;
  vae::ThreadPool& pool;
  vae::Model model;
  vae::LabelledDigits test;    // empty when no task needs it
  std::string dataset;         // its name, as of vae::Mnist; likewise
  std::string dataset_sha256;  // likewise

  int latent_dim() const { return model.params.shape().latent_dim; }
  vae::RandomKey Key(Draw draw) const {
    return {flags.seed, vae::Stream::kSample, static_cast<uint64_t>(draw)};
  }
};

// What a task found: for --json, and as lines for people.
struct Report {
  nlohmann::ordered_json json;
  std::vector<std::string> lines;
};

// Reads the weights and checks the flags against them.
vae::Result<vae::Model> LoadModel(const EvaluateFlags& flags);

// Reads the test digits. Fails when a result would replace one of their files.
vae::Status LoadDigits(Context& context);

// Whether these are the data that the model was trained on; nullopt when it does not say, or no
// data have been read.
std::optional<bool> IsTrainedOnThese(const Context& context);

// What the model was trained on, as far as it says: a name, or "other data".
std::string TrainedOn(const vae::Model& model);

// Title, what the figure shows, which model it shows, and whose digits where `shows_digits`.
figure::Heading MakeHeading(const Context& context, const std::string& title,
                            const std::string& line, bool shows_digits);

// Writes the picture (results.h); the report has its path.
vae::Result<Report> SavePicture(const Context& context, const char* name,
                                const figure::Sheet& sheet);

// A number out of the metadata, if it is one.
std::optional<double> MetadataNumber(const vae::Model& model, const std::string& key);

// `count` different test digits in random order, or all when there are fewer.
std::vector<uint32_t> PickDigits(const Context& context, Draw draw, int count);

// Those columns of the test digits. (784, B)
vae::Matrix TestDigits(const Context& context, std::span<const uint32_t> picks);

// mu of the columns x. (784, N) -> (L, N), in parallel.
vae::Matrix Means(const Context& context, const vae::Matrix& x);

}  // namespace tools

#include "evaluate/context.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "core/batches.h"
#include "evaluate/results.h"
#include "figure/axes.h"
#include "io/file.h"

namespace tools {
namespace {

constexpr const char* kCredit =
    "Test digits: MNIST by Yann LeCun and Corinna Cortes, CC BY-SA 3.0.";

vae::Status CheckDim(const char* flag, std::optional<int> wanted, int actual,
                     const std::string& path) {
  if (!wanted || *wanted == actual) return {};
  return vae::Failure(std::string(flag) + " is " + std::to_string(*wanted) + ", but " + path +
                      " has " + std::to_string(actual) +
                      "; leave the flag out or give another --saved-path");
}

// The model's sizes, training and loss in a line, as far as the file knows them.
std::string ModelLine(const vae::Model& model) {
  const vae::VaeShape shape = model.params.shape();
  std::string line =
      "784-" + std::to_string(shape.hidden_dim) + "-" + std::to_string(shape.latent_dim) + " VAE";
  if (const auto epochs = MetadataNumber(model, "epochs_done")) {
    line += ", " + figure::Fixed(*epochs, 0) + (*epochs == 1 ? " epoch" : " epochs");
  }
  const auto loss = MetadataNumber(model, "test_neg_elbo");
  const auto recon = MetadataNumber(model, "test_recon_nats");
  const auto kl = MetadataNumber(model, "test_kl_nats");
  if (loss) line += ", test −ELBO " + figure::Fixed(*loss, 2) + " nats";
  if (loss && recon && kl) {
    line += " (reconstruction " + figure::Fixed(*recon, 2) + ", KL " + figure::Fixed(*kl, 2) + ")";
  }
  return line;
}

}  // namespace

std::optional<double> MetadataNumber(const vae::Model& model, const std::string& key) {
  const auto found = model.metadata.find(key);
  if (found == model.metadata.end() || found->second.empty()) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(found->second.c_str(), &end);
  if (*end != '\0' || !std::isfinite(value) || std::abs(value) > 1e9) return std::nullopt;
  return value;
}

vae::Result<vae::Model> LoadModel(const EvaluateFlags& flags) {
  const vae::Result<vae::Bytes> bytes = vae::ReadFile(flags.saved_path);
  if (!bytes) return vae::Failure(bytes.error());
  vae::Result<vae::Model> model = vae::ParseWeights(*bytes, flags.saved_path);
  if (!model) return model;
  const vae::VaeShape shape = model->params.shape();
  for (const vae::Status& status :
       {CheckDim("--latent-dim", flags.latent_dim, shape.latent_dim, flags.saved_path),
        CheckDim("--hidden-dim", flags.hidden_dim, shape.hidden_dim, flags.saved_path)}) {
    if (!status) return vae::Failure(status.error());
  }
  return model;
}

vae::Status LoadDigits(Context& context) {
  vae::MnistSource source;
  source.directory = context.flags.data;
  source.progress = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
  const auto folder = vae::FindMnist(source);
  if (!folder) return vae::Failure(folder.error());
  vae::Result<vae::Mnist> mnist = vae::LoadMnist(*folder);
  if (!mnist) return vae::Failure(mnist.error());
  const vae::Status distinct =
      CheckDistinctFromData(FilesOf(context.flags), vae::MnistPaths(folder->directory));
  if (!distinct) return distinct;
  const uint8_t last = *std::max_element(mnist->test.labels.begin(), mnist->test.labels.end());
  if (last > 9 && !context.flags.map.empty()) {
    return vae::Failure("--map is for the page, which knows the classes 0 to 9, but " +
                        mnist->name + " has the label " + std::to_string(last) + "; leave it out");
  }
  context.test = std::move(mnist->test);
  context.dataset = mnist->name;
  context.dataset_sha256 = mnist->sha256;
  return {};
}

std::optional<bool> IsTrainedOnThese(const Context& context) {
  const auto trained_on = context.model.metadata.find("dataset_sha256");
  if (trained_on == context.model.metadata.end() || context.dataset_sha256.empty()) {
    return std::nullopt;
  }
  return trained_on->second == context.dataset_sha256;
}

std::string TrainedOn(const vae::Model& model) {
  const auto name = model.metadata.find("dataset");
  if (name != model.metadata.end()) return name->second;
  const auto sha256 = model.metadata.find("dataset_sha256");
  const bool is_mnist = sha256 != model.metadata.end() && sha256->second == vae::kMnistSha256;
  return is_mnist ? "MNIST" : "other data";
}

figure::Heading MakeHeading(const Context& context, const std::string& title,
                            const std::string& line, bool shows_digits) {
  figure::Heading heading = {title, {line, ModelLine(context.model)}, {}};
  if (!shows_digits) return heading;
  heading.notes.push_back(context.dataset_sha256 == vae::kMnistSha256
                              ? kCredit
                              : "Test digits: " + context.dataset + ".");
  if (IsTrainedOnThese(context) == false) {
    heading.notes.back() += " The model was trained on " + TrainedOn(context.model) + ".";
  }
  return heading;
}

vae::Result<Report> SavePicture(const Context& context, const char* name,
                                const figure::Sheet& sheet) {
  const std::string path = PicturePath(context.flags, name, context.flags.saved_path);
  const vae::Status written = WritePicture(path, sheet, SourceOf(context.model));
  if (!written) return vae::Failure(written.error());
  return Report{{{"picture", path}}, {"wrote " + path}};
}

std::vector<uint32_t> PickDigits(const Context& context, Draw draw, int count) {
  std::vector<uint32_t> picks =
      vae::Permutation(context.Key(draw), static_cast<uint32_t>(context.test.labels.size()));
  picks.resize(std::min(picks.size(), static_cast<size_t>(count)));
  return picks;
}

vae::Matrix TestDigits(const Context& context, std::span<const uint32_t> picks) {
  vae::Matrix digits(vae::kDigitPixels, static_cast<vae::Index>(picks.size()));
  for (size_t i = 0; i < picks.size(); ++i) {
    digits.col(static_cast<vae::Index>(i)) = context.test.digits.col(picks[i]);
  }
  return digits;
}

vae::Matrix Means(const Context& context, const vae::Matrix& x) {
  vae::Matrix mu(context.latent_dim(), x.cols());
  vae::ForEachBatch(x.cols(), context.pool, [&](uint64_t, vae::ColumnRange range) {
    mu.middleCols(range.first, range.count) =
        vae::Encode(context.model.params, x.middleCols(range.first, range.count)).mu;
  });
  return mu;
}

}  // namespace tools

#include "io/weights.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <optional>
#include <utility>

#include "io/param_tensors.h"
#include "io/quoted.h"

namespace vae {
namespace {

constexpr std::string_view kActivation = "tanh";
constexpr const char* kTestQuantiles = "test_neg_elbo_quantiles";
constexpr std::string_view kAnotherFile = "; choose a file written by vae-train";

// The checks below return the part of a sentence that follows the file's name.

Status CheckActivation(const SafetensorsFile& file) {
  const std::string_view activation = Metadata(file, "activation");
  if (activation == kActivation) return {};
  return Failure("has hidden units of the kind " + Quoted(activation) + ", this program has " +
                 Quoted(kActivation) + std::string(kAnotherFile));
}

// The decoder's first weights (H, L) tell both sizes; a file whose tensors have other sizes than
// its metadata is contradictory as a whole, not in one tensor.
Status CheckMetadataShape(const SafetensorsFile& file, const VaeShape& shape) {
  const std::vector<int64_t>& actual = file.tensors.at("decoder.hidden.weight").shape;
  if (actual.size() != 2) return {};
  const std::array<std::pair<std::string, int64_t>, 2> said = {
      {{"hidden_dim", shape.hidden_dim}, {"latent_dim", shape.latent_dim}}};
  for (size_t i = 0; i < said.size(); ++i) {
    if (actual[i] != said[i].second) {
      return Failure("contradicts itself: its metadata says " + said[i].first + " " +
                     std::to_string(said[i].second) + ", its tensors have " +
                     std::to_string(actual[i]) + "; copy or download it again");
    }
  }
  return {};
}

Result<Model> ParseModel(const SafetensorsFile& file, std::string_view known_sha256) {
  const bool quantized = Metadata(file, "format_version") == kQuantizedFormatVersion;
  const Result<VaeShape> shape =
      CheckFormatIs(file, kWeightsFormat,
                    quantized ? kQuantizedFormatVersion : kWeightsFormatVersion, kAnotherFile)
          .and_then([&] { return CheckActivation(file); })
          .and_then([&] { return ParseMetadataShape(file, kAnotherFile); });
  if (!shape) return Failure(shape.error());
  const TensorForms expected =
      quantized ? QuantizedTensorForms(*shape) : ParamTensorForms(*shape, "");
  return CheckTensorNames(file, expected, kAnotherFile)
      .and_then([&] { return CheckMetadataShape(file, *shape); })
      .and_then([&] { return CheckTensorForms(file, expected, kAnotherFile); })
      .and_then([&] { return CheckPayload(file, known_sha256); })
      .and_then([&]() -> Result<Model> {
        if (quantized) {
          return LoadQuantized(file, *shape).map([&](QuantizedParams&& loaded) {
            return Model{.params = std::move(loaded.params),
                         .metadata = file.metadata,
                         .bytes = std::move(loaded.bytes)};
          });
        }
        return LoadParams(file, *shape, "").map([&](VaeParams&& params) {
          return Model{.params = std::move(params), .metadata = file.metadata};
        });
      });
}

// With the tensors in place: the keys of the format.
void Describe(const VaeShape& shape, std::string_view version, SafetensorsFile& file) {
  file.metadata["format"] = kWeightsFormat;
  file.metadata["format_version"] = version;
  file.metadata["activation"] = kActivation;
  file.metadata["hidden_dim"] = std::to_string(shape.hidden_dim);
  file.metadata["latent_dim"] = std::to_string(shape.latent_dim);
  file.metadata["payload_sha256"] = PayloadSha256(file);
}

SafetensorsFile FloatFile(const Model& model) {
  SafetensorsFile file{.metadata = model.metadata, .tensors = {}};
  file.metadata.erase("quantized_from");
  StoreParams(model.params, "", file);
  Describe(model.params.shape(), kWeightsFormatVersion, file);
  return file;
}

}  // namespace

Bytes SerializeWeights(const Model& model) { return SerializeSafetensors(FloatFile(model)); }

Bytes SerializeQuantized(const Model& model, const std::array<QuantizedWeights, 4>& layers) {
  SafetensorsFile file{.metadata = model.metadata, .tensors = {}};
  file.metadata["quantized_from"] = PayloadSha256(FloatFile(model));
  StoreQuantized(model.params, layers, file);
  Describe(model.params.shape(), kQuantizedFormatVersion, file);
  return SerializeSafetensors(file);
}

std::string FloatPayloadSha256(const Model& model) {
  const auto from = model.metadata.find("quantized_from");
  if (from != model.metadata.end()) return from->second;
  const auto own = model.metadata.find("payload_sha256");
  return own == model.metadata.end() ? std::string() : own->second;
}

void SetTestQuantiles(const Vector& neg_elbo, int n, Model& model) {
  Vector sorted = neg_elbo;
  std::sort(sorted.begin(), sorted.end());
  std::string text;
  for (int i = 0; i < n; ++i) {
    const Index at = (2 * i + 1) * sorted.size() / (2 * n);
    char number[16];
    std::snprintf(number, sizeof number, i == 0 ? "%.2f" : " %.2f",
                  static_cast<double>(sorted(at)));
    text += number;
  }
  model.metadata[kTestQuantiles] = text;
}

namespace {

// "87.12", as quantiles are written. strtof takes ten milliseconds of a start for all of them.
std::optional<float> Hundredths(std::string_view number) {
  constexpr size_t kDecimals = 3;  // with their point
  constexpr size_t kMostDigits = 7;
  if (number.size() <= kDecimals || number.size() > kMostDigits + kDecimals) return std::nullopt;
  const auto digits = [](std::string_view text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return end == text.data() + text.size() ? std::optional(value) : std::nullopt;
  };
  const size_t point = number.size() - kDecimals;
  const auto whole = digits(number.substr(0, point)), rest = digits(number.substr(point + 1));
  if (number[point] != '.' || !whole || !rest) return std::nullopt;
  return static_cast<float>(100 * *whole + *rest) / 100.0F;
}

}  // namespace

std::vector<float> TestQuantiles(const Model& model) {
  const auto found = model.metadata.find(kTestQuantiles);
  if (found == model.metadata.end()) return {};
  std::vector<float> quantiles;
  for (std::string_view text = found->second; !text.empty();) {
    const std::string_view number = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), number.size() + 1));
    const std::optional<float> nats = Hundredths(number);
    if (!nats) return {};  // another meaning of the key
    quantiles.push_back(*nats);
  }
  std::sort(quantiles.begin(), quantiles.end());
  return quantiles;
}

Result<Model> ParseWeights(std::span<const std::byte> bytes, std::string_view name,
                           std::string_view known_sha256) {
  const Result<SafetensorsFile> file = ParseSafetensors(bytes, name);
  if (!file) return Failure(file.error());
  Result<Model> model = ParseModel(*file, known_sha256);
  if (!model) return Failure(std::string(name) + " " + model.error());
  return model;
}

}  // namespace vae

#include "io/weights.h"

#include <array>
#include <utility>

#include "io/param_tensors.h"
#include "io/quoted.h"

namespace vae {
namespace {

constexpr std::string_view kActivation = "tanh";
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

Result<VaeParams> ParseParams(const SafetensorsFile& file, std::string_view known_sha256) {
  const Result<VaeShape> shape =
      CheckFormatIs(file, kWeightsFormat, kWeightsFormatVersion, kAnotherFile)
          .and_then([&] { return CheckActivation(file); })
          .and_then([&] { return ParseMetadataShape(file, kAnotherFile); });
  if (!shape) return Failure(shape.error());
  const TensorShapes expected = ParamTensorShapes(*shape, "");
  return CheckTensorNames(file, expected, kAnotherFile)
      .and_then([&] { return CheckMetadataShape(file, *shape); })
      .and_then([&] { return CheckTensorShapes(file, expected, kAnotherFile); })
      .and_then([&] { return CheckPayload(file, known_sha256); })
      .and_then([&] { return LoadParams(file, *shape, ""); });
}

}  // namespace

Bytes SerializeWeights(const Model& model) {
  SafetensorsFile file{.metadata = model.metadata, .tensors = {}};
  StoreParams(model.params, "", file);
  const VaeShape shape = model.params.shape();
  file.metadata["format"] = kWeightsFormat;
  file.metadata["format_version"] = kWeightsFormatVersion;
  file.metadata["activation"] = kActivation;
  file.metadata["hidden_dim"] = std::to_string(shape.hidden_dim);
  file.metadata["latent_dim"] = std::to_string(shape.latent_dim);
  file.metadata["payload_sha256"] = PayloadSha256(file);
  return SerializeSafetensors(file);
}

Result<Model> ParseWeights(std::span<const std::byte> bytes, std::string_view name,
                           std::string_view known_sha256) {
  const Result<SafetensorsFile> file = ParseSafetensors(bytes, name);
  if (!file) return Failure(file.error());
  Result<VaeParams> params = ParseParams(*file, known_sha256);
  if (!params) return Failure(std::string(name) + " " + params.error());
  return Model{.params = std::move(*params), .metadata = file->metadata};
}

}  // namespace vae

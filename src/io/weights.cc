#include "io/weights.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "io/little_endian.h"
#include "io/quoted.h"
#include "io/safetensors.h"

namespace vae {
namespace {

constexpr std::string_view kActivation = "tanh";
constexpr int kMaxHiddenDim = 65'536;
constexpr int kMaxLatentDim = 4'096;

constexpr std::string_view kAnotherFile = "; choose a file written by vae-train";
constexpr std::string_view kAgain = "; copy or download it again";

std::string WeightName(size_t layer) { return std::string(kLayerNames[layer]) + ".weight"; }
std::string BiasName(size_t layer) { return std::string(kLayerNames[layer]) + ".bias"; }

// `values` in the order of memory, which for weights is row by row (types.h).
template <class Values>
Tensor ToTensor(const Values& values, std::vector<int64_t> shape) {
  Tensor tensor{.dtype = Dtype::kF32, .shape = std::move(shape), .bytes = {}};
  tensor.bytes.resize(static_cast<size_t>(values.size()) * sizeof(float));
  std::byte* out = tensor.bytes.data();
  for (Index i = 0; i < values.size(); ++i, out += sizeof(float)) {
    StoreLittleEndianFloat(static_cast<float>(values.data()[i]), out);
  }
  return tensor;
}

// Mirror image of ToTensor, for a tensor that has as many elements as `values`. False if one of
// them is not finite.
template <class Values>
bool FromTensor(const Tensor& tensor, Values& values) {
  const std::byte* in = tensor.bytes.data();
  for (Index i = 0; i < values.size(); ++i, in += sizeof(float)) {
    const float value = LoadLittleEndianFloat(in);
    if (!std::isfinite(value)) return false;
    values.data()[i] = static_cast<Scalar>(value);
  }
  return true;
}

// The tensors that a model of this shape has, and their shapes.
std::map<std::string, std::vector<int64_t>> ExpectedTensors(const VaeShape& shape) {
  const int64_t h = shape.hidden_dim;
  const int64_t l = shape.latent_dim;
  const std::array<std::array<int64_t, 2>, 4> weights = {
      {{h, kDigitPixels}, {2 * l, h}, {h, l}, {kDigitPixels, h}}};
  std::map<std::string, std::vector<int64_t>> expected;
  for (size_t layer = 0; layer < kLayerNames.size(); ++layer) {
    const auto [out, in] = weights[layer];
    expected[WeightName(layer)] = {out, in};
    expected[BiasName(layer)] = {out};
  }
  return expected;
}

std::string ShapeText(std::span<const int64_t> shape) {
  constexpr size_t kMostShown = 4;
  std::string text;
  for (const int64_t dim : shape.first(std::min(shape.size(), kMostShown))) {
    if (!text.empty()) text += ", ";
    text += std::to_string(dim);
  }
  return "(" + text + (shape.size() > kMostShown ? ", ...)" : ")");
}

// The value of `key`, "" if there is none.
std::string_view Metadata(const SafetensorsFile& file, const std::string& key) {
  const auto found = file.metadata.find(key);
  return found == file.metadata.end() ? std::string_view() : found->second;
}

// The checks below return the part of a sentence that follows the file's name.

Status CheckFormat(const SafetensorsFile& file) {
  const std::string_view format = Metadata(file, "format");
  if (format != kWeightsFormat) {
    return Failure("is a safetensors file, but its format is " + Quoted(format) + " and not " +
                   Quoted(kWeightsFormat) + std::string(kAnotherFile));
  }
  const std::string_view version = Metadata(file, "format_version");
  if (version != kWeightsFormatVersion) {
    return Failure("has format version " + Quoted(version) + ", this program reads " +
                   Quoted(kWeightsFormatVersion) +
                   "; use the version of the program that wrote it, or train again");
  }
  const std::string_view activation = Metadata(file, "activation");
  if (activation != kActivation) {
    return Failure("has hidden units of the kind " + Quoted(activation) + ", this program has " +
                   Quoted(kActivation) + std::string(kAnotherFile));
  }
  return {};
}

// A size out of the metadata, in 1 .. max.
Result<int> ParseDim(const SafetensorsFile& file, const std::string& key, int max) {
  const std::string_view text = Metadata(file, key);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1 || value > max) {
    return Failure("has " + key + " " + Quoted(text) + " in its metadata, not a number from 1 to " +
                   std::to_string(max) + std::string(kAnotherFile));
  }
  return value;
}

Result<VaeShape> ParseShape(const SafetensorsFile& file) {
  const Result<int> hidden_dim = ParseDim(file, "hidden_dim", kMaxHiddenDim);
  if (!hidden_dim) return Failure(hidden_dim.error());
  const Result<int> latent_dim = ParseDim(file, "latent_dim", kMaxLatentDim);
  if (!latent_dim) return Failure(latent_dim.error());
  return VaeShape{.hidden_dim = *hidden_dim, .latent_dim = *latent_dim};
}

Status CheckNames(const SafetensorsFile& file, const VaeShape& shape) {
  const auto expected = ExpectedTensors(shape);
  for (const auto& [name, unused] : expected) {
    if (!file.tensors.contains(name)) {
      return Failure("lacks tensor " + Quoted(name) + std::string(kAnotherFile));
    }
  }
  for (const auto& [name, unused] : file.tensors) {
    if (!expected.contains(name)) {
      return Failure("has tensor " + Quoted(name) + ", which is none of the model's" +
                     std::string(kAnotherFile));
    }
  }
  return {};
}

// The decoder's first weights (H, L) tell both sizes; a file whose tensors have other sizes than
// its metadata is contradictory as a whole, not in one tensor.
Status CheckMetadataShape(const SafetensorsFile& file, const VaeShape& shape) {
  const std::vector<int64_t>& actual = file.tensors.at(WeightName(2)).shape;
  if (actual.size() != 2) return {};
  const std::array<std::pair<std::string, int64_t>, 2> said = {
      {{"hidden_dim", shape.hidden_dim}, {"latent_dim", shape.latent_dim}}};
  for (size_t i = 0; i < said.size(); ++i) {
    if (actual[i] != said[i].second) {
      return Failure("contradicts itself: its metadata says " + said[i].first + " " +
                     std::to_string(said[i].second) + ", its tensors have " +
                     std::to_string(actual[i]) + std::string(kAgain));
    }
  }
  return {};
}

Status CheckTensors(const SafetensorsFile& file, const VaeShape& shape) {
  for (const auto& [name, expected] : ExpectedTensors(shape)) {
    const Tensor& tensor = file.tensors.at(name);
    if (tensor.dtype != Dtype::kF32) {
      return Failure("has tensor " + Quoted(name) + " in another dtype than F32" +
                     std::string(kAnotherFile));
    }
    if (tensor.shape != expected) {
      return Failure("has tensor " + Quoted(name) + " of shape " + ShapeText(tensor.shape) +
                     ", expected " + ShapeText(expected) + std::string(kAnotherFile));
    }
  }
  if (Metadata(file, "payload_sha256") != PayloadSha256(file)) {
    return Failure("has tensors that do not match its payload_sha256" + std::string(kAgain));
  }
  return {};
}

Result<VaeShape> CheckFile(const SafetensorsFile& file) {
  if (const Status status = CheckFormat(file); !status) return Failure(status.error());
  Result<VaeShape> shape = ParseShape(file);
  if (!shape) return shape;
  for (const auto check : {CheckNames, CheckMetadataShape, CheckTensors}) {
    if (const Status status = check(file, *shape); !status) return Failure(status.error());
  }
  return shape;
}

}  // namespace

Bytes SerializeWeights(const Model& model) {
  SafetensorsFile file{.metadata = model.metadata, .tensors = {}};
  const auto layers = Layers(model.params);
  for (size_t layer = 0; layer < layers.size(); ++layer) {
    const DenseParams& p = *layers[layer];
    file.tensors[WeightName(layer)] = ToTensor(p.w, {p.out(), p.in()});
    file.tensors[BiasName(layer)] = ToTensor(p.b, {p.out()});
  }
  const VaeShape shape = model.params.shape();
  file.metadata["format"] = kWeightsFormat;
  file.metadata["format_version"] = kWeightsFormatVersion;
  file.metadata["activation"] = kActivation;
  file.metadata["hidden_dim"] = std::to_string(shape.hidden_dim);
  file.metadata["latent_dim"] = std::to_string(shape.latent_dim);
  file.metadata["payload_sha256"] = PayloadSha256(file);
  return SerializeSafetensors(file);
}

Result<Model> ParseWeights(std::span<const std::byte> bytes, std::string_view name) {
  const Result<SafetensorsFile> file = ParseSafetensors(bytes, name);
  if (!file) return Failure(file.error());
  const Result<VaeShape> shape = CheckFile(*file);
  if (!shape) return Failure(std::string(name) + " " + shape.error());
  Model model{.params = VaeParams::Zero(*shape), .metadata = file->metadata};
  const auto layers = Layers(model.params);
  for (size_t layer = 0; layer < layers.size(); ++layer) {
    DenseParams& p = *layers[layer];
    if (!FromTensor(file->tensors.at(WeightName(layer)), p.w) ||
        !FromTensor(file->tensors.at(BiasName(layer)), p.b)) {
      return Failure(std::string(name) + " has a number that is not finite in layer " +
                     Quoted(kLayerNames[layer]) +
                     "; its training failed: choose another file or train again");
    }
  }
  return model;
}

}  // namespace vae

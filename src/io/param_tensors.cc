#include "io/param_tensors.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>

#include "io/float_tensor.h"
#include "io/quoted.h"
#include "io/weights.h"

namespace vae {
namespace {

std::string TensorName(std::string_view prefix, size_t layer, std::string_view part) {
  std::string name(prefix);
  name += kLayerNames[layer];
  name += part;
  return name;
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

}  // namespace

TensorShapes ParamTensorShapes(const VaeShape& shape, std::string_view prefix) {
  const int64_t h = shape.hidden_dim;
  const int64_t l = shape.latent_dim;
  const std::array<std::array<int64_t, 2>, 4> weights = {
      {{h, kDigitPixels}, {2 * l, h}, {h, l}, {kDigitPixels, h}}};
  TensorShapes expected;
  for (size_t layer = 0; layer < kLayerNames.size(); ++layer) {
    const auto [out, in] = weights[layer];
    expected[TensorName(prefix, layer, ".weight")] = {out, in};
    expected[TensorName(prefix, layer, ".bias")] = {out};
  }
  return expected;
}

void StoreParams(const VaeParams& params, std::string_view prefix, SafetensorsFile& file) {
  const auto layers = Layers(params);
  for (size_t layer = 0; layer < layers.size(); ++layer) {
    const DenseParams& p = *layers[layer];
    file.tensors[TensorName(prefix, layer, ".weight")] = ToFloatTensor(p.w, {p.out(), p.in()});
    file.tensors[TensorName(prefix, layer, ".bias")] = ToFloatTensor(p.b, {p.out()});
  }
}

Result<VaeParams> LoadParams(const SafetensorsFile& file, const VaeShape& shape,
                             std::string_view prefix) {
  VaeParams params = VaeParams::Zero(shape);
  const auto layers = Layers(params);
  for (size_t layer = 0; layer < layers.size(); ++layer) {
    DenseParams& p = *layers[layer];
    if (!FromFloatTensor(file.tensors.at(TensorName(prefix, layer, ".weight")), p.w) ||
        !FromFloatTensor(file.tensors.at(TensorName(prefix, layer, ".bias")), p.b)) {
      return Failure("has a number that is not finite in layer " + Quoted(kLayerNames[layer]) +
                     "; its training failed: choose another file or train again");
    }
  }
  return params;
}

Status CheckTensorNames(const SafetensorsFile& file, const TensorShapes& expected,
                        std::string_view remedy) {
  for (const auto& [name, unused] : expected) {
    if (!file.tensors.contains(name)) {
      return Failure("lacks tensor " + Quoted(name) + std::string(remedy));
    }
  }
  for (const auto& [name, unused] : file.tensors) {
    if (!expected.contains(name)) {
      return Failure("has tensor " + Quoted(name) + ", which is none of the model's" +
                     std::string(remedy));
    }
  }
  return {};
}

Status CheckTensorShapes(const SafetensorsFile& file, const TensorShapes& expected,
                         std::string_view remedy) {
  for (const auto& [name, shape] : expected) {
    const Tensor& tensor = file.tensors.at(name);
    if (tensor.dtype != Dtype::kF32) {
      return Failure("has tensor " + Quoted(name) + " in another dtype than F32" +
                     std::string(remedy));
    }
    if (tensor.shape != shape) {
      return Failure("has tensor " + Quoted(name) + " of shape " + ShapeText(tensor.shape) +
                     ", expected " + ShapeText(shape) + std::string(remedy));
    }
  }
  return {};
}

Status CheckPayload(const SafetensorsFile& file, std::string_view known_sha256) {
  const std::string_view expected = Metadata(file, "payload_sha256");
  if (!expected.empty() && expected == known_sha256) return {};
  if (expected == PayloadSha256(file)) return {};
  return Failure("has tensors that do not match its payload_sha256; copy or download it again");
}

std::string_view Metadata(const SafetensorsFile& file, const std::string& key) {
  const auto found = file.metadata.find(key);
  return found == file.metadata.end() ? std::string_view() : found->second;
}

Result<int64_t> ParseMetadataNumber(const SafetensorsFile& file, const std::string& key,
                                    int64_t least, int64_t most, std::string_view remedy) {
  const std::string_view text = Metadata(file, key);
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) {
    return Failure("has " + key + " " + Quoted(text) + " in its metadata, not a number from " +
                   std::to_string(least) + " to " + std::to_string(most) + std::string(remedy));
  }
  return value;
}

Result<VaeShape> ParseMetadataShape(const SafetensorsFile& file, std::string_view remedy) {
  const auto hidden_dim = ParseMetadataNumber(file, "hidden_dim", 1, kMaxHiddenDim, remedy);
  if (!hidden_dim) return Failure(hidden_dim.error());
  const auto latent_dim = ParseMetadataNumber(file, "latent_dim", 1, kMaxLatentDim, remedy);
  if (!latent_dim) return Failure(latent_dim.error());
  return VaeShape{.hidden_dim = static_cast<int>(*hidden_dim),
                  .latent_dim = static_cast<int>(*latent_dim)};
}

Status CheckFormatIs(const SafetensorsFile& file, std::string_view format, std::string_view version,
                     std::string_view remedy) {
  const std::string_view actual = Metadata(file, "format");
  if (actual != format) {
    return Failure("is a safetensors file, but its format is " + Quoted(actual) + " and not " +
                   Quoted(format) + std::string(remedy));
  }
  const std::string_view actual_version = Metadata(file, "format_version");
  if (actual_version != version) {
    return Failure("has format version " + Quoted(actual_version) + ", this program reads " +
                   Quoted(version) +
                   "; use the version of the program that wrote it, or train again");
  }
  return {};
}

}  // namespace vae

#include "io/param_tensors.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
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

tl::unexpected<std::string> NotFinite(size_t layer) {
  return Failure("has a number that is not finite in layer " + Quoted(kLayerNames[layer]) +
                 "; its training failed: choose another file or train again");
}

}  // namespace

TensorForms ParamTensorForms(const VaeShape& shape, std::string_view prefix) {
  const int64_t h = shape.hidden_dim;
  const int64_t l = shape.latent_dim;
  const std::array<std::array<int64_t, 2>, 4> weights = {
      {{h, kDigitPixels}, {2 * l, h}, {h, l}, {kDigitPixels, h}}};
  TensorForms expected;
  for (size_t layer = 0; layer < kLayerNames.size(); ++layer) {
    const auto [out, in] = weights[layer];
    expected[TensorName(prefix, layer, ".weight")] = {{out, in}};
    expected[TensorName(prefix, layer, ".bias")] = {{out}};
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
      return NotFinite(layer);
    }
  }
  return params;
}

TensorForms QuantizedTensorForms(const VaeShape& shape) {
  TensorForms expected = ParamTensorForms(shape, "");
  for (size_t layer = 0; layer < kLayerNames.size(); ++layer) {
    TensorForm& weight = expected[TensorName("", layer, ".weight")];
    weight.dtype = Dtype::kI8;
    expected[TensorName("", layer, ".scale")] = {{weight.shape[0]}};
  }
  return expected;
}

void StoreQuantized(const VaeParams& params, const std::array<QuantizedWeights, 4>& layers,
                    SafetensorsFile& file) {
  StoreParams(params, "", file);
  for (size_t layer = 0; layer < kLayerNames.size(); ++layer) {
    const QuantizedWeights& weights = layers[layer];
    const auto bytes =
        std::as_bytes(std::span(weights.q.data(), static_cast<size_t>(weights.q.size())));
    Tensor& tensor = file.tensors.at(TensorName("", layer, ".weight"));
    tensor.dtype = Dtype::kI8;
    tensor.bytes.assign(bytes.begin(), bytes.end());
    file.tensors[TensorName("", layer, ".scale")] =
        ToFloatTensor(weights.scale, {weights.scale.size()});
  }
}

Result<QuantizedParams> LoadQuantized(const SafetensorsFile& file, const VaeShape& shape) {
  VaeParams params = VaeParams::Zero(shape);
  std::array<QuantizedWeights, kLayerNames.size()> layers;
  for (size_t layer = 0; layer < layers.size(); ++layer) {
    DenseParams& p = *Layers(params)[layer];
    QuantizedWeights& weights = layers[layer];
    weights.q.resize(p.out(), p.in());
    weights.scale.resize(p.out());
    const Bytes& bytes = file.tensors.at(TensorName("", layer, ".weight")).bytes;
    std::memcpy(weights.q.data(), bytes.data(), bytes.size());
    if (!FromFloatTensor(file.tensors.at(TensorName("", layer, ".scale")), weights.scale) ||
        !FromFloatTensor(file.tensors.at(TensorName("", layer, ".bias")), p.b)) {
      return NotFinite(layer);
    }
    p.w = Dequantize(weights);
    if (!p.w.allFinite()) return NotFinite(layer);
  }
  ByteLayers bytes = ByteLayers::Of(layers, params);
  return QuantizedParams{std::move(params), std::move(bytes)};
}

Status CheckTensorNames(const SafetensorsFile& file, const TensorForms& expected,
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

Status CheckTensorForms(const SafetensorsFile& file, const TensorForms& expected,
                        std::string_view remedy) {
  for (const auto& [name, form] : expected) {
    const Tensor& tensor = file.tensors.at(name);
    if (tensor.dtype != form.dtype) {
      return Failure("has tensor " + Quoted(name) + " in another dtype than " +
                     std::string(NameOf(form.dtype)) + std::string(remedy));
    }
    if (tensor.shape != form.shape) {
      return Failure("has tensor " + Quoted(name) + " of shape " + ShapeText(tensor.shape) +
                     ", expected " + ShapeText(form.shape) + std::string(remedy));
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

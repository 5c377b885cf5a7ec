#include "io/latent_map.h"

#include <algorithm>
#include <array>
#include <utility>

#include "io/float_tensor.h"
#include "io/param_tensors.h"
#include "io/quoted.h"
#include "io/safetensors.h"
#include "io/weights.h"

namespace vae {
namespace {

constexpr std::string_view kVersion = "1";
constexpr std::string_view kMapRemedy = "; choose a map written by vae-evaluate";
constexpr uint8_t kLastLabel = 9;

// ---- writing

Tensor LabelTensor(const std::vector<uint8_t>& labels) {
  Tensor tensor{.dtype = Dtype::kU8, .shape = {static_cast<int64_t>(labels.size())}, .bytes = {}};
  for (const uint8_t label : labels) tensor.bytes.push_back(std::byte{label});
  return tensor;
}

// ---- reading: failures are the part of a sentence that follows the file's name

// The tensor of this name, if it has one of the dtypes and as many dimensions.
Result<const Tensor*> FindTensor(const SafetensorsFile& file, const std::string& name,
                                 const std::vector<Dtype>& dtypes, size_t dimensions) {
  const auto found = file.tensors.find(name);
  if (found == file.tensors.end()) {
    return Failure("lacks tensor " + Quoted(name) + std::string(kMapRemedy));
  }
  if (std::find(dtypes.begin(), dtypes.end(), found->second.dtype) == dtypes.end()) {
    return Failure("has tensor " + Quoted(name) + " in another dtype than " +
                   std::string(NameOf(dtypes[0])) + std::string(kMapRemedy));
  }
  if (found->second.shape.size() != dimensions) {
    return Failure("has tensor " + Quoted(name) + " with " +
                   std::to_string(found->second.shape.size()) + " dimensions, expected " +
                   std::to_string(dimensions) + std::string(kMapRemedy));
  }
  return &found->second;
}

struct Tensors {
  const Tensor* mu;
  const Tensor* position;
  const Tensor* neg_elbo;  // null where it is left out
  const Tensor* label;
};

Result<Tensors> FindTensors(const SafetensorsFile& file) {
  Tensors tensors{};
  const struct {
    const char* name;
    std::vector<Dtype> dtypes;
    size_t dimensions;
    const Tensor** tensor;
    bool optional = false;
  } wanted[] = {{"mu", {Dtype::kF32, Dtype::kF16}, 2, &tensors.mu},
                {"position", {Dtype::kF32, Dtype::kF16}, 2, &tensors.position},
                {"neg_elbo", {Dtype::kF32}, 1, &tensors.neg_elbo, true},
                {"label", {Dtype::kU8}, 1, &tensors.label}};
  size_t count = 0;
  for (const auto& [name, dtypes, dimensions, tensor, optional] : wanted) {
    if (optional && file.tensors.count(name) == 0) continue;
    const Result<const Tensor*> found = FindTensor(file, name, dtypes, dimensions);
    if (!found) return Failure(found.error());
    *tensor = *found;
    ++count;
  }
  if (file.tensors.size() > count) {
    return Failure("has tensors that are none of a map's" + std::string(kMapRemedy));
  }
  return tensors;
}

Status CheckSizes(const Tensors& tensors) {
  const int64_t count = tensors.mu->shape[0];
  const int64_t latent_dim = tensors.mu->shape[1];
  if (count < 1) return Failure("holds no digits" + std::string(kMapRemedy));
  if (latent_dim < 1 || latent_dim > kMaxLatentDim) {
    return Failure("has latent means of " + std::to_string(latent_dim) + " values, not 1 to " +
                   std::to_string(kMaxLatentDim) + std::string(kMapRemedy));
  }
  if (tensors.position->shape[1] != 2) {
    return Failure("has positions of " + std::to_string(tensors.position->shape[1]) +
                   " values, not 2" + std::string(kMapRemedy));
  }
  const std::array<std::pair<const char*, const Tensor*>, 3> others = {
      {{"position", tensors.position}, {"neg_elbo", tensors.neg_elbo}, {"label", tensors.label}}};
  for (const auto& [name, tensor] : others) {
    if (tensor != nullptr && tensor->shape[0] != count) {
      return Failure("contradicts itself: tensor \"mu\" is of " + std::to_string(count) +
                     " digits, tensor " + Quoted(name) + " of " + std::to_string(tensor->shape[0]) +
                     "; copy or download it again");
    }
  }
  return {};
}

Result<LatentMap> LoadMap(const Tensors& tensors) {
  const auto count = static_cast<Index>(tensors.mu->shape[0]);
  LatentMap map{.mu = Matrix(static_cast<Index>(tensors.mu->shape[1]), count),
                .position = Matrix(2, count),
                .labels = {},
                .neg_elbo = Vector(tensors.neg_elbo == nullptr ? 0 : count),
                .metadata = {}};
  if (!FromFloatTensor(*tensors.mu, map.mu) || !FromFloatTensor(*tensors.position, map.position) ||
      (tensors.neg_elbo != nullptr && !FromFloatTensor(*tensors.neg_elbo, map.neg_elbo))) {
    return Failure("has a number that is not finite" + std::string(kMapRemedy));
  }
  for (const std::byte label : tensors.label->bytes) {
    map.labels.push_back(std::to_integer<uint8_t>(label));
    if (map.labels.back() > kLastLabel) {
      return Failure("has the label " + std::to_string(map.labels.back()) +
                     ", which is no digit's" + std::string(kMapRemedy));
    }
  }
  return map;
}

Result<LatentMap> ReadMap(const SafetensorsFile& file, std::string_view known_sha256) {
  if (const Status format = CheckFormatIs(file, kMapFormat, kVersion, kMapRemedy); !format) {
    return Failure(format.error());
  }
  const Result<Tensors> tensors = FindTensors(file);
  if (!tensors) return Failure(tensors.error());
  if (const Status sizes = CheckSizes(*tensors); !sizes) return Failure(sizes.error());
  if (const Status payload = CheckPayload(file, known_sha256); !payload)
    return Failure(payload.error());
  return LoadMap(*tensors);
}

// The map's labels and metadata, and these tensors of floats.
Bytes Serialize(const LatentMap& map, std::map<std::string, Tensor> tensors) {
  SafetensorsFile file{.metadata = map.metadata, .tensors = std::move(tensors)};
  file.tensors["label"] = LabelTensor(map.labels);
  file.metadata["format"] = kMapFormat;
  file.metadata["format_version"] = kVersion;
  file.metadata["payload_sha256"] = PayloadSha256(file);
  return SerializeSafetensors(file);
}

}  // namespace

Bytes SerializeMap(const LatentMap& map) {
  const Index count = map.mu.cols();
  eigen_assert(map.position.rows() == 2 && map.position.cols() == count &&
               map.neg_elbo.size() == count && static_cast<Index>(map.labels.size()) == count);
  return Serialize(map, {{"mu", ToFloatTensor(map.mu, {count, map.mu.rows()})},
                         {"position", ToFloatTensor(map.position, {count, 2})},
                         {"neg_elbo", ToFloatTensor(map.neg_elbo, {count})}});
}

Bytes SerializeMapToShow(const LatentMap& map) {
  const Index count = map.mu.cols();
  eigen_assert(map.position.rows() == 2 && map.position.cols() == count &&
               static_cast<Index>(map.labels.size()) == count);
  return Serialize(map, {{"mu", ToHalfTensor(map.mu, {count, map.mu.rows()})},
                         {"position", ToHalfTensor(map.position, {count, 2})}});
}

Result<LatentMap> ParseMap(std::span<const std::byte> bytes, std::string_view name,
                           std::string_view known_sha256) {
  const Result<SafetensorsFile> file = ParseSafetensors(bytes, name);
  if (!file) return Failure(file.error());
  Result<LatentMap> map = ReadMap(*file, known_sha256);
  if (!map) return Failure(std::string(name) + " " + map.error());
  map->metadata = file->metadata;
  return map;
}

}  // namespace vae

// A model's parameters as named tensors: what weights and checkpoints have in common.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/quantize.h"
#include "core/result.h"
#include "core/vae.h"
#include "io/safetensors.h"

namespace vae {

struct TensorForm {
  std::vector<int64_t> shape;
  Dtype dtype = Dtype::kF32;
};

// Name -> form. Names are `prefix` + a name of kLayerNames + ".weight" or ".bias".
using TensorForms = std::map<std::string, TensorForm>;

TensorForms ParamTensorForms(const VaeShape& shape, std::string_view prefix);

// Adds the parameters to `file`, float32, row-major.
void StoreParams(const VaeParams& params, std::string_view prefix, SafetensorsFile& file);

// The functions below fail with the part of a sentence that follows the file's name; `remedy` ends
// it ("; choose ...").

// Mirror image of StoreParams, for a file that passed the checks below. Fails when a number is not
// finite.
Result<VaeParams> LoadParams(const SafetensorsFile& file, const VaeShape& shape,
                             std::string_view prefix);

// The same of weights in 8 bits (quantize.h): names end in ".weight" (int8), ".scale" or ".bias".
TensorForms QuantizedTensorForms(const VaeShape& shape);
void StoreQuantized(const VaeParams& params, const std::array<QuantizedWeights, 4>& layers,
                    SafetensorsFile& file);
struct QuantizedParams {
  VaeParams params;
  ByteLayers bytes;  // what the large layers were
};
Result<QuantizedParams> LoadQuantized(const SafetensorsFile& file, const VaeShape& shape);

// Whether the file has exactly the tensors `expected`.
Status CheckTensorNames(const SafetensorsFile& file, const TensorForms& expected,
                        std::string_view remedy);

// Whether these are of their form.
Status CheckTensorForms(const SafetensorsFile& file, const TensorForms& expected,
                        std::string_view remedy);

// Whether the tensors' bytes are those that the metadata's payload_sha256 is of. `known_sha256`
// as in ParseWeights (weights.h).
Status CheckPayload(const SafetensorsFile& file, std::string_view known_sha256 = {});

// The value of `key` in the metadata, "" if there is none.
std::string_view Metadata(const SafetensorsFile& file, const std::string& key);

// A whole number out of the metadata, in least .. most.
Result<int64_t> ParseMetadataNumber(const SafetensorsFile& file, const std::string& key,
                                    int64_t least, int64_t most, std::string_view remedy);

// hidden_dim and latent_dim out of the metadata.
Result<VaeShape> ParseMetadataShape(const SafetensorsFile& file, std::string_view remedy);

// Whether `format` and `format_version` are these.
Status CheckFormatIs(const SafetensorsFile& file, std::string_view format, std::string_view version,
                     std::string_view remedy);

}  // namespace vae

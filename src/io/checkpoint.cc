#include "io/checkpoint.h"

#include <limits>
#include <span>
#include <utility>

#include "io/param_tensors.h"
#include "io/sha256.h"

namespace vae {
namespace {

constexpr char kMetadataSha256[] = "metadata_sha256";
constexpr std::string_view kCheckpointRemedy = "; choose a checkpoint written by vae-train";

bool HasAverage(const SafetensorsFile& file) {
  return file.tensors.contains("average.decoder.output.bias");
}

TensorForms ExpectedTensors(const VaeShape& shape, bool average) {
  TensorForms expected;
  for (const char* const prefix : {"params.", "adam.m.", "adam.v."}) {
    expected.merge(ParamTensorForms(shape, prefix));
  }
  if (average) expected.merge(ParamTensorForms(shape, "average."));
  return expected;
}

Result<TrainState> LoadState(const SafetensorsFile& file, const VaeShape& shape) {
  TrainState state;
  const auto load = [&](const char* prefix, VaeParams& into) -> Status {
    Result<VaeParams> params = LoadParams(file, shape, prefix);
    if (!params) return Failure(params.error());
    into = std::move(*params);
    return {};
  };
  const Status loaded = load("params.", state.params)
                            .and_then([&] { return load("adam.m.", state.moments.m); })
                            .and_then([&] { return load("adam.v.", state.moments.v); })
                            .and_then([&]() -> Status {
                              if (!HasAverage(file)) return {};
                              return load("average.", state.average);
                            });
  if (!loaded) return Failure(loaded.error());
  const auto steps =
      ParseMetadataNumber(file, "steps", 0, std::numeric_limits<int64_t>::max(), kCheckpointRemedy);
  if (!steps) return Failure(steps.error());
  state.steps = *steps;
  return state;
}

std::string MetadataSha256(const SafetensorsFile& file) {
  std::string lines;
  for (const auto& [key, value] : file.metadata) {
    if (key != kMetadataSha256) lines += key + "=" + value + "\n";
  }
  return Sha256Hex(std::as_bytes(std::span(lines)));
}

Status CheckMetadata(const SafetensorsFile& file) {
  if (Metadata(file, kMetadataSha256) == MetadataSha256(file)) return {};
  return Failure("has options that do not match its metadata_sha256" +
                 std::string(kCheckpointRemedy));
}

Result<TrainState> ParseState(const SafetensorsFile& file) {
  const Result<VaeShape> shape =
      CheckFormatIs(file, kCheckpointFormat, kCheckpointFormatVersion, kCheckpointRemedy)
          .and_then([&] { return ParseMetadataShape(file, kCheckpointRemedy); });
  if (!shape) return Failure(shape.error());
  const TensorForms expected = ExpectedTensors(*shape, HasAverage(file));
  Result<TrainState> state =
      CheckTensorNames(file, expected, kCheckpointRemedy)
          .and_then([&] { return CheckTensorForms(file, expected, kCheckpointRemedy); })
          .and_then([&] { return CheckPayload(file); })
          .and_then([&] { return LoadState(file, *shape); });
  if (!state) return state;
  if (const Status status = CheckMetadata(file); !status) return Failure(status.error());
  return state;
}

}  // namespace

Bytes SerializeCheckpoint(const Checkpoint& checkpoint) {
  SafetensorsFile file{.metadata = checkpoint.metadata, .tensors = {}};
  const TrainState& state = checkpoint.state;
  StoreParams(state.params, "params.", file);
  StoreParams(state.moments.m, "adam.m.", file);
  StoreParams(state.moments.v, "adam.v.", file);
  if (state.average.decoder_output.w.size() > 0) StoreParams(state.average, "average.", file);
  const VaeShape shape = state.params.shape();
  file.metadata["format"] = kCheckpointFormat;
  file.metadata["format_version"] = kCheckpointFormatVersion;
  file.metadata["hidden_dim"] = std::to_string(shape.hidden_dim);
  file.metadata["latent_dim"] = std::to_string(shape.latent_dim);
  file.metadata["steps"] = std::to_string(state.steps);
  file.metadata["payload_sha256"] = PayloadSha256(file);
  file.metadata[kMetadataSha256] = MetadataSha256(file);
  return SerializeSafetensors(file);
}

Result<Checkpoint> ParseCheckpoint(std::span<const std::byte> bytes, std::string_view name) {
  const Result<SafetensorsFile> file = ParseSafetensors(bytes, name);
  if (!file) return Failure(file.error());
  Result<TrainState> state = ParseState(*file);
  if (!state) return Failure(std::string(name) + " " + state.error());
  return Checkpoint{.state = std::move(*state), .metadata = file->metadata};
}

}  // namespace vae

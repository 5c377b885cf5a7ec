// The state of a training run as a safetensors file, so that a run that was stopped can go on.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/trainer.h"
#include "io/file.h"

namespace vae {

inline constexpr std::string_view kCheckpointFormat = "vae-mnist-checkpoint";
inline constexpr std::string_view kCheckpointFormatVersion = "2";

struct Checkpoint {
  TrainState state;
  // Of the tool that trains: its options, where it is in the data. The format's own keys (format,
  // format_version, hidden_dim, latent_dim, steps, payload_sha256, metadata_sha256) are in here
  // after reading.
  std::map<std::string, std::string> metadata;
};

// The tensors of a weights file four times: "params.", "adam.m.", "adam.v." and, with averaging,
// "average." before their names. metadata_sha256 is that of a line KEY=VALUE for each other key, in
// their order as bytes: options that were tampered with would make another run of it.
Bytes SerializeCheckpoint(const Checkpoint& checkpoint);

// Mirror image; fails with one sentence as ParseWeights does.
Result<Checkpoint> ParseCheckpoint(std::span<const std::byte> bytes, std::string_view name);

}  // namespace vae

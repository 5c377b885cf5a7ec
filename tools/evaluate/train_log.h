// The log that vae-train --log writes: one JSON object a line.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/trainer.h"

namespace tools {

struct EpochRecord {
  int epoch = 0;  // from 1
  std::optional<vae::ElboMean> train;
  std::optional<vae::ElboMean> test;
};

// In the order of the epochs; of an epoch that was trained twice (a resumed run) the last record.
// Passes over objects without "epoch" and over a last line that a killed run left unfinished. Fails
// when another line is no such record, or when there is none.
vae::Result<std::vector<EpochRecord>> ParseTrainLog(std::span<const std::byte> bytes,
                                                    std::string_view name);

}  // namespace tools

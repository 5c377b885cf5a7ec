// What vae-train says of three epochs on made_digits.h, for each recipe:
//
//   ninja -C build/native vae-train write_made_digits
//   build/native/bin/write_made_digits FOLDER
//   build/native/bin/vae-train --data FOLDER --recipe RECIPE --hidden-dim 64 --latent-dim 3
//     --batch-size 40 --num-epochs 3 --seed 7 --out FOLDER/out.safetensors --log LOG
//
// whose LOG has these under "train".
#pragma once

#include <array>
#include <cstdint>

#include "learn/messages.h"

namespace vae {

inline constexpr uint32_t kRecordedDigits = 610;  // the last batch of an epoch is smaller

struct RecordedRun {
  Recipe recipe;
  std::array<std::array<double, 2>, 3> epochs;  // recon_nats, kl_nats
};

inline constexpr std::array<RecordedRun, 2> kRecordedRuns = {{
    {Recipe::kOriginal,
     {{{490.880399, 5.226591}, {296.749887, 25.799034}, {198.654323, 31.776714}}}},
    {Recipe::kBest, {{{442.569059, 4.363059}, {226.371314, 15.056417}, {189.113951, 16.661414}}}},
}};

}  // namespace vae

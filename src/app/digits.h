// The test digits arrive.
#pragma once

#include <cstddef>
#include <span>

#include "app/state.h"
#include "core/result.h"

namespace app {

// Takes the two IDX files. Fails when one is damaged or they do not belong together.
vae::Status TakeDigits(AppState& state, std::span<const std::byte> images,
                       std::span<const std::byte> labels);

}  // namespace app

// The test digits of MNIST, where the program can have them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/result.h"
#include "core/types.h"

namespace app {

struct AppState;

struct DigitSet {
  vae::Matrix digits;           // (784, N)
  std::vector<uint8_t> labels;  // N, each 0..9
};

struct TestDigits {
  bool offered = false;                 // there are some to fetch
  std::shared_ptr<const DigitSet> set;  // once they have been loaded
};

// In AppState::progress.
inline constexpr char kDigitsKey[] = "digits";

// Asks for them unless they are here or on their way.
void NeedDigits(AppState& state);

// Takes the two IDX files. Fails when one is damaged or they do not belong together.
vae::Status TakeDigits(AppState& state, std::span<const std::byte> images,
                       std::span<const std::byte> labels);

}  // namespace app

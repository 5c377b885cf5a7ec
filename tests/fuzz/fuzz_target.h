// A function that takes hostile bytes and checks what must hold for any bytes whatever. libFuzzer
// drives it (VAE_FUZZ), and, in every test run, regression_main.cc with a fixed set of inputs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "io/file.h"

// libFuzzer's name and type.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace vae {

// Inputs that get far into the parser: what mutation starts from. At least one of them is valid.
std::vector<Bytes> FuzzSeeds();

// Stops the process, in every build, as a finding of the fuzzer.
inline void Require(bool condition) {
  if (!condition) std::abort();
}

inline std::span<const std::byte> FuzzInput(const uint8_t* data, size_t size) {
  return std::as_bytes(std::span(data, size));
}

}  // namespace vae

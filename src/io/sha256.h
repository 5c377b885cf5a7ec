// SHA-256 (FIPS 180-4), by Mbed TLS.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>

namespace vae {

// The digest of `bytes` as 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::span<const std::byte> bytes);

}  // namespace vae

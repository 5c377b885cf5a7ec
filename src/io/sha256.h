// SHA-256 (FIPS 180-4), by Mbed TLS.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace vae {

// The digest of `bytes` as 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::span<const std::byte> bytes);

// The digest of all parts, one after the other, as if they were one run of bytes.
std::string Sha256HexOfParts(std::span<const std::span<const std::byte>> parts);

}  // namespace vae

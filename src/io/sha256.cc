#include "io/sha256.h"

#include <mbedtls/sha256.h>
#include <mbedtls/version.h>

#include <array>
#include <cassert>

namespace vae {
namespace {

// Mbed TLS 2 has these under names in _ret; Mbed TLS 3 dropped the suffix.
#if MBEDTLS_VERSION_MAJOR < 3
constexpr auto kStart = &mbedtls_sha256_starts_ret;
constexpr auto kUpdate = &mbedtls_sha256_update_ret;
constexpr auto kFinish = &mbedtls_sha256_finish_ret;
#else
constexpr auto kStart = &mbedtls_sha256_starts;
constexpr auto kUpdate = &mbedtls_sha256_update;
constexpr auto kFinish = &mbedtls_sha256_finish;
#endif

constexpr int kSha256NotSha224 = 0;

std::string Hex(std::span<const unsigned char> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : bytes) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 0xf];
  }
  return hex;
}

}  // namespace

std::string Sha256Hex(std::span<const std::byte> bytes) {
  return Sha256HexOfParts(std::span(&bytes, 1));
}

std::string Sha256HexOfParts(std::span<const std::span<const std::byte>> parts) {
  mbedtls_sha256_context context;
  mbedtls_sha256_init(&context);
  // Only hardware replacements of these functions can fail.
  [[maybe_unused]] int error = kStart(&context, kSha256NotSha224);
  for (const std::span<const std::byte> part : parts) {
    error |= kUpdate(&context, reinterpret_cast<const unsigned char*>(part.data()), part.size());
  }
  std::array<unsigned char, 32> digest;
  error |= kFinish(&context, digest.data());
  mbedtls_sha256_free(&context);
  assert(error == 0);
  return Hex(digest);
}

}  // namespace vae

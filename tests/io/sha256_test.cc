#include "io/sha256.h"

#include <array>

#include "io/test_files.h"

namespace vae {
namespace {

// FIPS 180-4's examples, as published by NIST.
TEST(Sha256Test, PublishedVectors) {
  EXPECT_EQ(Sha256Hex({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex(ToBytes("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex(ToBytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(Sha256Hex(Bytes(1'000'000, std::byte{'a'})),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256Test, PartsAreOneRun) {
  const Bytes a = ToBytes("ab");
  const Bytes c = ToBytes("c");
  const std::array<std::span<const std::byte>, 3> parts = {a, {}, c};
  EXPECT_EQ(Sha256HexOfParts(parts), Sha256Hex(ToBytes("abc")));
}

}  // namespace
}  // namespace vae

#include "data/gzip.h"

#include <algorithm>
#include <initializer_list>

#include "data/gzip_files.h"
#include "io/test_files.h"

namespace vae {
namespace {

constexpr size_t kPlenty = size_t{1} << 24;

Bytes Text(size_t size) {
  Bytes bytes(size);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * i / 100);
  return bytes;
}

Bytes Joined(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(GzipTest, RoundTrip) {
  for (const size_t size : std::initializer_list<size_t>{0, 1, 2, 1000, 100'000, 3'000'000}) {
    const Bytes content = Text(size);
    const Result<Bytes> read = Gunzip(Gzip(content), "f.gz", kPlenty);
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(*read, content);
  }
}

TEST(GzipTest, SeveralMembersAreOneContent) {
  const Bytes packed = Joined(Joined(Gzip(Text(70'000)), Gzip({})), Gzip(Text(9)));
  const Result<Bytes> read = Gunzip(packed, "f.gz", kPlenty);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, Joined(Text(70'000), Text(9)));
}

TEST(GzipTest, EachDamageHasItsSentence) {
  const auto expect = [](const Bytes& bytes, const char* part) {
    ExpectSentence(Gunzip(bytes, "f.gz", kPlenty), "f.gz", part);
  };
  const Bytes good = Gzip(Text(1000));
  expect({}, "is empty");
  expect(ToBytes("\x1f"), "is not a gzip file");
  expect(ToBytes("<html>404</html>"), "is not a gzip file");
  for (size_t size = 2; size < good.size(); ++size) {
    expect({good.begin(), good.begin() + static_cast<ptrdiff_t>(size)}, "cut short");
  }
  for (const size_t from_end :
       std::initializer_list<size_t>{1, 4, 5, 8}) {  // its size and its checksum
    Bytes bad = good;
    bad[bad.size() - from_end] ^= std::byte{1};
    expect(bad, "is a corrupt gzip file");
  }
  Bytes bad_method = good;
  bad_method[2] = std::byte{7};
  expect(bad_method, "is a corrupt gzip file");
  expect(Joined(good, ToBytes("more")), "has bytes after its gzip data");
  expect(Joined(good, Bytes{std::byte{0}}), "has bytes after its gzip data");
  expect(Joined(good, ToBytes("\x1f\x8b")), "cut short");
}

TEST(GzipTest, ContentIsBounded) {
  const Bytes packed = Gzip(Bytes(1'000'000));
  EXPECT_TRUE(Gunzip(packed, "bomb.gz", 1'000'000));
  ExpectSentence(Gunzip(packed, "bomb.gz", 999'999), "bomb.gz", "more than 999999 bytes");
  ExpectSentence(Gunzip(Joined(packed, packed), "bomb.gz", 1'000'000), "bomb.gz", "more than");
  ExpectSentence(Gunzip(packed, "bomb.gz", 0), "bomb.gz", "more than 0 bytes");
}

// The size at the end of the file is a hint, and may lie.
TEST(GzipTest, AWrongSizeIsFoundOut) {
  for (const std::byte lie : {std::byte{0x00}, std::byte{0xff}}) {
    Bytes packed = Gzip(Text(50'000));
    std::fill(packed.end() - 4, packed.end(), lie);
    ExpectSentence(Gunzip(packed, "f.gz", kPlenty), "f.gz", "is a corrupt gzip file");
  }
}

}  // namespace
}  // namespace vae

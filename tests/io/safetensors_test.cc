#include "io/safetensors.h"

#include <array>

#include "io/little_endian.h"
#include "io/quoted.h"
#include "io/test_files.h"

namespace vae {
namespace {

// A file by the letter of the format, written without the code under test.
Bytes Raw(std::string_view header, size_t data_bytes) {
  Bytes bytes = ToBytes(std::string(8, '\0'));
  const uint64_t length = header.size();
  for (size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::byte>(length >> 8 * i & 255);
  const Bytes text = ToBytes(header);
  bytes.insert(bytes.end(), text.begin(), text.end());
  for (size_t i = 0; i < data_bytes; ++i) bytes.push_back(static_cast<std::byte>(i));
  return bytes;
}

std::string Entry(std::string_view name, std::string_view dtype, std::string_view shape,
                  std::string_view offsets) {
  return "\"" + std::string(name) + R"(":{"dtype":")" + std::string(dtype) + R"(","shape":[)" +
         std::string(shape) + R"(],"data_offsets":[)" + std::string(offsets) + "]}";
}

SafetensorsFile Sample() {
  SafetensorsFile file;
  file.metadata = {{"name", "Zoë \"quoted\"\n"}, {"empty", ""}};
  file.tensors["b.f32"] = {Dtype::kF32, {2, 3}, Bytes(24, std::byte{1})};
  file.tensors["a.f64"] = {Dtype::kF64, {2}, Bytes(16, std::byte{2})};
  file.tensors["scalar"] = {Dtype::kI64, {}, Bytes(8, std::byte{3})};
  file.tensors["none"] = {Dtype::kU8, {0, 5}, {}};
  file.tensors["u8"] = {Dtype::kU8, {3}, Bytes(3, std::byte{4})};
  return file;
}

void ExpectSame(const SafetensorsFile& a, const SafetensorsFile& b) {
  EXPECT_EQ(a.metadata, b.metadata);
  ASSERT_EQ(a.tensors.size(), b.tensors.size());
  for (const auto& [name, tensor] : a.tensors) {
    ASSERT_TRUE(b.tensors.contains(name)) << name;
    EXPECT_EQ(tensor.dtype, b.tensors.at(name).dtype) << name;
    EXPECT_EQ(tensor.shape, b.tensors.at(name).shape) << name;
    EXPECT_EQ(tensor.bytes, b.tensors.at(name).bytes) << name;
  }
}

TEST(LittleEndianTest, LeastSignificantByteFirst) {
  std::array<std::byte, 8> bytes;
  StoreLittleEndian<uint64_t>(0x0102030405060708, bytes.data());
  EXPECT_EQ(bytes.front(), std::byte{8});
  EXPECT_EQ(bytes.back(), std::byte{1});
  EXPECT_EQ(LoadLittleEndian<uint64_t>(bytes.data()), 0x0102030405060708u);
  EXPECT_EQ(LoadLittleEndian<uint32_t>(bytes.data()), 0x05060708u);
  EXPECT_EQ(LoadLittleEndian<uint16_t>(bytes.data()), 0x0708u);
  StoreLittleEndianFloat(-2.5f, bytes.data());  // 0xc0200000
  EXPECT_EQ(LoadLittleEndian<uint32_t>(bytes.data()), 0xc0200000u);
  EXPECT_EQ(LoadLittleEndianFloat(bytes.data()), -2.5f);
}

TEST(QuotedTest, MakesHostileNamesHarmless) {
  EXPECT_EQ(Quoted("plain"), "\"plain\"");
  EXPECT_EQ(Quoted("a\nb\x1b[31m\x7f"), "\"a?b?[31m?\"");
  EXPECT_EQ(Quoted(std::string(1000, 'x')), "\"" + std::string(60, 'x') + "...\"");
  // 59 bytes and a character of two: not cut in its middle.
  EXPECT_EQ(Quoted(std::string(59, 'x') + "ëë"), "\"" + std::string(59, 'x') + "...\"");
}

TEST(SafetensorsTest, RoundTrip) {
  const SafetensorsFile file = Sample();
  const Bytes bytes = SerializeSafetensors(file);
  const Result<SafetensorsFile> read = ParseSafetensors(bytes, "sample");
  ASSERT_TRUE(read) << read.error();
  ExpectSame(file, *read);
  EXPECT_EQ(SerializeSafetensors(*read), bytes);
}

TEST(SafetensorsTest, DataIsAlignedAndInOrderOfNames) {
  const Bytes bytes = SerializeSafetensors(Sample());
  const auto header = static_cast<size_t>(LoadLittleEndian<uint64_t>(bytes.data()));
  EXPECT_EQ(header % 8, 0u);
  ASSERT_EQ(bytes.size(), 8 + header + 24 + 16 + 8 + 3);
  EXPECT_EQ(bytes[8 + header], std::byte{2});       // a.f64
  EXPECT_EQ(bytes[8 + header + 16], std::byte{1});  // b.f32
  EXPECT_EQ(bytes.back(), std::byte{4});            // u8
}

TEST(SafetensorsTest, ReadsAForeignLayout) {
  // Another order than by name, no metadata, blanks in and after the JSON.
  const std::string header =
      "{ " + Entry("z", "U8", "2", "0,2") + " ,\n" + Entry("a", "F32", "1", "2, 6") + " }   ";
  const Result<SafetensorsFile> file = ParseSafetensors(Raw(header, 6), "foreign");
  ASSERT_TRUE(file) << file.error();
  EXPECT_TRUE(file->metadata.empty());
  EXPECT_EQ(file->tensors.at("z").bytes, (Bytes{std::byte{0}, std::byte{1}}));
  EXPECT_EQ(file->tensors.at("a").bytes.front(), std::byte{2});
}

TEST(SafetensorsTest, ReadsWhatPyTorchsGoldenFileHolds) {
  const std::string path = VAE_SOURCE_DIR "/tests/golden/vae_h8_l3.safetensors";
  const Result<Bytes> bytes = ReadFile(path);
  ASSERT_TRUE(bytes) << bytes.error();
  const Result<SafetensorsFile> file = ParseSafetensors(*bytes, path);
  ASSERT_TRUE(file) << file.error();
  EXPECT_EQ(file->metadata.at("hidden_dim"), "8");
  const Tensor& x = file->tensors.at("x");
  EXPECT_EQ(x.dtype, Dtype::kF32);
  EXPECT_EQ(x.shape, (std::vector<int64_t>{8, 784}));
  for (size_t i = 0; i < 8 * 784; ++i) {
    const float value = LoadLittleEndianFloat(&x.bytes[4 * i]);
    ASSERT_TRUE(value >= 0 && value <= 1) << i;
  }
}

TEST(SafetensorsTest, PayloadHashIsThatOfTheBytesAfterTheHeader) {
  // sha256sum of 16 bytes 02, 24 bytes 01, 8 bytes 03 and 3 bytes 04.
  EXPECT_EQ(PayloadSha256(Sample()),
            "6a69fc109837245d68f5ae927a366a4b004745f63c7701ca6aacbb0ecabe97f9");
}

std::string Repeated(std::string_view part, int times) {
  std::string text;
  while (times-- > 0) text += part;
  return text;
}

struct Damage {
  const char* part;  // of the sentence
  std::string header;
  size_t data_bytes = 4;
};

TEST(SafetensorsTest, EachDamageHasItsSentence) {
  const std::string good = Entry("t", "F32", "1", "0,4");
  ASSERT_TRUE(ParseSafetensors(Raw("{" + good + "}", 4), "good"));
  const std::string big = "9223372036854775807";
  const Damage damages[] = {
      {"not JSON", ""},
      {"not JSON", "not json at all"},
      {"not JSON", "{" + good},
      {"not JSON", "{" + good + "} extra"},
      {"not JSON", " {" + good + "}"},
      {"not JSON", "{" + good + "}" + std::string(1, '\0')},
      {"not JSON", "{\"a\xff\":{}}"},
      {"not JSON", "{" + Entry("t", "F32", "1e999", "0,4") + "}"},
      {"not laid out", "{\"t\":" + std::string(100'000, '[')},
      {"not laid out", "{\"t\":" + Repeated(R"({"dtype":)", 100'000)},
      {"not laid out", "{\"t\":null}"},
      {"not laid out", R"({"t":[1]})"},
      {"not laid out", R"({"__metadata__":{"a":1}})"},
      {"not laid out", R"({"__metadata__":{"a":{"b":"c"}}})"},
      {"not laid out", R"({"__metadata__":"text"})"},
      {"not laid out", "{" + Entry("t", "F32", "-1", "0,4") + "}"},
      {"not laid out", "{" + Entry("t", "F32", "1.0", "0,4") + "}"},
      {"not laid out", "{" + Entry("t", "F32", "[1]", "0,4") + "}"},
      {"not laid out", "{" + Entry("t", "F32", "true", "0,4") + "}"},
      {"not laid out", "{" + Entry("t", "F32", "99999999999999999999", "0,4") + "}"},
      {"not laid out", R"({"t":{"dtype":["F32"]}})"},
      {"has \"t\" twice", "{" + good + "," + Entry("t", "F32", "1", "4,8") + "}", 8},
      {"has \"a\" twice", R"({"__metadata__":{"a":"1","a":"1"},)" + good + "}"},
      {"has \"__metadata__\" twice", R"({"__metadata__":{},"__metadata__":{},)" + good + "}"},
      {"has \"dtype\" twice", R"({"t":{"dtype":"F32","dtype":"F32"}})"},
      {"has \"shape\" twice", R"({"t":{"shape":[],"shape":[]}})"},
      {"has \"data_offsets\" twice", R"({"t":{"data_offsets":[0,4],"data_offsets":[0,4]}})"},
      {"unknown field \"more\"", R"({"t":{"more":1}})"},
      {"lacks dtype", R"({"t":{}})"},
      {"lacks dtype", R"({"t":{"dtype":"F32","shape":[1]}})"},
      {"lacks dtype", "{" + Entry("t", "F32", "1", "0") + "}"},
      {"lacks dtype", "{" + Entry("t", "F32", "1", "0,4,8") + "}"},
      {"unknown dtype \"BF16\"", "{" + Entry("t", "BF16", "1", "0,4") + "}"},
      {"too large to be true", "{" + Entry("t", "F32", big + "," + big, "0,4") + "}"},
      {"too large to be true", "{" + Entry("t", "F32", "4294967296,4294967296", "0,0") + "}", 0},
      {"too large to be true", "{" + Entry("t", "F32", "18446744073709551615", "0,4") + "}"},
      {"disagree with its shape", "{" + Entry("t", "F32", "2", "0,4") + "}"},
      {"disagree with its shape", "{" + Entry("t", "F32", "1", "4,0") + "}"},
      {"disagree with its shape", "{" + Entry("t", "F32", "0", "0,4") + "}"},
      {"cut short: tensor \"t\" ends at byte 4", "{" + good + "}", 3},
      {"cut short: tensor \"t\"", "{" + Entry("t", "F32", "1", big + ",9223372036854775811") + "}"},
      {"overlap at \"u\"", "{" + good + "," + Entry("u", "F32", "1", "0,4") + "}"},
      {"overlap at \"u\"", "{" + good + "," + Entry("u", "F32", "1", "2,6") + "}", 6},
      {"gap in its data before tensor \"t\"", "{" + Entry("t", "F32", "1", "1,5") + "}", 5},
      {"1 bytes after its last tensor", "{" + good + "}", 5},
      {"4 bytes after its last tensor", "{}", 4},
  };
  for (const Damage& damage : damages) {
    SCOPED_TRACE(damage.header.substr(0, 200));
    ExpectSentence(ParseSafetensors(Raw(damage.header, damage.data_bytes), "m.safetensors"),
                   "m.safetensors", damage.part);
  }
}

TEST(SafetensorsTest, EachDamageOfTheLengthHasItsSentence) {
  const auto parse = [](const Bytes& bytes) { return ParseSafetensors(bytes, "m"); };
  ExpectSentence(parse({}), "m", "is empty");
  ExpectSentence(parse(ToBytes("1234567")), "m", "has only 7 bytes");
  ExpectSentence(parse(Bytes(8, std::byte{0xff})), "m", "claims a header of 18446744073709551615");
  ExpectSentence(parse(ToBytes("<!DOCTYPE html><html>")), "m", "claims a header of");
  Bytes cut = Raw("{}      ", 0);
  cut.resize(12);
  ExpectSentence(parse(cut), "m", "its header should have 8 bytes and has 4");
}

TEST(SafetensorsTest, EveryCutFails) {
  const Bytes bytes = SerializeSafetensors(Sample());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(ParseSafetensors(std::span(bytes).first(size), "cut")) << size;
  }
}

}  // namespace
}  // namespace vae

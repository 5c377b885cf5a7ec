#include "io/latent_map.h"

#include <functional>
#include <limits>

#include "io/little_endian.h"
#include "io/safetensors.h"
#include "io/test_files.h"

namespace vae {
namespace {

LatentMap SampleMap() {
  LatentMap map{.mu = Matrix(3, 4),
                .position = Matrix(2, 4),
                .labels = {7, 0, 9, 1},
                .neg_elbo = Vector(4),
                .metadata = {{"embedding", "tsne"}, {"weights_payload_sha256", "abc"}}};
  for (Index i = 0; i < map.mu.size(); ++i) {
    map.mu.data()[i] = 0.5f * static_cast<float>(i) - 3;
  }
  for (Index i = 0; i < map.position.size(); ++i) {
    map.position.data()[i] = -1.25f * static_cast<float>(i);
  }
  map.neg_elbo << 90.5f, 101, 87.25f, 140;
  return map;
}

// The sample with its tensors changed and a checksum that fits.
Result<LatentMap> ParseChanged(const std::function<void(SafetensorsFile&)>& change) {
  SafetensorsFile file = ParseSafetensors(SerializeMap(SampleMap()), "sample").value();
  change(file);
  file.metadata["payload_sha256"] = PayloadSha256(file);
  return ParseMap(SerializeSafetensors(file), "some.map");
}

TEST(LatentMapTest, RoundTrip) {
  const LatentMap map = SampleMap();
  const Bytes bytes = SerializeMap(map);
  const Result<LatentMap> read = ParseMap(bytes, "sample");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->mu, map.mu);
  EXPECT_EQ(read->position, map.position);
  EXPECT_EQ(read->labels, map.labels);
  EXPECT_EQ(read->neg_elbo, map.neg_elbo);
  EXPECT_EQ(read->metadata.at("embedding"), "tsne");
  EXPECT_EQ(read->metadata.at("weights_payload_sha256"), "abc");
  EXPECT_EQ(read->metadata.at("format"), kMapFormat);
  EXPECT_EQ(SerializeMap(*read), bytes);
}

TEST(LatentMapTest, ToShowIsTheSameInSixteenBits) {
  LatentMap map = SampleMap();
  map.mu(1, 2) = 0.1f;
  map.position(0, 3) = -87.65f;
  const Bytes bytes = SerializeMapToShow(map);
  const Result<LatentMap> read = ParseMap(bytes, "sample");
  ASSERT_TRUE(read) << read.error();
  EXPECT_NE(read->mu, map.mu);
  constexpr Scalar kRounding = 0x1p-11f;
  EXPECT_TRUE(
      (read->mu - map.mu).cwiseAbs().cwiseQuotient(map.mu.cwiseAbs().cwiseMax(1e-3f)).maxCoeff() <=
      kRounding);
  EXPECT_TRUE(
      ((read->position - map.position).array().abs() <= kRounding * map.position.array().abs())
          .all());
  EXPECT_EQ(read->labels, map.labels);
  EXPECT_EQ(read->neg_elbo.size(), 0);
  EXPECT_EQ(read->metadata.at("weights_payload_sha256"), "abc");
  EXPECT_EQ(SerializeMapToShow(*read), bytes);

  map.position(0, 3) = 1e5f;
  ExpectSentence(ParseMap(SerializeMapToShow(map), "some.map"), "some.map", "not finite");
}

// What other programs see: one digit per row.
TEST(LatentMapTest, TensorsHaveOneDigitPerRow) {
  const LatentMap map = SampleMap();
  const SafetensorsFile file = ParseSafetensors(SerializeMap(map), "sample").value();
  ASSERT_EQ(file.tensors.size(), 4u);
  EXPECT_EQ(file.tensors.at("mu").shape, (std::vector<int64_t>{4, 3}));
  EXPECT_EQ(file.tensors.at("position").shape, (std::vector<int64_t>{4, 2}));
  EXPECT_EQ(file.tensors.at("neg_elbo").shape, (std::vector<int64_t>{4}));
  EXPECT_EQ(file.tensors.at("label").shape, (std::vector<int64_t>{4}));
  EXPECT_EQ(file.tensors.at("label").bytes,
            (Bytes{std::byte{7}, std::byte{0}, std::byte{9}, std::byte{1}}));
  const std::byte* mu = file.tensors.at("mu").bytes.data();
  EXPECT_EQ(LoadLittleEndianFloat(mu + (2 * 3 + 1) * sizeof(float)), map.mu(1, 2));
}

TEST(LatentMapTest, SaysWhatIsWrong) {
  const struct {
    const char* part;
    std::function<void(SafetensorsFile&)> change;
  } cases[] = {
      {"format is \"vae-mnist\"", [](auto& f) { f.metadata["format"] = "vae-mnist"; }},
      {"format version \"2\"", [](auto& f) { f.metadata["format_version"] = "2"; }},
      {"lacks tensor \"mu\"", [](auto& f) { f.tensors.erase("mu"); }},
      {"lacks tensor \"position\"", [](auto& f) { f.tensors.erase("position"); }},
      {"lacks tensor \"label\"", [](auto& f) { f.tensors.erase("label"); }},
      {"none of a map's", [](auto& f) { f.tensors["pixels"] = f.tensors["mu"]; }},
      {"\"neg_elbo\" in another dtype than F32",
       [](auto& f) { f.tensors["neg_elbo"] = f.tensors["label"]; }},
      {"\"neg_elbo\" in another dtype than F32",
       Replaced("neg_elbo", {Dtype::kF16, {4}, Bytes(8)})},
      {"none of a map's",
       [](auto& f) {
         f.tensors["costs"] = f.tensors["neg_elbo"];
         f.tensors.erase("neg_elbo");
       }},
      {"\"label\" in another dtype than U8",
       [](auto& f) { f.tensors["label"] = f.tensors["neg_elbo"]; }},
      {"\"mu\" with 1 dimensions, expected 2", Reshaped("mu", {12})},
      {"\"label\" with 2 dimensions", Reshaped("label", {2, 2})},
      {"positions of 4 values", Reshaped("position", {2, 4})},
      {"\"mu\" is of 6 digits, tensor \"position\" of 4", Reshaped("mu", {6, 2})},
      {"tensor \"label\" of 3", Replaced("label", {Dtype::kU8, {3}, Bytes(3)})},
      {"holds no digits", Replaced("mu", {Dtype::kF32, {0, 3}, {}})},
      {"latent means of 0 values", Replaced("mu", {Dtype::kF32, {4, 0}, {}})},
      {"latent means of 5000 values",
       Replaced("mu", {Dtype::kF32, {4, 5000}, Bytes(4 * 5000 * 4)})},
      {"label 10", [](auto& f) { f.tensors["label"].bytes[2] = std::byte{10}; }},
      {"not finite",
       [](auto& f) {
         StoreLittleEndianFloat(std::numeric_limits<float>::quiet_NaN(),
                                f.tensors["position"].bytes.data() + 4);
       }},
      {"not finite",
       [](auto& f) {
         StoreLittleEndianFloat(std::numeric_limits<float>::infinity(),
                                f.tensors["mu"].bytes.data());
       }},
  };
  for (const auto& [part, change] : cases) ExpectSentence(ParseChanged(change), "some.map", part);
}

TEST(LatentMapTest, SaysThatBytesWereDamaged) {
  Bytes bytes = SerializeMap(SampleMap());
  bytes.back() ^= std::byte{1};
  ExpectSentence(ParseMap(bytes, "some.map"), "some.map", "payload_sha256");
  bytes.pop_back();
  ExpectSentence(ParseMap(bytes, "some.map"), "some.map", "cut short");
  ExpectSentence(ParseMap({}, "some.map"), "some.map", "empty");
}

}  // namespace
}  // namespace vae

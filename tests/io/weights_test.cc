#include "io/weights.h"

#include <array>
#include <cstring>
#include <functional>
#include <limits>

#include "io/little_endian.h"
#include "io/safetensors.h"
#include "io/sample_model.h"
#include "io/test_files.h"

namespace vae {
namespace {

SafetensorsFile SampleFile() {
  return ParseSafetensors(SerializeWeights(SampleModel()), "sample").value();
}

void Rehash(SafetensorsFile& file) { file.metadata["payload_sha256"] = PayloadSha256(file); }

void ExpectSame(const VaeParams& a, const VaeParams& b) {
  ASSERT_EQ(a.shape(), b.shape());
  for (size_t i = 0; i < kLayerNames.size(); ++i) {
    EXPECT_EQ(Layers(a)[i]->w, Layers(b)[i]->w) << kLayerNames[i];
    EXPECT_EQ(Layers(a)[i]->b, Layers(b)[i]->b) << kLayerNames[i];
  }
}

TEST(WeightsTest, RoundTrip) {
  const Model model = SampleModel();
  const Bytes bytes = SerializeWeights(model);
  const Result<Model> read = ParseWeights(bytes, "sample");
  ASSERT_TRUE(read) << read.error();
  ExpectSame(model.params, read->params);
  const std::map<std::string, std::string> metadata = {
      {"activation", "tanh"},
      {"format", "vae-mnist"},
      {"format_version", "1"},
      {"hidden_dim", "5"},
      {"latent_dim", "3"},
      {"note", "Zoë's \"sample\""},
      {"payload_sha256", PayloadSha256(SampleFile())},
      {"seed", "7"},
  };
  EXPECT_EQ(read->metadata, metadata);
  // What was read writes the same bytes, and reading the keys of the format does not fix them.
  EXPECT_EQ(SerializeWeights(*read), bytes);
}

TEST(WeightsTest, RoundTripKeepsEveryBit) {
  Model model{.params = VaeParams::Zero({.hidden_dim = 2, .latent_dim = 1}), .metadata = {}};
  Weights& w = model.params.decoder_hidden.w;
  w(0, 0) = -0.0f;
  w(1, 0) = std::numeric_limits<float>::denorm_min();
  model.params.decoder_hidden.b[0] = std::numeric_limits<float>::max();
  const Result<Model> read = ParseWeights(SerializeWeights(model), "bits");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(std::memcmp(read->params.decoder_hidden.w.data(), w.data(), 2 * sizeof(float)), 0);
  ExpectSame(model.params, read->params);
}

TEST(WeightsTest, SizesOfTheDefaultModel) {
  const Model model{.params = VaeParams::Xavier({.hidden_dim = 500, .latent_dim = 10}, 1),
                    .metadata = {}};
  const Result<Model> read = ParseWeights(SerializeWeights(model), "default");
  ASSERT_TRUE(read) << read.error();
  ExpectSame(model.params, read->params);
}

// The layout of torch.nn.Linear: (out, in), row by row.
TEST(WeightsTest, TensorsAreRowMajorOutIn) {
  const Model model = SampleModel();
  const SafetensorsFile file = SampleFile();
  const Tensor& tensor = file.tensors.at("encoder.hidden.weight");
  EXPECT_EQ(tensor.shape, (std::vector<int64_t>{5, 784}));
  for (int row = 0; row < 5; ++row) {
    for (int column = 0; column < 784; ++column) {
      const std::byte* in = &tensor.bytes[static_cast<size_t>(4 * (row * 784 + column))];
      ASSERT_EQ(LoadLittleEndianFloat(in), model.params.encoder_hidden.w(row, column));
    }
  }
  EXPECT_EQ(file.tensors.at("encoder.latent.weight").shape, (std::vector<int64_t>{6, 5}));
  EXPECT_EQ(file.tensors.at("decoder.hidden.weight").shape, (std::vector<int64_t>{5, 3}));
  EXPECT_EQ(file.tensors.at("decoder.output.weight").shape, (std::vector<int64_t>{784, 5}));
  EXPECT_EQ(file.tensors.at("decoder.output.bias").shape, (std::vector<int64_t>{784}));
}

struct ModelDamage {
  const char* part;  // of the sentence
  std::function<void(SafetensorsFile&)> apply;
};

std::vector<ModelDamage> MetadataDamages() {
  const auto set = [](std::string key, std::string value) {
    return [=](SafetensorsFile& f) { f.metadata[key] = value; };
  };
  const auto erase = [](std::string key) {
    return [=](SafetensorsFile& f) { f.metadata.erase(key); };
  };
  return {
      {"its format is \"\" and not \"vae-mnist\"", erase("format")},
      {"its format is \"pt\" and not \"vae-mnist\"", set("format", "pt")},
      {"format version \"3\", this program reads \"1\"", set("format_version", "3")},
      {"format version \"\", this program reads \"1\"", erase("format_version")},
      {"kind \"relu\", this program has \"tanh\"", set("activation", "relu")},
      {"has hidden_dim \"\"", erase("hidden_dim")},
      {"has hidden_dim \"0\"", set("hidden_dim", "0")},
      {"has hidden_dim \"-5\"", set("hidden_dim", "-5")},
      {"has hidden_dim \"5x\"", set("hidden_dim", "5x")},
      {"from 1 to 65536", set("hidden_dim", "65537")},
      {"from 1 to 65536", set("hidden_dim", "99999999999999999999")},
      {"from 1 to 4096", set("latent_dim", "4097")},
      {"its metadata says hidden_dim 6, its tensors have 5", set("hidden_dim", "6")},
      {"its metadata says latent_dim 2, its tensors have 3", set("latent_dim", "2")},
      {"do not match its payload_sha256", erase("payload_sha256")},
      {"do not match its payload_sha256", set("payload_sha256", std::string(64, '0'))},
  };
}

void SetFloat(Tensor& tensor, size_t index, float value) {
  StoreLittleEndianFloat(value, &tensor.bytes[4 * index]);
}

std::vector<ModelDamage> TensorDamages() {
  using Limits = std::numeric_limits<float>;
  const auto set_last = [](const char* name, float value) {
    return [=](SafetensorsFile& f) {
      Tensor& tensor = f.tensors.at(name);
      SetFloat(tensor, tensor.bytes.size() / 4 - 1, value);
      Rehash(f);
    };
  };
  return {
      {"lacks tensor \"encoder.latent.bias\"",
       [](SafetensorsFile& f) { f.tensors.erase("encoder.latent.bias"); }},
      {"lacks tensor \"encoder.latent.bias\"",
       [](SafetensorsFile& f) {
         auto node = f.tensors.extract("encoder.latent.bias");
         node.key() = "encoder.latent.Bias";
         f.tensors.insert(std::move(node));
       }},
      {"has tensor \"extra\", which is none of the model's",
       Replaced("extra", {Dtype::kF32, {0}, {}})},
      {"\"decoder.output.bias\" in another dtype",
       Replaced("decoder.output.bias", {Dtype::kF64, {784}, Bytes(784 * 8)})},
      {"\"encoder.hidden.weight\" of shape (784, 5), expected (5, 784)",
       Reshaped("encoder.hidden.weight", {784, 5})},
      {"\"encoder.hidden.bias\" of shape (5, 1), expected (5)",
       Reshaped("encoder.hidden.bias", {5, 1})},
      {"\"encoder.hidden.bias\" of shape (1, 1, 1, 1, ...), expected (5)",
       Reshaped("encoder.hidden.bias", {1, 1, 1, 1, 5})},
      {"\"decoder.hidden.weight\" of shape (15), expected (5, 3)",
       Reshaped("decoder.hidden.weight", {15})},
      {"do not match its payload_sha256",
       [](SafetensorsFile& f) { f.tensors["decoder.output.bias"].bytes[17] ^= std::byte{1}; }},
      {"not finite in layer \"decoder.output\"",
       set_last("decoder.output.weight", Limits::quiet_NaN())},
      {"not finite in layer \"encoder.latent\"",
       set_last("encoder.latent.bias", Limits::infinity())},
      {"not finite in layer \"encoder.hidden\"",
       set_last("encoder.hidden.weight", -Limits::infinity())},
  };
}

std::array<QuantizedWeights, 4> SampleLayers() {
  std::array<QuantizedWeights, 4> layers;
  const Model model = SampleModel();
  for (size_t i = 0; i < layers.size(); ++i) {
    const Weights& w = Layers(model.params)[i]->w;
    layers[i].q.resize(w.rows(), w.cols());
    for (Index k = 0; k < w.size(); ++k) layers[i].q.data()[k] = static_cast<int8_t>(k % 255 - 127);
    layers[i].scale = Vector::LinSpaced(w.rows(), 1, 2) / Scalar{127};
  }
  return layers;
}

TEST(WeightsTest, EightBitsAreReadAsTheWeightsThatTheyStandFor) {
  const Model model = SampleModel();
  const auto layers = SampleLayers();
  const Bytes bytes = SerializeQuantized(model, layers);
  const Result<Model> read = ParseWeights(bytes, "small");
  ASSERT_TRUE(read) << read.error();
  for (size_t i = 0; i < layers.size(); ++i) {
    EXPECT_EQ(Layers(read->params)[i]->w, Dequantize(layers[i])) << kLayerNames[i];
    EXPECT_EQ(Layers(read->params)[i]->b, Layers(model.params)[i]->b) << kLayerNames[i];
  }
  ASSERT_TRUE(read->bytes);
  const Matrix z = Matrix::Constant(model.params.shape().latent_dim, 1, Scalar(0.5));
  const Matrix logits = DecodeLogits({read->params, read->bytes}, z);
  EXPECT_LT((logits - DecodeLogits(read->params, z)).cwiseAbs().maxCoeff(), 1e-3);
  EXPECT_NE(logits, DecodeLogits(read->params, z)) << "not by the bytes";
  EXPECT_EQ(read->metadata.at("format_version"), "2");
  EXPECT_EQ(read->metadata.at("seed"), "7");
  EXPECT_EQ(FloatPayloadSha256(*read), PayloadSha256(SampleFile()));
  // In float again it is a model of its own.
  const Result<Model> again = ParseWeights(SerializeWeights(*read), "again");
  ASSERT_TRUE(again) << again.error();
  EXPECT_FALSE(again->bytes);
  EXPECT_FALSE(again->metadata.contains("quantized_from"));
  EXPECT_NE(FloatPayloadSha256(*again), PayloadSha256(SampleFile()));
}

TEST(WeightsTest, DamagedEightBitsHaveTheirSentences) {
  const ModelDamage damages[] = {
      {"lacks tensor \"decoder.hidden.scale\"",
       [](SafetensorsFile& f) { f.tensors.erase("decoder.hidden.scale"); }},
      {"tensor \"encoder.hidden.weight\" in another dtype than I8",
       [](SafetensorsFile& f) { f.tensors.at("encoder.hidden.weight").dtype = Dtype::kU8; }},
      {"tensor \"encoder.hidden.scale\" of shape (5, 1), expected (5)",
       [](SafetensorsFile& f) { f.tensors.at("encoder.hidden.scale").shape.push_back(1); }},
      {"not finite in layer \"encoder.latent\"",
       [](SafetensorsFile& f) {
         SetFloat(f.tensors.at("encoder.latent.scale"), 1, std::numeric_limits<float>::max());
         Rehash(f);
       }},
      {"do not match its payload_sha256",
       [](SafetensorsFile& f) { f.tensors.at("decoder.output.weight").bytes[7] ^= std::byte{1}; }},
      {"lacks tensor \"decoder.hidden.scale\"",
       [](SafetensorsFile& f) {
         f = SampleFile();
         f.metadata["format_version"] = "2";
       }},
  };
  for (const ModelDamage& damage : damages) {
    SafetensorsFile file =
        ParseSafetensors(SerializeQuantized(SampleModel(), SampleLayers()), "small").value();
    damage.apply(file);
    ExpectSentence(ParseWeights(SerializeSafetensors(file), "some.bin"), "some.bin", damage.part);
  }
}

TEST(WeightsTest, QuantilesOfTheTestDigits) {
  Model model = SampleModel();
  EXPECT_TRUE(TestQuantiles(model).empty());
  Vector costs = Vector::LinSpaced(100, 1, 100);
  costs.reverseInPlace();
  SetTestQuantiles(costs, 4, model);
  EXPECT_EQ(TestQuantiles(model), (std::vector<float>{13, 38, 63, 88}));
  SetTestQuantiles(Vector::Constant(1, Scalar(87.126)), 1, model);
  EXPECT_EQ(TestQuantiles(model), std::vector<float>{87.13F});
  for (const char* const other : {"1.5 x", "nan", "1,20", "1.5", "-1.25", "+1.25", ".25",
                                  "1.25  2.25", "1..5", "1.255", "123456789.00"}) {
    model.metadata["test_neg_elbo_quantiles"] = other;
    EXPECT_TRUE(TestQuantiles(model).empty()) << other;
  }
}

TEST(WeightsTest, EachDamageHasItsSentence) {
  ASSERT_TRUE(ParseWeights(SerializeSafetensors(SampleFile()), "good"));
  for (const std::vector<ModelDamage>& damages : {MetadataDamages(), TensorDamages()}) {
    for (const ModelDamage& damage : damages) {
      SafetensorsFile file = SampleFile();
      damage.apply(file);
      ExpectSentence(ParseWeights(SerializeSafetensors(file), "m.safetensors"), "m.safetensors",
                     damage.part);
    }
  }
}

TEST(WeightsTest, DamageOfTheFileItselfIsReportedToo) {
  Bytes bytes = SerializeWeights(SampleModel());
  ExpectSentence(ParseWeights(std::span(bytes).first(bytes.size() - 1), "m"), "m", "is cut short");
  bytes.push_back({});
  ExpectSentence(ParseWeights(bytes, "m"), "m", "1 bytes after its last tensor");
  ExpectSentence(ParseWeights({}, "m"), "m", "is empty");
}

TEST(WeightsTest, AKnownChecksumIsTakenAndAWrongOneIsNot) {
  const Bytes good = SerializeWeights(SampleModel());
  const std::string known = ParseWeights(good, "good")->metadata.at("payload_sha256");
  EXPECT_TRUE(ParseWeights(good, "good", known));
  EXPECT_TRUE(ParseWeights(good, "good", std::string(64, '0')));
  Bytes bad = good;
  bad[good.size() - 1] ^= std::byte{1};
  EXPECT_FALSE(ParseWeights(bad, "bad", std::string(64, '0')));
  // Whoever vouches for the bytes is believed.
  EXPECT_TRUE(ParseWeights(bad, "bad", known));
}

TEST(WeightsTest, FlippedBitsOfTheDataFail) {
  const Bytes good = SerializeWeights(SampleModel());
  const size_t data = 8 + static_cast<size_t>(LoadLittleEndian<uint64_t>(good.data()));
  for (size_t i = data; i < good.size(); i += 97) {
    Bytes bad = good;
    bad[i] ^= std::byte{0x10};
    EXPECT_FALSE(ParseWeights(bad, "flipped")) << i;
  }
}

}  // namespace
}  // namespace vae

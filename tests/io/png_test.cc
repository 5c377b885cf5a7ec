#include "io/png.h"

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#include <stb_image.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "io/test_files.h"

namespace vae {
namespace {

class PngTest : public InFolder {};

Picture Noise(int width, int height) {
  Picture picture{width, height, {}};
  uint32_t state = 1;
  for (int i = 0; i < 3 * width * height; ++i) {
    state = state * 1664525 + 1013904223;
    picture.rgb.push_back(static_cast<uint8_t>(state >> 24));
  }
  return picture;
}

// By a decoder that shares nothing with the encoder.
Picture Decode(const Bytes& bytes) {
  Picture picture;
  int channels = 0;
  const std::unique_ptr<stbi_uc, void (*)(void*)> rgb(
      stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes.data()),
                            static_cast<int>(bytes.size()), &picture.width, &picture.height,
                            &channels, 0),
      stbi_image_free);
  EXPECT_NE(rgb, nullptr) << stbi_failure_reason();
  EXPECT_EQ(channels, 3);
  if (rgb) picture.rgb.assign(rgb.get(), rgb.get() + 3 * picture.width * picture.height);
  return picture;
}

TEST_F(PngTest, EveryPixelComesBack) {
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 300}, {301, 1}, {28, 28}, {257, 129}}) {
    const Picture picture = Noise(width, height);
    const Picture decoded = Decode(EncodePng(picture));
    EXPECT_EQ(decoded.width, width);
    EXPECT_EQ(decoded.height, height);
    EXPECT_EQ(decoded.rgb, picture.rgb);
  }
}

TEST_F(PngTest, SamePictureSameBytes) {
  EXPECT_EQ(EncodePng(Noise(50, 40)), EncodePng(Noise(50, 40)));
  EXPECT_NE(EncodePng(Noise(50, 40)), EncodePng(Noise(40, 50)));
}

TEST_F(PngTest, FlatPicturesAreSmall) {
  EXPECT_LT(EncodePng({1000, 1000, std::vector<uint8_t>(3'000'000, 244)}).size(), 10'000u);
}

TEST_F(PngTest, WritesTheFile) {
  const Picture picture = Noise(20, 10);
  const Status written = WritePng(folder_ / "new" / "picture.png", picture);
  ASSERT_TRUE(written) << written.error();
  const Result<Bytes> bytes = ReadFile(folder_ / "new" / "picture.png");
  ASSERT_TRUE(bytes) << bytes.error();
  EXPECT_EQ(*bytes, EncodePng(picture));
}

TEST_F(PngTest, SaysWhereItCannotWrite) {
  Spill(folder_ / "file", "");
  ExpectSentence(WritePng(folder_ / "file" / "picture.png", Noise(2, 2)), "file", "cannot");
  EXPECT_EQ(CountEntries(), 1);
}

TEST_F(PngTest, TextsComeBackAndLeaveThePictureAsItIs) {
  const Picture picture = Noise(20, 10);
  const PngTexts texts = {{"Source", "a few words"}, {"other", ""}};
  const Bytes bytes = EncodePng(picture, texts);
  EXPECT_EQ(Decode(bytes).rgb, picture.rgb);
  for (const auto& [keyword, text] : texts) EXPECT_EQ(FindPngText(bytes, keyword), text);
  EXPECT_EQ(FindPngText(bytes, "Sourc"), std::nullopt);
  EXPECT_EQ(FindPngText(EncodePng(picture), "Source"), std::nullopt);
}

TEST_F(PngTest, NoTextInWhatIsNoPicture) {
  const Bytes bytes = EncodePng(Noise(20, 10), {{"Source", "a few words"}});
  for (size_t size = 0; size < 60; ++size) {
    EXPECT_EQ(FindPngText(std::span(bytes).first(size), "Source"), std::nullopt) << size;
  }
  Bytes endless = bytes;
  std::fill(endless.begin() + 8, endless.begin() + 12, std::byte{0xff});  // the first length
  EXPECT_EQ(FindPngText(endless, "Source"), std::nullopt);
}

}  // namespace
}  // namespace vae

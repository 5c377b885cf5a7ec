#include "data/idx.h"

#include "data/idx_files.h"
#include "io/test_files.h"

namespace vae {
namespace {

TEST(IdxTest, ImagesBecomeColumnsOfShares) {
  const Result<Matrix> digits = ParseIdxImages(IdxImages(3), "images");
  ASSERT_TRUE(digits) << digits.error();
  ASSERT_EQ(digits->rows(), 784);
  ASSERT_EQ(digits->cols(), 3);
  for (Index j = 0; j < 3; ++j) {
    for (Index i = 0; i < 784; ++i) {
      const auto byte = static_cast<Scalar>((j * 784 + i) % 256);
      ASSERT_EQ((*digits)(i, j), byte / 255) << i << " of digit " << j;
    }
  }
  EXPECT_EQ(digits->minCoeff(), 0);
  EXPECT_EQ(digits->maxCoeff(), 1);
}

TEST(IdxTest, LabelsAreTheBytes) {
  const Result<std::vector<uint8_t>> labels = ParseIdxLabels(IdxLabels(12), "labels");
  ASSERT_TRUE(labels) << labels.error();
  EXPECT_EQ(*labels, (std::vector<uint8_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1}));
}

TEST(IdxTest, LabelsMayBeAnyByte) {
  IdxBytes bytes = IdxFile({0x801, 3}, 3);
  bytes[8] = std::byte{26};
  bytes[9] = std::byte{255};
  bytes[10] = std::byte{0};
  const Result<std::vector<uint8_t>> labels = ParseIdxLabels(bytes, "labels");
  ASSERT_TRUE(labels) << labels.error();
  EXPECT_EQ(*labels, (std::vector<uint8_t>{26, 255, 0}));
}

TEST(IdxTest, EachDamageOfImagesHasItsSentence) {
  const auto expect = [](const IdxBytes& bytes, const char* part) {
    ExpectSentence(ParseIdxImages(bytes, "train-images"), "train-images", part);
  };
  expect({}, "is empty");
  expect(IdxFile({}, 3), "its header alone has 16");
  expect(IdxFile({0x803, 1, 28}, 0), "it has 12 bytes, its header alone has 16");
  expect(IdxFile({0x803}, 0), "it has 4 bytes");
  expect(IdxLabels(5), "begins with 0x00000801 (IDX labels), expected 0x00000803 (IDX images)");
  expect(IdxFile({0x1f8b0808, 0, 0, 0}, 0), "begins with 0x1f8b0808, expected 0x00000803");
  expect(IdxFile({0x803, 1, 32, 28}, 32 * 28), "images of 32x28, this model reads 28x28");
  expect(IdxFile({0x803, 1, 28, 0}, 0), "images of 28x0");
  expect(IdxFile({0x803, 0, 28, 28}, 0), "holds no digits");
  expect(IdxFile({0x803, 2, 28, 28}, 2 * 784 - 1), "it has 1583 of 1584 bytes");
  expect(IdxFile({0x803, 2, 28, 28}, 2 * 784 + 1),
         "it has 1585 bytes where its header announces 1584");
  expect(IdxFile({0x803, 0xffffffff, 28, 28}, 784), "it has 800 of 3367254359296 bytes");
}

TEST(IdxTest, EachDamageOfLabelsHasItsSentence) {
  const auto expect = [](const IdxBytes& bytes, const char* part) {
    ExpectSentence(ParseIdxLabels(bytes, "train-labels"), "train-labels", part);
  };
  expect({}, "is empty");
  expect(IdxFile({0x801}, 0), "it has 4 bytes, its header alone has 8");
  expect(IdxImages(1), "begins with 0x00000803 (IDX images), expected 0x00000801 (IDX labels)");
  expect(IdxFile({0x801, 0}, 0), "holds no digits");
  expect(IdxFile({0x801, 5}, 4), "it has 12 of 13 bytes");
  expect(IdxFile({0x801, 5}, 6), "it has 14 bytes where its header announces 13");
  expect(IdxFile({0x801, 0xffffffff}, 6), "it has 14 of 4294967303 bytes");
}

}  // namespace
}  // namespace vae

#include "learn/batches.h"

#include <gtest/gtest.h>

#include <numeric>

#include "core/trainer.h"
#include "data/idx.h"
#include "learn/dreams.h"
#include "learn/made_digits.h"
#include "learn/symbols.h"

namespace vae {
namespace {

VaeParams SmallModel() { return VaeParams::FanIn({.hidden_dim = 12, .latent_dim = 3}, 5); }

// Columns of `all` in this order.
Matrix Gathered(const Matrix& all, std::span<const uint32_t> order) {
  Matrix digits(all.rows(), static_cast<Index>(order.size()));
  for (size_t i = 0; i < order.size(); ++i) {
    digits.col(static_cast<Index>(i)) = all.col(static_cast<Index>(order[i]));
  }
  return digits;
}

TEST(DigitStoreTest, DigitsOfSeveralFilesAreThoseOfOne) {
  const Matrix all = ParseIdxImages(MadeImages(9), "all").value();
  DigitStore store;
  ASSERT_TRUE(store.Add(MadeImages(4)));
  ASSERT_TRUE(store.Add(MadeImages(1, 4)));
  ASSERT_TRUE(store.Add(MadeImages(4, 5)));
  ASSERT_EQ(store.size(), 9u);
  Vector digit(kDigitPixels);
  for (uint32_t i = 0; i < 9; ++i) {
    store.Get(i, digit);
    EXPECT_EQ(digit, all.col(static_cast<Index>(i))) << i;
  }
}

TEST(DigitStoreTest, ADamagedFileAddsNothing) {
  Bytes cut = MadeImages(3);
  cut.pop_back();
  DigitStore store;
  ASSERT_TRUE(store.Add(MadeImages(2)));
  const Status status = store.Add(cut);
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().find("File 2 of digits is cut short"), std::string::npos)
      << status.error();
  EXPECT_EQ(store.size(), 2u);
  EXPECT_FALSE(store.Add({}));
}

TEST(DigitBatchesTest, GoThroughTheEpochsAsTheTrainingToolDoes) {
  const Matrix all = ParseIdxImages(MadeImages(25), "all").value();
  DigitStore store;
  ASSERT_TRUE(store.Add(MadeImages(25)));
  DigitBatches batches(std::move(store), 10, 3);
  for (int epoch = 0; epoch < 2; ++epoch) {
    const std::vector<uint32_t> order = EpochOrder(3, epoch, 25);
    const std::span<const uint32_t> whole(order);
    EXPECT_EQ(batches.epoch_steps(), 3);
    EXPECT_EQ(batches.Next(), Gathered(all, whole.subspan(0, 10)));
    EXPECT_EQ(batches.Next(), Gathered(all, whole.subspan(10, 10)));
    EXPECT_EQ(batches.Next(), Gathered(all, whole.subspan(20)));
  }
}

TEST(DigitBatchesTest, MoreDigitsComeWithTheNextEpoch) {
  DigitStore store;
  ASSERT_TRUE(store.Add(MadeImages(6)));
  DigitBatches batches(std::move(store), 4, 1);
  batches.Next();
  ASSERT_TRUE(batches.Add(MadeImages(6, 6)));
  EXPECT_EQ(batches.epoch_steps(), 2);
  EXPECT_EQ(batches.Next().cols(), 2);
  EXPECT_EQ(batches.Next().cols(), 4);
  EXPECT_EQ(batches.epoch_steps(), 3);
}

TEST(DreamBatchesTest, AreNewEveryTimeAndTheSameAgain) {
  DreamBatches batches(SmallModel(), 8, 1);
  const Matrix first = batches.Next();
  const Matrix second = batches.Next();
  EXPECT_GT(first.minCoeff(), 0);
  EXPECT_LT(first.maxCoeff(), 1);
  EXPECT_GT((first - second).cwiseAbs().maxCoeff(), 0.01);
  EXPECT_EQ(DreamBatches(SmallModel(), 8, 1).Next(), first);
  EXPECT_NE(DreamBatches(SmallModel(), 8, 2).Next(), first);
  EXPECT_EQ(batches.epoch_steps(), DreamBatches::kEpochDigits / 8);
}

TEST(LessonBatchesTest, AShareIsDrawingsTheRestIsDreamed) {
  const Lesson lesson{.drawings = {Symbol("star"), Symbol("arrow")}, .share = 0.3};
  LessonBatches batches(lesson, SmallModel(), 10, 1);
  const Matrix batch = batches.Next();
  Matrix dreams(kDigitPixels, 7);
  Dream(SmallModel(), 1, 0, dreams);
  EXPECT_EQ(batch.rightCols(7), dreams);
  // Paper stays white where a dream of a model that knows nothing is grey.
  EXPECT_EQ(batch.leftCols(3).colwise().minCoeff().maxCoeff(), 0);
  const Matrix next = batches.Next();
  for (Index i = 0; i < 3; ++i) EXPECT_NE(next.col(i), batch.col(i)) << "varied alike";
}

TEST(LessonBatchesTest, WithoutRehearsalAllAreDrawings) {
  const Lesson lesson{.drawings = {Symbol("house")}, .share = 0.1, .rehearsal = false};
  LessonBatches batches(lesson, SmallModel(), 6, 1);
  EXPECT_EQ(batches.Next().colwise().minCoeff().maxCoeff(), 0);
}

}  // namespace
}  // namespace vae

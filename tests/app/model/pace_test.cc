#include "app/model/pace.h"

#include <gtest/gtest.h>

namespace app {
namespace {

// Frames that follow each other at once.
void Draw(Pace& pace, int frames, double seconds) {
  for (int i = 0; i < frames; ++i) NoteFrame(pace, pace.last + seconds, true);
}

TEST(PaceTest, QuickFramesGlideAndAskForNoPause) {
  Pace pace;
  Draw(pace, 10, 0.02);
  EXPECT_FALSE(IsSlow(pace));
  EXPECT_EQ(PauseBetweenSnapshots(pace), 0);
}

TEST(PaceTest, SlowFramesTakeAFifthOfTheTime) {
  Pace pace;
  Draw(pace, 1, 0.1);
  EXPECT_FALSE(IsSlow(pace)) << "one is an exception";
  Draw(pace, 1, 0.1);
  EXPECT_TRUE(IsSlow(pace));
  EXPECT_NEAR(PauseBetweenSnapshots(pace), 0.5, 1e-9);
  Draw(pace, 2, 0.02);
  EXPECT_FALSE(IsSlow(pace));
}

TEST(PaceTest, RestsBetweenFramesSayNothing) {
  Pace pace;
  for (int i = 0; i < 5; ++i) NoteFrame(pace, pace.last + 0.3, false);
  Draw(pace, 5, 3);  // hidden meanwhile
  EXPECT_FALSE(IsSlow(pace));
}

TEST(PaceTest, IsMeasuredAgainAfterAWhile) {
  Pace pace;
  Draw(pace, 3, 0.1);
  int snapshots = 0;
  while (IsSlow(pace)) {
    EXPECT_NEAR(PauseBetweenSnapshots(pace), 0.5, 1e-9);
    ASSERT_LT(++snapshots, 100);
  }
  EXPECT_GT(snapshots, 10);
  Draw(pace, 2, 0.2);
  EXPECT_TRUE(IsSlow(pace));
}

}  // namespace
}  // namespace app

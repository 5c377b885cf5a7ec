#include "evaluate/classes.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <vector>

namespace tools {
namespace {

TEST(ClassesTest, ThoseThatOccurInOrder) {
  const std::vector<uint8_t> labels = {26, 3, 255, 3, 0};
  EXPECT_EQ(ClassesIn(labels), (std::vector<uint8_t>{0, 3, 26, 255}));
}

TEST(ClassesTest, LabelsOfEmnistAreCharacters) {
  EXPECT_EQ(ClassName("emnist-letters", 1), "A");
  EXPECT_EQ(ClassName("EMNIST_Letters", 26), "Z");
  EXPECT_EQ(ClassName("emnist-balanced", 10), "A");
  EXPECT_EQ(ClassName("emnist-balanced", 46), "t");
  EXPECT_EQ(ClassName("emnist-bymerge", 38), "d");
  EXPECT_EQ(ClassName("emnist-byclass", 38), "c");
  EXPECT_EQ(ClassName("emnist-byclass", 61), "z");
}

TEST(ClassesTest, OtherLabelsAreNumbers) {
  EXPECT_EQ(ClassName("MNIST", 7), "7");
  EXPECT_EQ(ClassName("fashion-mnist", 9), "9");
  EXPECT_EQ(ClassName("letters", 1), "1");
  EXPECT_EQ(ClassName("emnist-digits", 1), "1");
  EXPECT_EQ(ClassName("emnist-letters", 0), "0");
  EXPECT_EQ(ClassName("emnist-letters", 27), "27");
  EXPECT_EQ(ClassName("emnist-letters", 255), "255");
}

TEST(ClassesTest, ThirtyColoursOfWhichTenAreThePages) {
  std::set<std::array<float, 3>> colors;
  for (int label = 0; label < 30; ++label) {
    const figure::Color color = ClassColor(static_cast<uint8_t>(label));
    colors.insert({color.red, color.green, color.blue});
    EXPECT_EQ(color.alpha, 1);
  }
  EXPECT_EQ(colors.size(), 30u);
  for (size_t label = 0; label < 10; ++label) {
    EXPECT_EQ(ClassColor(static_cast<uint8_t>(label)).green, figure::kClassColors[label].green);
  }
  ClassColor(255);
}

}  // namespace
}  // namespace tools

// What tests of files and bytes share.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/file.h"
#include "io/safetensors.h"

namespace vae {

inline Bytes ToBytes(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {bytes.begin(), bytes.end()};
}

inline std::string ToText(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Independent of the functions under test.
inline void Spill(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}
inline std::string Slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Damages to a file: a tensor that says another shape, or another tensor under its name.
inline auto Reshaped(const char* name, std::vector<int64_t> shape) {
  return [=](SafetensorsFile& file) { file.tensors.at(name).shape = shape; };
}
inline auto Replaced(const char* name, Tensor tensor) {
  return [=](SafetensorsFile& file) { file.tensors[name] = tensor; };
}

// Every test of the fixture gets an empty folder of its own.
class InFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    // The process number keeps builds apart that are tested at the same time.
    top_ =
        std::filesystem::path(::testing::TempDir()) / ("latentpad_" + std::to_string(::getpid()));
    folder_ = top_ / info->test_suite_name() / info->name();
    std::filesystem::remove_all(top_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(top_); }

  int CountEntries() const {
    const std::filesystem::directory_iterator entries(folder_);
    return static_cast<int>(std::distance(begin(entries), end(entries)));
  }

  std::filesystem::path folder_;

 private:
  std::filesystem::path top_;
};

// A failure's sentence names the source, holds `part`, and is one line with a remedy.
template <class T>
void ExpectSentence(const T& result, std::string_view name, std::string_view part) {
  ASSERT_FALSE(result.has_value()) << "expected a failure with: " << part;
  const std::string& sentence = result.error();
  EXPECT_NE(sentence.find(name), std::string::npos) << sentence;
  EXPECT_NE(sentence.find(part), std::string::npos) << sentence << "\nlacks: " << part;
  EXPECT_NE(sentence.find("; "), std::string::npos) << sentence << "\nhas no remedy";
  EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
}

}  // namespace vae

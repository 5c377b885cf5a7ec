// The four files of MNIST and where they come from. Internal to mnist.cc and its tests.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "io/file.h"

namespace vae {

struct MnistFile {
  std::string_view name;    // without ".gz"
  std::string_view sha256;  // of the bytes without compression
};

// In the order of Mnist::sha256.
inline constexpr std::array<MnistFile, 4> kMnistFiles = {{
    {"train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"},
    {"train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"},
    {"t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
    {"t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"},
}};

// Tried in this order for each file; the file's name and ".gz" are appended.
inline constexpr std::array<std::string_view, 2> kMnistMirrors = {
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
};

// The file in `directory`, plain if it is there, else .gz; empty if neither is.
std::filesystem::path MnistFilePath(const std::filesystem::path& directory, std::string_view name);

// Its bytes without compression.
Result<Bytes> ReadMnistFile(const std::filesystem::path& path);

// Compares the content of all `files` of `directory`, which are there, with their checksums. The
// sentence on failure ends with `remedy`.
Status CheckMnistFiles(const std::filesystem::path& directory, std::span<const MnistFile> files,
                       std::string_view remedy);

// Fetches those of `files` that `directory` lacks. A file appears there, as .gz and whole, only
// after its SHA-256 has been found right; else the next mirror is tried. Fails with the reason of
// the last mirror.
Status DownloadMnist(const std::filesystem::path& directory, std::span<const MnistFile> files,
                     std::span<const std::string_view> mirrors,
                     const std::function<void(const std::string&)>& progress);

}  // namespace vae

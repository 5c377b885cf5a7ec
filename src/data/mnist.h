// Finds, checks, downloads and reads MNIST (LeCun, Cortes, Burges). Native tools only: the one part
// of this room that touches files and the network; the page never sees it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/types.h"

namespace vae {

struct LabelledDigits {
  Matrix digits;                // (784, N), in [0, 1]
  std::vector<uint8_t> labels;  // N, each 0..9
};

struct Mnist {
  LabelledDigits train;  // 60 000 in the original
  LabelledDigits test;   // 10 000 in the original
  // SHA-256, in hex, of the four files' decompressed bytes one after the other in the order train
  // images, train labels, test images, test labels: the data set's identity in a weights file.
  std::string sha256;
};

struct MnistSource {
  // --data: when not empty, the only place looked at, and its files may be any well-formed IDX
  // digits (somebody's own), so they are parsed but not compared with MNIST's checksums.
  std::filesystem::path directory = {};
  bool allow_download = true;
  // Told one line when something slow starts ("downloading train-images-idx3-ubyte.gz to ..."); may
  // be empty.
  std::function<void(const std::string&)> progress = {};
};

// The directory that holds all four files, each plain or .gz. Looked for in source.directory, else
// in $MNIST_DIR, the user's cache ($XDG_CACHE_HOME or ~/.cache, then /latentpad/mnist), and
// ../shared/data/mnist below the working directory; else downloaded to the cache, each file checked
// by SHA-256 before it appears under its name. Fails with every place that was tried.
Result<std::filesystem::path> FindMnist(const MnistSource& source);

// Reads all four files of `directory`, plain or .gz; `name`s in errors are their paths. Fails on a
// missing, truncated or corrupt file and when labels and images differ in number.
Result<Mnist> LoadMnist(const std::filesystem::path& directory);

}  // namespace vae

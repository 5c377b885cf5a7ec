// Finds, checks, downloads and reads MNIST (LeCun, Cortes, Burges), and reads other sets that come
// in its files: Fashion-MNIST, KMNIST, EMNIST, somebody's own. Native tools only: the one part of
// this room that touches files and the network; the page never sees it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/types.h"

namespace vae {

struct LabelledDigits {
  Matrix digits;                // (784, N), in [0, 1]
  std::vector<uint8_t> labels;  // N; 0..9 in MNIST, any byte in other sets
};

struct Mnist {
  LabelledDigits train;  // 60 000 in the original
  LabelledDigits test;   // 10 000 in the original
  // SHA-256, in hex, of the four files' decompressed bytes one after the other in the order train
  // images, train labels, test images, test labels: the data set's identity in a weights file.
  std::string sha256;
  // "MNIST", which no other set is called, or the folder's name.
  std::string name;
};

// Mnist::sha256 of the set as it was published.
inline constexpr std::string_view kMnistSha256 =
    "b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a";

// What the files of `directory` call themselves: its name, or that of the folder around it where it
// is called "raw", as torchvision's are ("FashionMNIST/raw"); "data" where it has none.
std::string DatasetName(const std::filesystem::path& directory);

struct MnistSource {
  // --data: when not empty, the only place looked at. Its files may be any well-formed IDX pictures
  // of 28x28; only a folder that is called MNIST must hold MNIST.
  std::filesystem::path directory = {};
  bool allow_download = true;
  // Told one line when something slow starts ("downloading train-images-idx3-ubyte.gz to ..."); may
  // be empty.
  std::function<void(const std::string&)> progress = {};
};

// Where the four files are, each plain or .gz.
struct MnistFolder {
  std::filesystem::path directory;
  // Where they have to be MNIST's own: what to do about a file that is not.
  std::string remedy = {};
};

// Looked for in source.directory, else in $MNIST_DIR, the user's cache ($XDG_CACHE_HOME or
// ~/.cache, then /latentpad/mnist), and ../shared/data/mnist below the working directory; else
// downloaded to the cache, each file checked by SHA-256 before it appears under its name. What
// calls itself MNIST, the usual places and a named folder of that name, has to be MNIST, which
// LoadMnist finds out. Fails with every place that was tried.
Result<MnistFolder> FindMnist(const MnistSource& source);

// The files that LoadMnist(directory) reads; those that are there.
std::vector<std::filesystem::path> MnistPaths(const std::filesystem::path& directory);

// Reads all four files; `name`s in errors are their paths. Fails on a missing, truncated or corrupt
// file, when labels and images differ in number, and on other files than MNIST's where these have
// to be.
Result<Mnist> LoadMnist(const MnistFolder& folder);

}  // namespace vae

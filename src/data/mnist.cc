#include "data/mnist.h"

#include <cstdlib>
#include <span>
#include <utility>

#include "data/idx.h"
#include "data/mnist_download.h"
#include "io/sha256.h"

namespace vae {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAdvice =
    "; put the four MNIST files (plain or .gz) into a folder and name it with --data";

// The value of an environment variable as a path, empty if it is not set.
fs::path Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// The user's cache folder for MNIST by the XDG base directory rules, by which a relative
// $XDG_CACHE_HOME is ignored; empty if there is no home either.
fs::path CacheDirectory() {
  fs::path cache = Environment("XDG_CACHE_HOME");
  if (!cache.is_absolute()) {
    const fs::path home = Environment("HOME");
    if (home.empty()) return {};
    cache = home / ".cache";
  }
  return cache / "latentpad" / "mnist";
}

// The first file that `directory` lacks, "" if it has all four.
std::string_view MissingFile(const fs::path& directory) {
  for (const MnistFile& file : kMnistFiles) {
    if (MnistFilePath(directory, file.name).empty()) return file.name;
  }
  return {};
}

// The folder that the user named, if it has all four files.
Result<fs::path> FindOwn(const fs::path& directory) {
  std::error_code ignored;
  if (!fs::is_directory(directory, ignored)) {
    return Failure(directory.string() + " is no folder" + std::string(kAdvice));
  }
  const std::string_view missing = MissingFile(directory);
  if (missing.empty()) return directory;
  return Failure(directory.string() + " has no " + std::string(missing) + std::string(kAdvice));
}

// Where to look when no folder was named, in this order.
std::vector<fs::path> UsualPlaces() {
  std::vector<fs::path> places;
  for (fs::path place : {Environment("MNIST_DIR"), CacheDirectory()}) {
    if (!place.empty()) places.push_back(std::move(place));
  }
  places.push_back(fs::path("..") / "shared" / "data" / "mnist");
  return places;
}

// Reads the images and labels that stand at `first` and `first` + 1 of kMnistFiles; their bytes go
// to the same places of `contents`, for the checksum.
Result<LabelledDigits> LoadPair(const fs::path& directory, size_t first,
                                std::span<Bytes> contents) {
  std::array<std::string, 2> names;
  for (size_t i = 0; i < 2; ++i) {
    const std::string_view name = kMnistFiles[first + i].name;
    const fs::path path = MnistFilePath(directory, name);
    if (path.empty()) {
      return Failure(directory.string() + " has no " + std::string(name) + std::string(kAdvice));
    }
    Result<Bytes> bytes = ReadMnistFile(path);
    if (!bytes) return Failure(bytes.error());
    contents[first + i] = *std::move(bytes);
    names[i] = path.string();
  }
  Result<Matrix> digits = ParseIdxImages(contents[first], names[0]);
  if (!digits) return Failure(digits.error());
  Result<std::vector<uint8_t>> labels = ParseIdxLabels(contents[first + 1], names[1]);
  if (!labels) return Failure(labels.error());
  if (static_cast<size_t>(digits->cols()) != labels->size()) {
    return Failure(names[1] + " has " + std::to_string(labels->size()) + " labels, but " +
                   names[0] + " has " + std::to_string(digits->cols()) +
                   " images; take both files from the same set");
  }
  return LabelledDigits{*std::move(digits), *std::move(labels)};
}

}  // namespace

Result<fs::path> FindMnist(const MnistSource& source) {
  if (!source.directory.empty()) return FindOwn(source.directory);
  std::string tried;
  for (const fs::path& place : UsualPlaces()) {
    const std::string_view missing = MissingFile(place);
    if (missing.empty()) {
      const Status status = CheckMnistFiles(place, kMnistFiles);
      if (!status) return Failure(status.error());
      return place;
    }
    tried += (tried.empty() ? "" : ", ") + place.string() + " (no " + std::string(missing) + ")";
  }
  const fs::path cache = CacheDirectory();
  Status status = Failure("not allowed");
  if (source.allow_download && cache.empty()) status = Failure("$HOME is not set");
  if (source.allow_download && !cache.empty()) {
    status = DownloadMnist(cache, kMnistFiles, kMnistMirrors, source.progress);
    if (status) status = CheckMnistFiles(cache, kMnistFiles);  // those that were there already
    if (status) return cache;
  }
  return Failure("MNIST was not found in " + tried + ", nor downloaded (" + status.error() + ")" +
                 std::string(kAdvice));
}

Result<Mnist> LoadMnist(const fs::path& directory) {
  std::array<Bytes, kMnistFiles.size()> contents;
  Result<LabelledDigits> train = LoadPair(directory, 0, contents);
  if (!train) return Failure(train.error());
  Result<LabelledDigits> test = LoadPair(directory, 2, contents);
  if (!test) return Failure(test.error());
  const std::array<std::span<const std::byte>, 4> parts = {contents[0], contents[1], contents[2],
                                                           contents[3]};
  return Mnist{*std::move(train), *std::move(test), Sha256HexOfParts(parts)};
}

}  // namespace vae

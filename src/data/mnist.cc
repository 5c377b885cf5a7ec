#include "data/mnist.h"

#include <cctype>
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

bool CallsItselfMnist(const fs::path& directory) {
  std::string name = DatasetName(directory);
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name == "mnist";
}

// The folder that the user named, if it has all four files.
Result<MnistFolder> FindOwn(const fs::path& directory) {
  std::error_code ignored;
  if (!fs::is_directory(directory, ignored)) {
    return Failure(directory.string() + " is no folder" + std::string(kAdvice));
  }
  if (const std::string_view missing = MissingFile(directory); !missing.empty()) {
    return Failure(directory.string() + " has no " + std::string(missing) + std::string(kAdvice));
  }
  if (!CallsItselfMnist(directory)) return MnistFolder{directory};
  return MnistFolder{directory,
                     "copy it from MNIST again, or rename the folder if these are other pictures"};
}

constexpr const char* kOthersElsewhere =
    "copy it from MNIST again, or name a folder of other pictures with --data";
// Only of the cache, whose files are all from there.
constexpr const char* kDownloadAgain = "delete it to have it downloaded again";

// Where to look when no folder was named, in this order.
std::vector<MnistFolder> UsualPlaces() {
  std::vector<MnistFolder> places;
  for (MnistFolder place : {MnistFolder{Environment("MNIST_DIR"), kOthersElsewhere},
                            MnistFolder{CacheDirectory(), kDownloadAgain}}) {
    if (!place.directory.empty()) places.push_back(std::move(place));
  }
  places.push_back({fs::path("..") / "shared" / "data" / "mnist", kOthersElsewhere});
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

std::string DatasetName(const fs::path& directory) {
  std::error_code ignored;
  fs::path path = fs::weakly_canonical(directory, ignored);
  if (path.empty()) path = directory.lexically_normal();
  if (path.filename().empty()) path = path.parent_path();  // after a last '/'
  if (path.filename() == "raw") path = path.parent_path();
  return path.filename().empty() ? "data" : path.filename().string();
}

Result<MnistFolder> FindMnist(const MnistSource& source) {
  if (!source.directory.empty()) return FindOwn(source.directory);
  std::string tried;
  for (const MnistFolder& place : UsualPlaces()) {
    const std::string_view missing = MissingFile(place.directory);
    if (missing.empty()) return place;
    tried += (tried.empty() ? "" : ", ") + place.directory.string() + " (no " +
             std::string(missing) + ")";
  }
  const fs::path cache = CacheDirectory();
  Status status = Failure("not allowed");
  if (source.allow_download && cache.empty()) status = Failure("$HOME is not set");
  if (source.allow_download && !cache.empty()) {
    status = DownloadMnist(cache, kMnistFiles, kMnistMirrors, source.progress);
    if (status) return MnistFolder{cache, kDownloadAgain};
  }
  return Failure("MNIST was not found in " + tried + ", nor downloaded (" + status.error() + ")" +
                 std::string(kAdvice));
}

std::vector<fs::path> MnistPaths(const fs::path& directory) {
  std::vector<fs::path> paths;
  for (const MnistFile& file : kMnistFiles) {
    if (fs::path path = MnistFilePath(directory, file.name); !path.empty()) {
      paths.push_back(std::move(path));
    }
  }
  return paths;
}

Result<Mnist> LoadMnist(const MnistFolder& folder) {
  std::array<Bytes, kMnistFiles.size()> contents;
  Result<LabelledDigits> train = LoadPair(folder.directory, 0, contents);
  if (!train) return Failure(train.error());
  Result<LabelledDigits> test = LoadPair(folder.directory, 2, contents);
  if (!test) return Failure(test.error());
  const std::array<std::span<const std::byte>, 4> parts = {contents[0], contents[1], contents[2],
                                                           contents[3]};
  std::string sha256 = Sha256HexOfParts(parts);
  const bool is_mnist = sha256 == kMnistSha256;
  if (!is_mnist && !folder.remedy.empty()) {  // which file it is
    const Status status = CheckMnistFiles(folder.directory, kMnistFiles, folder.remedy);
    if (!status) return Failure(status.error());
  }
  std::string name = is_mnist ? "MNIST" : DatasetName(folder.directory);
  return Mnist{*std::move(train), *std::move(test), std::move(sha256), std::move(name)};
}

}  // namespace vae

#include "data/mnist.h"

#include <cstdlib>

#include "data/gzip_files.h"
#include "data/idx_files.h"
#include "data/mnist_download.h"
#include "io/sha256.h"
#include "io/test_files.h"

namespace vae {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTrainImages = "train-images-idx3-ubyte";
constexpr const char* kTrainLabels = "train-labels-idx1-ubyte";
constexpr const char* kTestImages = "t10k-images-idx3-ubyte";
constexpr const char* kTestLabels = "t10k-labels-idx1-ubyte";

// An environment variable for the length of a scope.
class ScopedVariable {
 public:
  ScopedVariable(const char* name, const fs::path& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old, had_ = true;
    ::setenv(name, value.c_str(), 1);
  }
  ~ScopedVariable() { had_ ? ::setenv(name_, old_.c_str(), 1) : ::unsetenv(name_); }
  ScopedVariable(const ScopedVariable&) = delete;
  ScopedVariable& operator=(const ScopedVariable&) = delete;

 private:
  const char* name_;
  std::string old_;
  bool had_ = false;
};

class MnistTest : public InFolder {
 protected:
  void Put(const fs::path& path, const Bytes& bytes) const {
    fs::create_directories((folder_ / path).parent_path());
    Spill(folder_ / path, ToText(bytes));
  }
  // Four well-formed files, some plain and some packed: 5 digits to learn from and 3 to test.
  void PutSmallSet(const fs::path& in) const {
    Put(in / kTrainImages, IdxImages(5));
    Put(in / (std::string(kTrainLabels) + ".gz"), Gzip(IdxLabels(5)));
    Put(in / (std::string(kTestImages) + ".gz"), Gzip(IdxImages(3)));
    Put(in / kTestLabels, IdxLabels(3));
  }
};

Result<Mnist> FindAndLoad(const MnistSource& source) {
  const Result<MnistFolder> folder = FindMnist(source);
  if (!folder) return Failure(folder.error());
  return LoadMnist(*folder);
}

TEST_F(MnistTest, LoadsPlainAndPackedFiles) {
  PutSmallSet("");
  const Result<Mnist> mnist = LoadMnist({folder_});
  ASSERT_TRUE(mnist) << mnist.error();
  EXPECT_EQ(mnist->train.digits.cols(), 5);
  EXPECT_EQ(mnist->train.labels, (std::vector<uint8_t>{0, 1, 2, 3, 4}));
  EXPECT_EQ(mnist->test.digits.cols(), 3);
  EXPECT_EQ(mnist->test.labels.size(), 3u);
  EXPECT_EQ(mnist->train.digits.leftCols(3), mnist->test.digits);
  Bytes all;
  for (const Bytes& part : {IdxImages(5), IdxLabels(5), IdxImages(3), IdxLabels(3)}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  EXPECT_EQ(mnist->sha256, Sha256Hex(all));
}

TEST_F(MnistTest, LoadingNamesTheFileThatIsWrong) {
  const std::string labels_gz = std::string(kTrainLabels) + ".gz";
  const auto expect = [this](const std::string& name, const Bytes& bytes, const char* part) {
    PutSmallSet("");
    Put(name, bytes);
    ExpectSentence(LoadMnist({folder_}), (folder_ / name).string(), part);
  };
  Bytes cut = Gzip(IdxLabels(5));
  cut.resize(cut.size() - 3);
  expect(labels_gz, cut, "cut short");
  expect(labels_gz, IdxLabels(5), "is not a gzip file");
  expect(labels_gz, Gzip(IdxImages(5)), "begins with 0x00000803");
  expect(labels_gz, Gzip(IdxLabels(4)), "has 4 labels, but");
  PutSmallSet("");
  expect(kTestImages, IdxFile({0x803, 3, 28, 28}, 100), "cut short");
  fs::remove(folder_ / kTestImages);
  expect(kTestLabels, IdxLabels(4), "has 4 labels, but");
  PutSmallSet("");
  fs::remove(folder_ / kTestLabels);
  ExpectSentence(LoadMnist({folder_}), folder_.string(), "has no t10k-labels-idx1-ubyte");
}

TEST_F(MnistTest, ANamedFolderIsTheOnlyPlace) {
  const ScopedVariable elsewhere("MNIST_DIR", folder_ / "elsewhere");
  PutSmallSet("elsewhere");
  ExpectSentence(FindMnist({.directory = folder_ / "none"}), (folder_ / "none").string(),
                 "is no folder");
  fs::create_directory(folder_ / "own");
  ExpectSentence(FindMnist({.directory = folder_ / "own"}), (folder_ / "own").string(),
                 "has no train-images-idx3-ubyte");
  PutSmallSet("own");
  const Result<MnistFolder> found = FindMnist({.directory = folder_ / "own"});
  ASSERT_TRUE(found) << found.error();
  EXPECT_EQ(found->directory, folder_ / "own");
}

TEST_F(MnistTest, NotFoundNamesEveryPlace) {
  const ScopedVariable mnist("MNIST_DIR", folder_ / "variable");
  const ScopedVariable cache("XDG_CACHE_HOME", folder_ / "cache");
  const fs::path before = fs::current_path();
  fs::create_directory(folder_ / "working");
  fs::current_path(folder_ / "working");
  const Result<MnistFolder> found = FindMnist({.allow_download = false});
  ExpectSentence(found, (folder_ / "variable").string(), "nor downloaded (not allowed)");
  ExpectSentence(found, (folder_ / "cache" / "latentpad" / "mnist").string(),
                 "../shared/data/mnist (no train-images-idx3-ubyte)");
  // A relative $XDG_CACHE_HOME does not count; without it the cache is below $HOME.
  const ScopedVariable relative("XDG_CACHE_HOME", "relative");
  const ScopedVariable home("HOME", folder_ / "home");
  ExpectSentence(FindMnist({.allow_download = false}),
                 (folder_ / "home" / ".cache" / "latentpad" / "mnist").string(), "--data");
  fs::current_path(before);
}

// Nobody is told to delete a file that this program did not put there.
TEST_F(MnistTest, AFoundFolderMustHoldMnistItself) {
  PutSmallSet("variable");
  PutSmallSet("cache/latentpad/mnist");
  const ScopedVariable cache("XDG_CACHE_HOME", folder_ / "cache");
  {
    const ScopedVariable mnist("MNIST_DIR", folder_ / "variable");
    const Result<Mnist> found = FindAndLoad({.allow_download = false});
    ExpectSentence(found, (folder_ / "variable" / kTrainImages).string(), "another SHA-256");
    ExpectSentence(found, "--data", "SHA-256");
    EXPECT_EQ(found.error().find("delete"), std::string::npos) << found.error();
  }
  const ScopedVariable mnist("MNIST_DIR", folder_ / "nowhere");
  ExpectSentence(FindAndLoad({.allow_download = false}),
                 (folder_ / "cache" / "latentpad" / "mnist" / kTrainImages).string(),
                 "delete it to have it downloaded again");
}

TEST_F(MnistTest, ANamedFolderHasToBeMnistOnlyIfItSaysSo) {
  for (const char* name : {"mnist", "MNIST/raw"}) {
    PutSmallSet(name);
    const Result<Mnist> found = FindAndLoad({.directory = folder_ / name});
    ExpectSentence(found, (folder_ / name / kTrainImages).string(), "rename the folder");
    EXPECT_EQ(found.error().find("delete"), std::string::npos) << found.error();
  }
  for (const char* name : {"fashion-mnist", "FashionMNIST/raw", "own"}) {
    PutSmallSet(name);
    EXPECT_TRUE(FindAndLoad({.directory = folder_ / name})) << name;
  }
}

TEST_F(MnistTest, ASetIsCalledAsItsFolderIs) {
  for (const auto& [folder, name] : {std::pair{"fashion-mnist", "fashion-mnist"},
                                     {"KMNIST/raw", "KMNIST"},
                                     {"own/", "own"},
                                     {"own/../emnist-letters/.", "emnist-letters"}}) {
    PutSmallSet(folder);
    const Result<Mnist> mnist = LoadMnist({folder_ / folder});
    ASSERT_TRUE(mnist) << mnist.error();
    EXPECT_EQ(mnist->name, name);
  }
  EXPECT_EQ(DatasetName("/"), "data");
}

// Downloads go through libcurl from a folder in place of a mirror.
class DownloadTest : public MnistTest {
 protected:
  void SetUp() override {
    MnistTest::SetUp();
    cache_ = folder_ / "cache";
    bad_mirror_ = "file://" + (folder_ / "bad").string() + "/";
    good_mirror_ = "file://" + (folder_ / "good").string() + "/";
    Put("good/a.gz", Gzip(content_));
    Put("good/b.gz", Gzip(ToBytes("content of b")));
  }
  Status Download() {
    const std::array<MnistFile, 2> files = {{{"a", sha_a_}, {"b", sha_b_}}};
    const std::array<std::string_view, 2> mirrors = {bad_mirror_, good_mirror_};
    return DownloadMnist(cache_, files, mirrors,
                         [this](const std::string& line) { progress_ += line + "\n"; });
  }

  const Bytes content_ = ToBytes("content of a");
  const std::string sha_a_ = Sha256Hex(content_);
  const std::string sha_b_ = Sha256Hex(ToBytes("content of b"));
  fs::path cache_;
  std::string bad_mirror_;
  std::string good_mirror_;
  std::string progress_;
};

TEST_F(DownloadTest, TakesTheSecondMirrorWhenTheFirstLacksTheFile) {
  const Status status = Download();
  ASSERT_TRUE(status) << status.error();
  EXPECT_EQ(Slurp(cache_ / "a.gz"), Slurp(folder_ / "good" / "a.gz"));
  EXPECT_EQ(ReadMnistFile(cache_ / "b.gz").value(), ToBytes("content of b"));
  EXPECT_EQ(progress_, "downloading a.gz to " + cache_.string() + "\ndownloading b.gz to " +
                           cache_.string() + "\n");
}

TEST_F(DownloadTest, TakesTheSecondMirrorWhenTheFirstIsWrong) {
  Bytes cut = Gzip(content_);
  cut.resize(cut.size() / 2);
  for (const Bytes& bad : {Gzip(ToBytes("something else")), cut, ToBytes("<html>sign in</html>")}) {
    fs::remove_all(cache_);
    Put("bad/a.gz", bad);
    const Status status = Download();
    ASSERT_TRUE(status) << status.error();
    EXPECT_EQ(ReadMnistFile(cache_ / "a.gz").value(), content_);
  }
}

TEST_F(DownloadTest, AWrongFileNeverAppears) {
  Put("good/b.gz", Gzip(ToBytes("something else")));
  const Status status = Download();
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().find(good_mirror_ + "b.gz has another SHA-256"), std::string::npos)
      << status.error();
  folder_ = cache_;
  EXPECT_EQ(CountEntries(), 1) << "more than a.gz";
  EXPECT_TRUE(fs::exists(cache_ / "a.gz"));
}

TEST_F(DownloadTest, FetchesOnlyWhatIsMissing) {
  Put("cache/a", content_);
  ASSERT_TRUE(Download());
  EXPECT_FALSE(fs::exists(cache_ / "a.gz"));
  EXPECT_TRUE(fs::exists(cache_ / "b.gz"));
  progress_.clear();
  ASSERT_TRUE(Download());
  EXPECT_EQ(progress_, "");
}

TEST_F(DownloadTest, NamesTheAddressThatFailed) {
  fs::remove_all(folder_ / "good");
  const Status status = Download();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().find(good_mirror_ + "a.gz: "), 0u) << status.error();
}

TEST_F(DownloadTest, ChecksumsOfAFolder) {
  ASSERT_TRUE(Download());
  const std::array<MnistFile, 2> right = {{{"a", sha_a_}, {"b", sha_b_}}};
  const std::array<MnistFile, 2> wrong = {{{"a", sha_a_}, {"b", sha_a_}}};
  EXPECT_TRUE(CheckMnistFiles(cache_, right, "do this"));
  ExpectSentence(CheckMnistFiles(cache_, wrong, "do this"), (cache_ / "b.gz").string(),
                 "another SHA-256 than MNIST's file; do this");
}

}  // namespace
}  // namespace vae

#include "data/mnist_download.h"

#include <curl/curl.h>

#include <array>
#include <memory>

#include "data/gzip.h"
#include "io/sha256.h"

namespace vae {
namespace {

namespace fs = std::filesystem;

// 1.3 million digits, far above MNIST's 60 000.
constexpr size_t kMaxContentBytes = size_t{1} << 30;
constexpr size_t kMaxDownloadBytes = size_t{64} << 20;

// libcurl's write callback: appends to the Bytes at `user`, or ends the transfer by taking less
// than it was given.
size_t AppendDownload(char* data, size_t, size_t size, void* user) {
  Bytes& bytes = *static_cast<Bytes*>(user);
  if (size > kMaxDownloadBytes - bytes.size()) return 0;
  const auto* begin = reinterpret_cast<const std::byte*>(data);
  bytes.insert(bytes.end(), begin, begin + size);
  return size;
}

// The content of `url`; the error is the part of a sentence that follows the address.
Result<Bytes> Fetch(const std::string& url) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  if (!curl) return Failure("libcurl does not start");
  Bytes bytes;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &AppendDownload);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &bytes);
  curl_easy_setopt(curl.get(), CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_MAXREDIRS, 5L);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  // Gives up on a mirror that does not answer in 20 seconds or sends less than 1 KB/s for 30.
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, 20L);
  curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_LIMIT, 1024L);
  curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_TIME, 30L);
  std::array<char, CURL_ERROR_SIZE> reason = {};
  curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, reason.data());
  const CURLcode code = curl_easy_perform(curl.get());
  if (code == CURLE_OK) return bytes;
  if (code == CURLE_WRITE_ERROR) return Failure("larger than MNIST's file");
  return Failure(reason[0] != 0 ? reason.data() : curl_easy_strerror(code));
}

// Fetches one file from one mirror and puts it into `directory` if it is the right one.
Status DownloadFile(const fs::path& directory, const MnistFile& file, std::string_view mirror) {
  const std::string gz_name = std::string(file.name) + ".gz";
  const std::string url = std::string(mirror) + gz_name;
  const Result<Bytes> packed = Fetch(url);
  if (!packed) return Failure(url + ": " + packed.error());
  const Result<Bytes> content = Gunzip(*packed, url, kMaxContentBytes);
  if (!content) return Failure(content.error());
  if (Sha256Hex(*content) != file.sha256) return Failure(url + " has another SHA-256 than MNIST");
  return WriteFileAtomically(directory / gz_name, *packed);
}

}  // namespace

fs::path MnistFilePath(const fs::path& directory, std::string_view name) {
  for (const std::string_view suffix : {"", ".gz"}) {
    fs::path path = directory / (std::string(name) += suffix);
    std::error_code ignored;
    if (fs::exists(path, ignored)) return path;
  }
  return {};
}

Result<Bytes> ReadMnistFile(const fs::path& path) {
  Result<Bytes> bytes = ReadFile(path);
  if (!bytes || path.extension() != ".gz") return bytes;
  return Gunzip(*bytes, path.string(), kMaxContentBytes);
}

Status CheckMnistFiles(const fs::path& directory, std::span<const MnistFile> files,
                       std::string_view remedy) {
  for (const MnistFile& file : files) {
    const fs::path path = MnistFilePath(directory, file.name);
    const Result<Bytes> bytes = ReadMnistFile(path);
    if (!bytes) return Failure(bytes.error());
    if (Sha256Hex(*bytes) != file.sha256) {
      return Failure(path.string() + " has another SHA-256 than MNIST's file; " +
                     std::string(remedy));
    }
  }
  return {};
}

Status DownloadMnist(const fs::path& directory, std::span<const MnistFile> files,
                     std::span<const std::string_view> mirrors,
                     const std::function<void(const std::string&)>& progress) {
  for (const MnistFile& file : files) {
    if (!MnistFilePath(directory, file.name).empty()) continue;
    if (progress) {
      progress("downloading " + std::string(file.name) + ".gz to " + directory.string());
    }
    Status status = Failure("no mirror is known");
    for (size_t i = 0; i < mirrors.size() && !status; ++i) {
      status = DownloadFile(directory, file, mirrors[i]);
    }
    if (!status) return status;
  }
  return {};
}

}  // namespace vae

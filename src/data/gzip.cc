#include "data/gzip.h"

#define ZLIB_CONST  // lets zlib take its input as const
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <string>

#include "io/little_endian.h"

namespace vae {
namespace {

constexpr int kGzipWindow = 15 + 16;  // the largest window; 16 asks zlib for gzip's own header
constexpr size_t kMaxRatio = 1032;    // deflate cannot do better

bool BeginsLikeGzip(std::span<const std::byte> bytes) {
  return bytes.size() >= 2 && bytes[0] == std::byte{0x1f} && bytes[1] == std::byte{0x8b};
}

// zlib's state, freed at the end of its scope.
class Inflater {
 public:
  explicit Inflater(std::span<const std::byte> in) : in_(in) {
    ok_ = inflateInit2(&stream_, kGzipWindow) == Z_OK;
  }
  ~Inflater() {
    if (ok_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  bool ok() const { return ok_; }
  // What has not been read yet.
  std::span<const std::byte> rest() const { return in_; }
  void StartMember() { inflateReset(&stream_); }

  // Decompresses into `out` and takes what it filled off its front. Returns zlib's code.
  int Run(std::span<std::byte>& out) {
    constexpr size_t kMost = std::numeric_limits<uInt>::max();
    const size_t in_size = std::min(in_.size(), kMost);
    const size_t out_size = std::min(out.size(), kMost);
    stream_.next_in = reinterpret_cast<const Bytef*>(in_.data());
    stream_.avail_in = static_cast<uInt>(in_size);
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out_size);
    const int code = inflate(&stream_, Z_NO_FLUSH);
    in_ = in_.subspan(in_size - stream_.avail_in);
    out = out.subspan(out_size - stream_.avail_out);
    return code;
  }

 private:
  std::span<const std::byte> in_;
  z_stream stream_ = {};
  bool ok_ = false;
};

// Room for the content: what the file's last four bytes say (its size, if it has one member and
// less than 4 GiB), as far as that can be true.
size_t FirstGuess(std::span<const std::byte> bytes, size_t max_bytes) {
  size_t guess = 0;
  if (bytes.size() >= 4) guess = LoadLittleEndian<uint32_t>(bytes.last(4).data());
  const size_t most = std::min(max_bytes, bytes.size() * kMaxRatio);
  return std::min(guess, most) + 1;  // one more, so that the end is seen before the room is full
}

}  // namespace

Result<Bytes> Gunzip(std::span<const std::byte> bytes, std::string_view name, size_t max_bytes) {
  const auto failure = [name](const std::string& what) {
    return Failure(std::string(name) + " " + what + "; copy or download it again");
  };
  if (bytes.empty()) return failure("is empty");
  if (!BeginsLikeGzip(bytes)) return failure("is not a gzip file");
  Inflater inflater(bytes);
  if (!inflater.ok()) return Failure(std::string(name) + " cannot be unpacked: out of memory");

  Bytes content(FirstGuess(bytes, max_bytes));
  size_t size = 0;
  while (true) {
    std::span<std::byte> room = std::span(content).subspan(size);
    const int code = inflater.Run(room);
    size = content.size() - room.size();
    if (size > max_bytes) {
      return failure("unpacks to more than " + std::to_string(max_bytes) + " bytes");
    }
    if (code == Z_STREAM_END) {
      if (inflater.rest().empty()) break;
      if (!BeginsLikeGzip(inflater.rest())) return failure("has bytes after its gzip data");
      inflater.StartMember();
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      return failure("is a corrupt gzip file (its checksum or its codes are wrong)");
    } else if (!room.empty() && inflater.rest().empty()) {
      return failure("is a gzip file cut short");
    }
    if (room.empty()) content.resize(std::min(2 * size, max_bytes + 1));
  }
  content.resize(size);
  return content;
}

}  // namespace vae

#include "data/gzip.h"
#include "data/gzip_files.h"
#include "data/idx_files.h"
#include "fuzz/fuzz_target.h"

namespace vae {

std::vector<Bytes> FuzzSeeds() {
  Bytes two_members = Gzip(IdxLabels(300));
  const Bytes second = Gzip(Bytes(5000));
  two_members.insert(two_members.end(), second.begin(), second.end());
  return {Gzip({}), Gzip(IdxLabels(20)), Gzip(IdxImages(1)), two_members};
}

}  // namespace vae

// The limit holds, a smaller one too, and content that is accepted packs and unpacks to itself.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vae;
  constexpr size_t kLimit = 100'000;
  const Result<Bytes> content = Gunzip(FuzzInput(data, size), "input", kLimit);
  if (!content) return 0;
  Require(content->size() <= kLimit);
  if (!content->empty()) {
    Require(!Gunzip(FuzzInput(data, size), "input", content->size() - 1).has_value());
  }
  const Result<Bytes> again = Gunzip(Gzip(*content), "packed", content->size());
  Require(again.has_value() && *again == *content);
  return 0;
}

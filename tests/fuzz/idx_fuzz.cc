#include "data/idx.h"
#include "data/idx_files.h"
#include "fuzz/fuzz_target.h"

namespace vae {

std::vector<Bytes> FuzzSeeds() { return {IdxImages(1), IdxImages(2), IdxLabels(1), IdxLabels(20)}; }

}  // namespace vae

// What is accepted is as large as the input says, pixels in range, and never both kinds at once.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace vae;
  const Result<Matrix> digits = ParseIdxImages(FuzzInput(data, size), "input");
  const auto labels = ParseIdxLabels(FuzzInput(data, size), "input");
  Require(!digits || !labels);
  const auto pixels = ParseIdxPixels(FuzzInput(data, size), "input");
  Require(pixels.has_value() == digits.has_value());
  if (pixels) Require(pixels->size() == static_cast<size_t>(digits->size()));
  if (digits) {
    Require(digits->rows() == kDigitPixels);
    Require(static_cast<size_t>(digits->size()) + 16 == size);
    Require(digits->minCoeff() >= 0 && digits->maxCoeff() <= 1);
  }
  if (labels) Require(labels->size() + 8 == size);
  return 0;
}

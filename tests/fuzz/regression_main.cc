// Drives a fuzz target without a fuzzer: with its seeds, with the files of the folders named by the
// arguments (what fuzzers found earlier), and with thousands of mutations of all of these, the same
// in every run. A finding ends the process by a signal or a sanitizer's report.
//   --write-seeds FOLDER   writes the seeds there instead, for libFuzzer to start from
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <random>
#include <string_view>

#include "fuzz/fuzz_target.h"

namespace {

using vae::Bytes;

constexpr int kMutations = 4000;

void TryInput(const Bytes& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

// std::mt19937 alone is the same everywhere; the library's distributions are not.
size_t Below(size_t limit, std::mt19937& random) { return limit == 0 ? 0 : random() % limit; }

void FlipBit(Bytes& input, std::mt19937& random) {
  if (!input.empty()) input[Below(input.size(), random)] ^= std::byte(1 << Below(8, random));
}

// Values at which parsers stumble: ends of ranges, digits and JSON's own characters.
void SetByte(Bytes& input, std::mt19937& random) {
  constexpr std::string_view kValues("\x00\x01\x7f\x80\xff\"{}[],:0129-.e \\", 22);
  if (input.empty()) return;
  input[Below(input.size(), random)] = static_cast<std::byte>(kValues[Below(22, random)]);
}

void Cut(Bytes& input, std::mt19937& random) { input.resize(Below(input.size() + 1, random)); }

void Erase(Bytes& input, std::mt19937& random) {
  const auto begin = input.begin() + static_cast<ptrdiff_t>(Below(input.size() + 1, random));
  const auto left = static_cast<size_t>(input.end() - begin);
  input.erase(begin, begin + static_cast<ptrdiff_t>(Below(std::min<size_t>(left, 16) + 1, random)));
}

void Repeat(Bytes& input, std::mt19937& random) {
  const size_t begin = Below(input.size() + 1, random);
  const size_t size = Below(std::min<size_t>(input.size() - begin, 64) + 1, random);
  const Bytes part(input.begin() + static_cast<ptrdiff_t>(begin),
                   input.begin() + static_cast<ptrdiff_t>(begin + size));
  const size_t to = Below(input.size() + 1, random);
  input.insert(input.begin() + static_cast<ptrdiff_t>(to), part.begin(), part.end());
}

// Most of these formats is in the first bytes, so half of all mutations stay there.
void Mutate(Bytes& input, std::mt19937& random) {
  constexpr std::array kMutators = {FlipBit, SetByte, Cut, Erase, Repeat};
  const size_t head = random() % 2 == 0 ? std::min<size_t>(input.size(), 400) : input.size();
  Bytes tail(input.begin() + static_cast<ptrdiff_t>(head), input.end());
  input.resize(head);
  kMutators[Below(kMutators.size(), random)](input, random);
  input.insert(input.end(), tail.begin(), tail.end());
}

bool AddFiles(const std::filesystem::path& folder, std::vector<Bytes>& inputs) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    paths.push_back(entry.path());
  }
  std::ranges::sort(paths);  // the order of a folder is any
  for (const auto& path : paths) {
    const vae::Result<Bytes> bytes = vae::ReadFile(path);
    if (!bytes) return std::fprintf(stderr, "%s\n", bytes.error().c_str()), false;
    inputs.push_back(*bytes);
  }
  return true;
}

int WriteSeeds(const std::filesystem::path& folder) {
  int number = 0;
  for (const Bytes& seed : vae::FuzzSeeds()) {
    const auto path = folder / ("seed" + std::to_string(number++));
    const vae::Status status = vae::WriteFileAtomically(path, seed);
    if (!status) return std::fprintf(stderr, "%s\n", status.error().c_str()), 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--write-seeds") return WriteSeeds(argv[2]);
  std::vector<Bytes> inputs = vae::FuzzSeeds();
  for (int i = 1; i < argc; ++i) {
    if (!AddFiles(argv[i], inputs)) return 1;
  }
  TryInput({});
  for (const Bytes& input : inputs) TryInput(input);
  std::mt19937 random(1);
  for (int i = 0; i < kMutations; ++i) {
    Bytes input = inputs[Below(inputs.size(), random)];
    for (size_t n = 1 + Below(4, random); n > 0; --n) Mutate(input, random);
    TryInput(input);
  }
  std::printf("%zu inputs and %d mutations\n", inputs.size(), kMutations);
  return 0;
}

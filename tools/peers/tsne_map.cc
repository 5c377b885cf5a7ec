// Maps points by t-SNE for tsne.py: `tsne_map POINTS DIMENSIONS THREADS MAP`. Both files are
// float32, a point after the other. Prints how many seconds it took.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/thread_pool.h"
#include "explore/tsne.h"

namespace {

int Fail(const std::string& sentence) {
  std::fprintf(stderr, "tsne_map: %s\n", sentence.c_str());
  return 1;
}

std::vector<float> ReadAll(std::FILE* file) {
  std::vector<float> values;
  for (float value = 0; std::fread(&value, sizeof value, 1, file) == 1;) values.push_back(value);
  return values;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return Fail("usage: tsne_map POINTS DIMENSIONS THREADS MAP");
  const int dimensions = std::atoi(argv[2]);
  const int threads = std::atoi(argv[3]);
  if (dimensions < 1 || threads < 1) return Fail("DIMENSIONS and THREADS are whole numbers from 1");
  std::FILE* const in = std::fopen(argv[1], "rb");
  if (in == nullptr) return Fail(std::string("cannot read ") + argv[1]);
  const std::vector<float> values = ReadAll(in);
  std::fclose(in);
  const auto count = static_cast<vae::Index>(values.size()) / dimensions;
  const Eigen::Map<const vae::Matrix> points(values.data(), dimensions, count);

  vae::ThreadPool pool(threads);
  const auto began = std::chrono::steady_clock::now();
  const vae::Matrix map = vae::Tsne(points, {}, pool);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;

  std::FILE* const out = std::fopen(argv[4], "wb");
  if (out == nullptr) return Fail(std::string("cannot write ") + argv[4]);
  const auto size = static_cast<size_t>(map.size());
  const bool written = std::fwrite(map.data(), sizeof(float), size, out) == size;
  if (std::fclose(out) != 0 || !written) return Fail(std::string("cannot write ") + argv[4]);
  std::printf("%.3f\n", took.count());
  return 0;
}

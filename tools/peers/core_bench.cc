// The core in a browser, without the page around it: what tools/peers/page.mjs measures beside
// others.
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/thread_pool.h"
#include "core/trainer.h"
#include "core/vae.h"
#include "io/weights.h"

namespace {

std::optional<vae::Model> model;
std::optional<vae::Trainer> trainer;
vae::Matrix input;
vae::Matrix output;

vae::Network TheNetwork() { return {model->params, model->bytes}; }

vae::ThreadPool& OneThread() {
  static vae::ThreadPool pool(1);
  return pool;
}

}  // namespace

extern "C" {

// A file of weights. Returns the latent dimensions, 0 when it cannot be read.
int bench_load(const std::byte* bytes, size_t size) {
  vae::Result<vae::Model> loaded = vae::ParseWeights(std::span(bytes, size), "the model");
  if (!loaded) return 0;
  model = *std::move(loaded);
  return model->params.shape().latent_dim;
}

// Where to put `count` columns of `rows` values.
float* bench_input(int rows, int count) {
  input.resize(rows, count);
  return input.data();
}

// Digits to their reconstructions, and codes to digits. Returns where the pixels are.
const float* bench_reconstruct() {
  output = vae::Decode(TheNetwork(), vae::Encode(TheNetwork(), input).mu);
  return output.data();
}

const float* bench_decode() {
  output = vae::Decode(TheNetwork(), input);
  return output.data();
}

// Steps of the original recipe, each with all digits of the input.
void bench_train(int steps) {
  if (!trainer) trainer.emplace(vae::VaeShape{}, vae::TrainOptions{}, OneThread());
  const auto count = static_cast<uint32_t>(input.cols());
  const std::vector<uint32_t> batch = vae::EpochOrder(0, 0, count);
  for (int i = 0; i < steps; ++i) trainer->Step(input, batch);
}

}  // extern "C"

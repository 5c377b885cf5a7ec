// A small model whose every number has a formula, which check_safetensors.py repeats.
#pragma once

#include "io/weights.h"

namespace vae {

inline constexpr VaeShape kSampleShape = {.hidden_dim = 5, .latent_dim = 3};

// Number k, in the order of memory, of tensor t of a model: weight and bias of each layer in turn.
// Exact in float.
inline float SampleValue(int t, int k) {
  return static_cast<float>((k * 37 + t * 11) % 257 - 128) / 64;
}

inline Model SampleModel() {
  Model model{.params = VaeParams::Zero(kSampleShape),
              .metadata = {{"seed", "7"}, {"note", "Zoë's \"sample\""}}};
  int t = 0;
  for (DenseParams* layer : Layers(model.params)) {
    for (int k = 0; k < layer->w.size(); ++k) layer->w.data()[k] = SampleValue(t, k);
    for (int k = 0; k < layer->b.size(); ++k) layer->b[k] = SampleValue(t + 1, k);
    t += 2;
  }
  return model;
}

}  // namespace vae

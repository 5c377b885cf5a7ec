// The view "Layers": what the units of the two hidden layers stand for.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "app/ui/texture.h"
#include "core/types.h"

namespace app {

// The two layers of weights that have one value for each pixel.
enum class PixelLayer {
  kFirst,  // the encoder's hidden units: h = tanh(W1 x + b1), a row of W1 each
  kLast,   // the decoder's: logits = W4 g + b4 of g = tanh(W3 z + b3), a column of W4 each
};
inline constexpr int kPixelLayers = 2;

// What the user did.
struct LayersState {
  PixelLayer layer = PixelLayer::kFirst;  // the one that is shown
  // The unit under the pointer.
  struct Pointed {
    PixelLayer layer = PixelLayer::kFirst;
    int unit = 0;
    bool operator==(const Pointed&) const = default;
  };
  std::optional<Pointed> pointed;
};

// A layer as it answers the current digit.
struct LayerResults {
  vae::Matrix images;      // (784, H): the weights of each unit
  vae::Vector activation;  // (H), in [-1, 1]
  std::vector<int> order;  // of the units: kFirst from the most excited to the most inhibited one,
                           // kLast by how much each adds to the logits, whichever way
};

// What the model makes of it.
struct LayersResults {
  std::array<LayerResults, kPixelLayers> layers;  // by PixelLayer
  uint64_t images_version = 0;                    // how often the images have changed
  uint64_t version = 0;                           // how often anything has
  // What they were computed from.
  uint64_t weights = 0;
  uint64_t input = 0;
  uint64_t z = 0;

  const LayerResults& of(PixelLayer layer) const { return layers[static_cast<size_t>(layer)]; }
};

struct LayersPictures {
  std::array<Texture, kPixelLayers> images;  // a sheet of all units each, in their own order
  uint64_t images_version = 0;
  Texture pointed;  // one unit
  uint64_t pointed_version = 0;
  std::optional<LayersState::Pointed> pointed_unit;
};

}  // namespace app

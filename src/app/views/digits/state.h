// The view "Digits": browsing the test digits of MNIST.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "app/state.h"
#include "app/ui/texture.h"
#include "core/types.h"

namespace app {

// As many as a page shows at most.
inline constexpr int kMaxDigitsShown = 60;

// What the user did.
struct DigitsState {
  int label = -1;              // only digits of this label; -1: all
  int first = 0;               // how many of these come before the page
  int page = kMaxDigitsShown;  // how many the last frame had room for
};

// What the model makes of it.
struct DigitsResults {
  std::vector<int> matching;    // indices into the set of the digits with the label
  std::vector<int> shown;       // those from `first` on, kMaxDigitsShown at most
  vae::Matrix digits;           // (784, shown)
  vae::Matrix reconstructions;  // (784, shown): the decoder's at mu
  vae::Vector neg_elbo;         // (shown): at mu, as in the maps
  uint64_t version = 0;         // how often they have changed

  // What they were computed from.
  struct Seen {
    std::shared_ptr<const DigitSet> set;
    int label = -1;
    int first = 0;
    uint64_t weights = 0;
    bool operator==(const Seen&) const = default;
  } seen;
};

struct DigitsPictures {
  Texture digits;           // a sheet of kMaxDigitsShown
  Texture reconstructions;  // likewise
  uint64_t version = 0;     // of the results in them
};

}  // namespace app

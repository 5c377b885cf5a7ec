// The view "Digits": browsing the test digits of MNIST.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "app/texture.h"
#include "app/theme.h"
#include "core/types.h"

namespace app {

struct DigitSet {
  vae::Matrix digits;           // (784, N)
  std::vector<uint8_t> labels;  // N, each 0..9
};

// In AppState::progress.
inline constexpr char kDigitsKey[] = "digits";

// What the user did.
struct DigitsState {
  bool offered = false;                 // there are test digits to fetch
  std::shared_ptr<const DigitSet> set;  // once they have been loaded
  int label = -1;                       // only digits of this label; -1: all
  int first = 0;                        // how many of these come before the page
};

// As many as a page shows at most.
inline constexpr int kMaxDigitsShown = 60;

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
    uint64_t model = 0;
    bool operator==(const Seen&) const = default;
  } seen;
};

struct DigitsPictures {
  Texture digits;           // a sheet of kMaxDigitsShown
  Texture reconstructions;  // likewise
  uint64_t version = 0;     // of the results in them
};

// digits_view.cc. `all`: whether or not the results have changed.
void UpdateDigitsPictures(const Theme& theme, const DigitsResults& results, bool all,
                          DigitsPictures& pictures);

}  // namespace app

// The view "Digits": browsing the test digits of MNIST.
#pragma once

#include "app/texture.h"
#include "core/types.h"

namespace app {

// What the user did.
struct DigitsState {
  bool offered = false;  // there are test digits to fetch
};

// What the model makes of it.
struct DigitsResults {};

struct DigitsPictures {};

}  // namespace app

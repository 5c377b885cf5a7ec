// The view "Digits": the test digits of MNIST.
#pragma once

#include "app/frame.h"

namespace app {

// What ViewRow says of them.
void UpdateDigits(AppState& state, Results& results);
void UpdateDigitsPictures(const Theme& theme, bool all, const AppState& state,
                          const Results& results, Pictures& pictures);
float DigitsView(Frame& frame, const Rect& rect);

}  // namespace app

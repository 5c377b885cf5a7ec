// Digits of our own hand, so that the first view is not empty and no MNIST image need be shipped.
#pragma once

#include <vector>

#include "data/ink.h"

namespace vae {

// A handwritten 3 that fills about 70 % of the pad, drawn with a brush of `width`.
std::vector<Stroke> ExampleDigit(float width = Stroke().width);

// A 5 of the same hand, in two strokes.
std::vector<Stroke> ExampleFive(float width = Stroke().width);

}  // namespace vae

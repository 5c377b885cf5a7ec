// Beside the manifold: what each dimension does, and which two of them the grid varies.
#pragma once

#include <string>

#include "app/frame.h"

namespace app {

int LatentDim(const Frame& frame);

// "z1" for the first.
std::string DimensionName(int dimension);

// A strip of digits for each dimension, with buttons that lay it along an axis of the grid.
void DimensionStrips(Frame& frame, const Rect& rect);

}  // namespace app

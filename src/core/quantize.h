// Weights of 8 bits instead of 32, for what has to travel: one scale a row, chosen so that the
// row's largest weight is 127 of it.
#pragma once

#include <array>

#include "core/byte_dense.h"
#include "core/vae.h"

namespace vae {

// The 8-bit weights whose outputs, for the inputs x, are near those of w: columns are rounded one
// after the other, and what rounding one has changed in w x is made good as far as possible by
// those that follow. This is the GPTQ of Frantar et al. (arXiv 2210.17323), section 3.2, without
// its blocks. w: (out, in), x: (in, B)
QuantizedWeights Quantize(const Weights& w, const ConstColumns& x);

// The layers of a model in the order of kLayerNames, each for what it sees of the digits that the
// model itself decodes from z, codes of N(0, I): it takes no data. z: (L, B)
std::array<QuantizedWeights, 4> QuantizeLayers(const VaeParams& params, const ConstColumns& z);

}  // namespace vae

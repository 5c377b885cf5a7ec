// Dreams: digits that a model makes up, what a network rehearses so as not to forget (generative
// replay: Shin et al., "Continual Learning with Deep Generative Replay", arXiv 1705.08690), or
// learns from where there is no data.
#pragma once

#include <cstdint>

#include "core/vae.h"

namespace vae {

// Grey digits decoded from z ~ N(0, I), as many as `digits` has columns. digits: (784, B). Draw
// `draw` of a seed is always the same.
void Dream(const VaeParams& params, uint64_t seed, uint64_t draw, Columns digits);

}  // namespace vae

// The classes of a data set as figures show them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "figure/color.h"

namespace tools {

// Those that occur, in order.
std::vector<uint8_t> ClassesIn(std::span<const uint8_t> labels);

// The character that a label of EMNIST stands for (Cohen et al., arXiv 1702.05373), told by the
// name of the set: "emnist-letters", "emnist-balanced", ...; the label's number in other sets.
std::string ClassName(std::string_view dataset, uint8_t label);

// The ten colours of the digits, then the same darker, then lighter, over and over.
figure::Color ClassColor(uint8_t label);

}  // namespace tools

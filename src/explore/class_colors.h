// The colours of the digits 0 to 9, on the page's maps and on the figures of vae-evaluate.
#pragma once

#include <array>
#include <cstdint>

namespace vae {

// 0xRRGGBB. The ten colours that Petroff, "Accessible Color Sequences for Data Visualization"
// (arXiv 2107.02270) found for all kinds of colour vision, dealt out so that digits that lie side
// by side on a map (4, 7, 9; 3, 5, 8; 0, 6) differ in lightness too.
inline constexpr std::array<uint32_t, 10> kClassColors = {0x3f90da, 0xffa90e, 0xa96b59, 0x832db6,
                                                          0xbd1f01, 0x94a4a2, 0x92dadd, 0x717581,
                                                          0xe76300, 0xb9ac70};

}  // namespace vae

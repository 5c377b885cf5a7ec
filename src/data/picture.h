// Pictures that somebody has: photographs and drawings of digits, of any size and colours, as ink.
#pragma once

#include <cstdint>
#include <span>

#include "core/result.h"
#include "data/ink.h"

namespace vae {

// The ink of a picture of width x height pixels, RGBA, one byte a channel (alpha not multiplied
// in), row by row from the top. The picture is fitted into the pad with its aspect kept, each pixel
// of the pad the mean over its area. Its border says what the ground is; what is darker or lighter
// than that, whichever differs more, is ink, its contrast stretched to [0, 1] less the unevenness
// of the border. Where the border is transparent, what is not is the ink. Fails when the picture
// has no pixels or nothing in it stands out.
Result<InkRaster> PictureToInk(std::span<const uint8_t> rgba, int width, int height);

// A digit (784) as ink, every pixel 10 x 10: RawDigit gives it back.
InkRaster DigitToInk(const Vector& digit);

}  // namespace vae

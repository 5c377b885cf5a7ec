// A lesson: a few drawings of something new, each varied as a hand would vary it. Strokes are
// varied, not pixels, so that every variation is as sharp as a drawing.
#pragma once

#include <cstdint>
#include <vector>

#include "core/random.h"
#include "core/types.h"
#include "data/ink.h"

namespace vae {

using Drawing = std::vector<Stroke>;

// How far a drawing may be varied: each number is drawn evenly from its range.
struct Variation {
  double turn = 0.12;      // radians, to either side
  double scale = 0.1;      // of each axis by itself, in parts of 1
  double shear = 0.12;     // x by y, to either side
  double shift = 0.03;     // of each axis, in pad widths
  double thickness = 0.2;  // of the strokes, in parts of 1
  double jitter = 0.008;   // standard deviation, in pad widths, of the smooth wobble of a stroke
};

// The drawing, varied: about the centre of its points, all strokes alike but for their wobble. The
// same key gives the same variation.
Drawing Vary(const Drawing& drawing, const Variation& range, const RandomKey& key);

// How a drawing becomes a digit.
enum class DigitForm { kAsDrawn, kCentred };  // RawDigit, NormalizedDigit

// The digit (784) of a drawing, from a raster as fine as the program's own for side = kInkSide;
// coarser ones are quicker.
Vector DigitOf(const Drawing& drawing, DigitForm form, int side = kInkSide);

}  // namespace vae

// From what a person drew ("ink") to a digit the way MNIST made its own: "The original black and
// white images from NIST were size normalized to fit in a 20x20 pixel box while preserving their
// aspect ratio. [...] the images were centered in a 28x28 image by computing the center of mass of
// the pixels" (http://yann.lecun.com/exdb/mnist).
#pragma once

#include <cstdint>
#include <vector>

#include "core/types.h"

namespace vae {

// A point of the pad: x to the right, y down, the pad is the unit square. Points may lie outside
// it: a stroke goes on when the pointer leaves the pad.
struct InkPoint {
  float x = 0;
  float y = 0;
  float width = 1;  // of the stroke here, in widths of the stroke: how hard a pen is pressed

  bool operator==(const InkPoint&) const = default;
};

// One movement of the pen: a polyline with round joins and caps, between two points as wide as
// their widths say; a single point is a dot.
struct Stroke {
  std::vector<InkPoint> points;
  // Diameter of the round brush, in pad widths. A digit that fills 70 % of the pad then has the
  // strokes of an average MNIST digit, 2.5 pixels thick.
  float width = 0.09f;
  bool eraser = false;  // takes ink away instead

  bool operator==(const Stroke&) const = default;
};

// Coverage of the pad by ink, in [0, 1], row by row from the top left; side * side values.
struct InkRaster {
  int side = 0;
  std::vector<float> coverage;

  // No pixel is at least half covered, which is what counts as ink where black or white matters.
  bool empty() const;
};

// The raster that all uses of ink share: fine enough that its pixels do not show in a digit
// (10 x 28, so that the raw digit is the mean of 10 x 10 blocks).
inline constexpr int kInkSide = 280;

InkRaster EmptyInk(int side = kInkSide);

// Adds one stroke to `raster`, antialiased over one pixel at its edge. Strokes apply in the order
// drawn; within a stroke overlapping segments do not add up; a fast stroke has no gaps. Points that
// are not finite are ignored, and so is a stroke without a positive width. An eraser reaches one
// raster pixel further than a pen of its width, so that it leaves no rim of what that pen drew.
void DrawStroke(const Stroke& stroke, InkRaster& raster);

// Rows [begin, end) of a raster.
struct InkRows {
  int begin = 0;
  int end = 0;
};

// Adds only the segment that ends at points[last] (the dot when last is 0): what drawing calls as
// the pointer moves. Drawing every `last`, in any order, equals DrawStroke exactly. Returns the
// rows that may have changed.
InkRows DrawStrokeSegment(const Stroke& stroke, size_t last, InkRaster& raster);

// How many pixels DrawStroke looks at, each as often as it does: what the stroke costs.
int64_t CoveredPixels(const Stroke& stroke, int side = kInkSide);

InkRaster RasterizeInk(const std::vector<Stroke>& strokes, int side = kInkSide);

// The digit as drawn: the raster averaged down to 28x28, position and size kept. -> (784)
Vector RawDigit(const InkRaster& raster);

// The digit as MNIST would hold it: the bounding box of the ink scaled to fit 20x20 with its aspect
// kept, antialiased by area, moved by whole pixels until its centre of mass is within half a pixel
// of the centre of pixel (14, 14) or its box touches the edge; nothing is lost. (In MNIST that
// distance is uniform on +-0.5 around 14.0, which shows both its centre and its whole pixels.)
// Empty ink gives an empty digit. The thickest place of the ink becomes about 8 pixels thick at
// most, which 99 % of MNIST digits keep, so a dot is not blown up to fill the box. -> (784)
Vector NormalizedDigit(const InkRaster& raster);

}  // namespace vae

// Digits as tiles in rows and columns.
#pragma once

#include "core/types.h"
#include "figure/canvas.h"

namespace figure {

// Cells of one size with gaps between them, in points.
struct Grid {
  int columns = 1;
  int rows = 1;
  double cell_width = 28;
  double cell_height = 28;
  double column_gap = 8;
  double row_gap = 8;

  double width() const { return columns * (cell_width + column_gap) - column_gap; }
  double height() const { return rows * (cell_height + row_gap) - row_gap; }
  Rect Cell(const Rect& content, int column, int row) const {
    return {content.x + column * (cell_width + column_gap),
            content.y + row * (cell_height + row_gap), cell_width, cell_height};
  }
  // Cells in reading order.
  Rect Cell(const Rect& content, int index) const {
    return Cell(content, index % columns, index / columns);
  }
};

// The columns of the grid for `count` cells, each `aspect` times as wide as high, that is nearly as
// high as wide and nearly full.
int SquareColumns(int count, double aspect);

// The side of the largest tile, a whole number of pixels per pixel of the digit, of which `count`
// fit into `width`; never less than two pixels per pixel, so that they may not fit.
double TileSide(int count, double width);

// `digit`: 784 values, contiguous.
void DrawTile(Canvas& canvas, const Rect& rect, const Eigen::Ref<const vae::Vector>& digit);

}  // namespace figure

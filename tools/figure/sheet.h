// A figure's page: paper with a margin, a heading, room for the content and notes below it.
#pragma once

#include <string>
#include <vector>

#include "figure/canvas.h"
#include "figure/text.h"

namespace figure {

// Of the content of a figure that has much to show.
inline constexpr double kContentWidth = 912;

struct Heading {
  std::string title;
  std::vector<std::string> lines;  // below the title
  std::vector<std::string> notes;  // below the content
};

class Sheet {
 public:
  // Wide enough for the content and for every line of the heading.
  Sheet(double content_width, double content_height, const Heading& heading);

  Canvas& canvas() { return canvas_; }
  // As wide as asked for, at the left margin.
  const Rect& content() const { return content_; }
  const vae::Picture& picture() const { return canvas_.picture(); }

 private:
  Canvas canvas_;
  Rect content_;
};

}  // namespace figure

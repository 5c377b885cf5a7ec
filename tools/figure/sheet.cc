#include "figure/sheet.h"

#include <algorithm>
#include <cmath>

namespace figure {
namespace {

constexpr double kMargin = 44;
constexpr double kLineHeight = 19;
constexpr double kAfterHeading = 26;
constexpr double kBeforeNotes = 22;

double HeadingHeight(const Heading& heading) {
  return CapHeight(kTitle.size) + 8 + kLineHeight * static_cast<double>(heading.lines.size()) +
         kAfterHeading;
}

double NotesHeight(const Heading& heading) {
  if (heading.notes.empty()) return 0;
  return kBeforeNotes + kLineHeight * static_cast<double>(heading.notes.size()) - 6;
}

double PageWidth(double content_width, const Heading& heading) {
  double width = std::max(content_width, TextWidth(heading.title, kTitle));
  for (const std::string& line : heading.lines) width = std::max(width, TextWidth(line, kBody));
  for (const std::string& note : heading.notes) width = std::max(width, TextWidth(note, kCaption));
  return 2 * kMargin + std::ceil(width);
}

}  // namespace

Sheet::Sheet(double content_width, double content_height, const Heading& heading)
    : canvas_(
          PageWidth(content_width, heading),
          2 * kMargin + std::ceil(HeadingHeight(heading) + content_height + NotesHeight(heading))),
      content_{kMargin, kMargin + std::ceil(HeadingHeight(heading)), content_width,
               content_height} {
  double y = kMargin + CapHeight(kTitle.size);
  DrawText(canvas_, {kMargin, y}, heading.title, kTitle);
  y += 8;
  TextStyle muted = kBody;
  muted.color = kMuted;
  for (const std::string& line : heading.lines) {
    DrawText(canvas_, {kMargin, y += kLineHeight}, line, muted);
  }
  y = content_.bottom() + kBeforeNotes - 6;
  for (const std::string& note : heading.notes) {
    DrawText(canvas_, {kMargin, y += kLineHeight}, note, kCaption);
  }
}

}  // namespace figure

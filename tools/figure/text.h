// Text in Inter, kerned, on a canvas.
#pragma once

#include <string_view>

#include "figure/canvas.h"

namespace figure {

enum class Face { kRegular, kSemiBold };
enum class Align { kLeft, kCenter, kRight };

struct TextStyle {
  Face face = Face::kRegular;
  double size = 12;  // of the em square, in points
  Color color = kText;
  Align align = Align::kLeft;
};

inline constexpr TextStyle kTitle = {Face::kSemiBold, 20, kText, Align::kLeft};
inline constexpr TextStyle kBody = {Face::kRegular, 13, kText, Align::kLeft};
inline constexpr TextStyle kStrong = {Face::kSemiBold, 13, kText, Align::kLeft};
inline constexpr TextStyle kCaption = {Face::kRegular, 12, kMuted, Align::kLeft};

constexpr TextStyle Aligned(TextStyle style, Align align) {
  style.align = align;
  return style;
}

// Of Inter's capitals and figures, above the baseline.
constexpr double CapHeight(double size) { return 0.727 * size; }

// Of UTF-8 text, in points.
double TextWidth(std::string_view text, const TextStyle& style);

// `at` lies on the baseline, at the left end, middle or right end as style.align says.
void DrawText(Canvas& canvas, Point at, std::string_view text, const TextStyle& style);

// The same on a soft ground of its own colour, for places that are not empty.
void DrawTextOnHalo(Canvas& canvas, Point at, std::string_view text, const TextStyle& style);

// The baseline that centres figures and capitals on y.
constexpr double BaselineAround(double y, const TextStyle& style) {
  return y + CapHeight(style.size) / 2;
}

}  // namespace figure

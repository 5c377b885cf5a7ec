#include "figure/text.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "embedded/inter_regular.h"
#include "embedded/inter_semi_bold.h"

#define STB_TRUETYPE_IMPLEMENTATION
#define STBTT_STATIC
#include <stb_truetype.h>

namespace figure {
namespace {

stbtt_fontinfo Parse(std::span<const unsigned char> file) {
  stbtt_fontinfo font;
  stbtt_InitFont(&font, file.data(), 0);
  return font;
}

const stbtt_fontinfo& FontOf(Face face) {
  static const stbtt_fontinfo regular = Parse(embedded::kInterRegular);
  static const stbtt_fontinfo semi_bold = Parse(embedded::kInterSemiBold);
  return face == Face::kSemiBold ? semi_bold : regular;
}

// Takes one character off the front of valid UTF-8.
int NextCharacter(std::string_view& text) {
  const auto byte = [&text](size_t i) { return static_cast<unsigned char>(text[i]); };
  const size_t length = byte(0) < 0x80 ? 1 : byte(0) < 0xe0 ? 2 : byte(0) < 0xf0 ? 3 : 4;
  int character = length == 1 ? byte(0) : byte(0) & (0xff >> (length + 1));
  for (size_t i = 1; i < length && i < text.size(); ++i) {
    character = character << 6 | (byte(i) & 0x3f);
  }
  text.remove_prefix(std::min(length, text.size()));
  return character;
}

struct Glyph {
  int index = 0;
  double x = 0;  // of its origin from the text's, in pixels
};

struct Run {
  std::vector<Glyph> glyphs;
  double width = 0;  // in pixels
};

float PixelScale(const stbtt_fontinfo& font, double size) {
  return stbtt_ScaleForMappingEmToPixels(&font, static_cast<float>(size * kDensity));
}

Run Layout(std::string_view text, const TextStyle& style) {
  const stbtt_fontinfo& font = FontOf(style.face);
  const double scale = PixelScale(font, style.size);
  Run run;
  while (!text.empty()) {
    const int index = stbtt_FindGlyphIndex(&font, NextCharacter(text));
    if (!run.glyphs.empty()) {
      run.width += scale * stbtt_GetGlyphKernAdvance(&font, run.glyphs.back().index, index);
    }
    run.glyphs.push_back({index, run.width});
    int advance = 0;
    stbtt_GetGlyphHMetrics(&font, index, &advance, nullptr);
    run.width += scale * advance;
  }
  return run;
}

// x and y in pixels; y on a whole pixel keeps the baseline sharp.
void DrawGlyph(Canvas& canvas, int index, double x, int y, const TextStyle& style) {
  const stbtt_fontinfo& font = FontOf(style.face);
  const float scale = PixelScale(font, style.size);
  const auto whole = static_cast<int>(std::floor(x));
  const auto shift = static_cast<float>(x - whole);
  int left = 0, top = 0, right = 0, bottom = 0;
  stbtt_GetGlyphBitmapBoxSubpixel(&font, index, scale, scale, shift, 0, &left, &top, &right,
                                  &bottom);
  const int width = right - left;
  const int height = bottom - top;
  if (width <= 0 || height <= 0) return;
  std::vector<unsigned char> coverage(static_cast<size_t>(width) * static_cast<size_t>(height));
  stbtt_MakeGlyphBitmapSubpixel(&font, coverage.data(), width, height, width, scale, scale, shift,
                                0, index);
  canvas.Stamp({whole + left, y + top, width, height, coverage}, style.color);
}

}  // namespace

double TextWidth(std::string_view text, const TextStyle& style) {
  return Layout(text, style).width / kDensity;
}

void DrawText(Canvas& canvas, Point at, std::string_view text, const TextStyle& style) {
  const Run run = Layout(text, style);
  double x = at.x * kDensity;
  if (style.align == Align::kCenter) x -= run.width / 2;
  if (style.align == Align::kRight) x -= run.width;
  const auto y = static_cast<int>(std::lround(at.y * kDensity));
  for (const Glyph& glyph : run.glyphs) DrawGlyph(canvas, glyph.index, x + glyph.x, y, style);
}

void DrawTextOnHalo(Canvas& canvas, Point at, std::string_view text, const TextStyle& style) {
  constexpr int kDirections = 24;
  constexpr double kWidth = 2.5;
  TextStyle halo = style;
  halo.color = kGround;
  for (int i = 0; i < kDirections; ++i) {
    const double angle = 2 * std::numbers::pi * i / kDirections;
    DrawText(canvas, {at.x + kWidth * std::cos(angle), at.y + kWidth * std::sin(angle)}, text,
             halo);
  }
  DrawText(canvas, at, text, style);
}

}  // namespace figure

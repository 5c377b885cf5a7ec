#include "app/ui/theme.h"

#include <cmath>
#include <span>

#include "app/ui/palettes.h"
#include "embedded/inter_medium.h"
#include "embedded/inter_regular.h"
#include "embedded/inter_semi_bold.h"

namespace app {
namespace {

// Inter's figures differ in width; text that changes in place (nats, sliders) must not jitter. So
// figures and signs are loaded first, all as wide as a "0", and the rest is merged behind them.
constexpr ImWchar kFigures[] = {'+', '+', '0', '9', 0x2212, 0x2212, 0};
// The blocks that the characters of tools/cmake/font_characters.txt are in.
constexpr ImWchar kEverything[] = {0x20, 0xFF, 0x370, 0x3FF, 0x2010, 0x23FF, 0};
// What labels and titles are written with: font_label_characters.txt.
constexpr ImWchar kLabels[] = {0x20, 0x7E, 0xB7, 0xB7, 0x3B1, 0x3C9, 0x2010, 0x23FF, 0};
constexpr ImWchar kAscii[] = {0x20, 0x7E, 0};

// Dear ImGui measures a face by its ascent and descent together, designers by its em square:
// Inter's ratio of the two. And the width of its "0" in ems.
constexpr float kLineHeight = 1.21f;
constexpr float kFigureWidth = 0.63f;

// `size` is the em square in logical pixels, as in CSS.
ImFont* AddFace(std::span<const unsigned char> file, const ImWchar* characters, float size,
                float pixel_ratio) {
  // The atlas copies nothing: the bytes live as long as the program.
  auto* bytes = const_cast<unsigned char*>(file.data());
  const int count = static_cast<int>(file.size());
  const float pixels = std::round(size * kLineHeight * pixel_ratio);
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  const int oversample = pixel_ratio < 1.5f ? 2 : 1;  // places between pixels, where they are seen

  ImFontConfig figures;
  figures.FontDataOwnedByAtlas = false;
  figures.OversampleH = oversample;
  figures.GlyphMinAdvanceX = figures.GlyphMaxAdvanceX = kFigureWidth * pixels / kLineHeight;
  figures.GlyphRanges = kFigures;
  ImFont* font = atlas.AddFontFromMemoryTTF(bytes, count, pixels, &figures);

  ImFontConfig rest;
  rest.FontDataOwnedByAtlas = false;
  rest.OversampleH = oversample;
  rest.MergeMode = true;
  rest.GlyphRanges = characters;
  atlas.AddFontFromMemoryTTF(bytes, count, pixels, &rest);
  return font;
}

}  // namespace

const Theme& PaperTheme() { return kPaper; }
const Theme& NightTheme() { return kNight; }

Fonts AddFonts(float pixel_ratio) {
  ImGuiIO& io = ImGui::GetIO();
  io.Fonts->Clear();
  io.Fonts->Flags |= ImFontAtlasFlags_NoMouseCursors;
  Fonts fonts;
  fonts.body = AddFace(embedded::kInterRegular, kEverything, 14, pixel_ratio);
  fonts.strong = AddFace(embedded::kInterSemiBold, kLabels, 14, pixel_ratio);
  fonts.control = AddFace(embedded::kInterMedium, kLabels, 14, pixel_ratio);
  fonts.caption = AddFace(embedded::kInterRegular, kEverything, 12, pixel_ratio);
  fonts.name = AddFace(embedded::kInterSemiBold, kAscii, 17, pixel_ratio);
  io.FontGlobalScale = 1 / pixel_ratio;
  return fonts;
}

ImU32 Faded(ImU32 color, float alpha) {
  ImVec4 c = ImGui::ColorConvertU32ToFloat4(color);
  c.w *= alpha;
  return ImGui::ColorConvertFloat4ToU32(c);
}

ImU32 Mix(ImU32 a, ImU32 b, float t) {
  const ImVec4 x = ImGui::ColorConvertU32ToFloat4(a);
  const ImVec4 y = ImGui::ColorConvertU32ToFloat4(b);
  return ImGui::ColorConvertFloat4ToU32(
      {x.x + t * (y.x - x.x), x.y + t * (y.y - x.y), x.z + t * (y.z - x.z), x.w + t * (y.w - x.w)});
}

}  // namespace app

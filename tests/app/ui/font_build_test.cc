// Characters that are drawn a few at a time against Dear ImGui's own builder, which draws them all
// in one go.
#include "app/ui/font_build.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "app/ui/theme.h"

namespace app {
namespace {

struct Context {
  ImGuiContext* context = ImGui::CreateContext();
  ImFontAtlas* atlas = nullptr;

  explicit Context(float pixel_ratio) {
    ImGui::SetCurrentContext(context);
    atlas = ImGui::GetIO().Fonts;
    AddFonts(pixel_ratio);
  }
  ~Context() { ImGui::DestroyContext(context); }
};

// Row by row.
std::vector<int> Pixels(const ImFontAtlas& atlas, const ImFontGlyph& glyph) {
  const auto index = [](float share, int size) {
    return static_cast<int>(std::lround(share * static_cast<float>(size)));
  };
  std::vector<int> pixels;
  for (int y = index(glyph.V0, atlas.TexHeight); y < index(glyph.V1, atlas.TexHeight); ++y) {
    for (int x = index(glyph.U0, atlas.TexWidth); x < index(glyph.U1, atlas.TexWidth); ++x) {
      pixels.push_back(atlas.TexPixelsAlpha8[y * atlas.TexWidth + x]);
    }
  }
  return pixels;
}

class FontBuildTest : public testing::TestWithParam<float> {};

TEST_P(FontBuildTest, DrawsWhatDearImGuiDraws) {
  const Context theirs(GetParam());
  ASSERT_TRUE(theirs.atlas->Build());
  const Context ours(GetParam());
  FontBuild build(*ours.atlas);
  int steps = 1;
  while (build.Step()) ++steps;
  EXPECT_GT(steps, 2);
  ASSERT_TRUE(ours.atlas->IsBuilt());

  ASSERT_EQ(ours.atlas->Fonts.Size, theirs.atlas->Fonts.Size);
  int seen = 0;
  for (int i = 0; i < ours.atlas->Fonts.Size; ++i) {
    const ImFont& font = *ours.atlas->Fonts[i];
    const ImFont& other = *theirs.atlas->Fonts[i];
    EXPECT_EQ(font.FontSize, other.FontSize);
    EXPECT_EQ(font.Ascent, other.Ascent);
    EXPECT_EQ(font.Descent, other.Descent);
    ASSERT_EQ(font.Glyphs.Size, other.Glyphs.Size);
    for (const ImFontGlyph& expected : other.Glyphs) {
      SCOPED_TRACE("face " + std::to_string(i) + ", character " +
                   std::to_string(expected.Codepoint));
      const ImFontGlyph* const glyph =
          font.FindGlyphNoFallback(static_cast<ImWchar>(expected.Codepoint));
      ASSERT_NE(glyph, nullptr);
      EXPECT_EQ(glyph->AdvanceX, expected.AdvanceX);
      EXPECT_EQ(glyph->Visible, expected.Visible);
      if (expected.Visible == 0) continue;
      ASSERT_FLOAT_EQ(glyph->X0, expected.X0);
      ASSERT_FLOAT_EQ(glyph->Y0, expected.Y0);
      ASSERT_FLOAT_EQ(glyph->X1, expected.X1);
      ASSERT_FLOAT_EQ(glyph->Y1, expected.Y1);
      ASSERT_EQ(Pixels(*ours.atlas, *glyph), Pixels(*theirs.atlas, expected));
      ++seen;
    }
  }
  EXPECT_GT(seen, 400);
}

INSTANTIATE_TEST_SUITE_P(PixelRatios, FontBuildTest, testing::Values(1.0f, 1.25f, 1.75f, 3.0f));

}  // namespace
}  // namespace app

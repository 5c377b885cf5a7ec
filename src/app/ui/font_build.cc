#include "app/ui/font_build.h"

#include <imgui_internal.h>

#define STB_RECT_PACK_IMPLEMENTATION
#include <imstb_rectpack.h>
#define STB_TRUETYPE_IMPLEMENTATION
#include <imstb_truetype.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <vector>

namespace app {
namespace {

constexpr size_t kAtOnce = 200;
constexpr int kMaxTextureHeight = 1 << 15;
constexpr float kFlatness = 0.35f;  // of curves, in pixels: stb_truetype's own

struct Face {
  ImFontConfig* config;
  stbtt_fontinfo outlines;
  float scale;  // from the font's units to pixels
};

// In pixels, from the pen on the base line; those across are 1 / oversample wide.
struct Box {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
};

struct Character {
  size_t face;
  ImWchar code;
  int glyph;
  Box box = {};
  std::vector<unsigned char> coverage = {};  // row by row
};

// Around an outline, its control points included.
Box BoxAround(const stbtt_vertex* outline, int count, float scale_x, float scale_y) {
  if (count == 0) return {};
  int x0 = std::numeric_limits<int>::max();
  int y0 = x0;
  int x1 = std::numeric_limits<int>::min();
  int y1 = x1;
  const auto take = [&](int x, int y) {
    x0 = std::min(x0, x);
    x1 = std::max(x1, x);
    y0 = std::min(y0, y);
    y1 = std::max(y1, y);
  };
  for (int i = 0; i < count; ++i) {
    const stbtt_vertex& v = outline[i];
    take(v.x, v.y);
    if (v.type == STBTT_vcurve || v.type == STBTT_vcubic) take(v.cx, v.cy);
    if (v.type == STBTT_vcubic) take(v.cx1, v.cy1);
  }
  const auto down = [](float value) { return static_cast<int>(std::floor(value)); };
  const auto up = [](float value) { return static_cast<int>(std::ceil(value)); };
  // Fonts count upwards, pictures downwards.
  const Box box{down(static_cast<float>(x0) * scale_x), down(static_cast<float>(-y1) * scale_y)};
  return {box.x, box.y, up(static_cast<float>(x1) * scale_x) - box.x,
          up(static_cast<float>(-y0) * scale_y) - box.y};
}

void Draw(const Face& face, Character& character) {
  const int oversample = face.config->OversampleH;
  const float across = face.scale * static_cast<float>(oversample);
  stbtt_vertex* outline = nullptr;
  const int count = stbtt_GetGlyphShape(&face.outlines, character.glyph, &outline);
  Box box = BoxAround(outline, count, across, face.scale);
  if (box.width > 0 && box.height > 0) {
    const int stride = box.width + oversample - 1;
    character.coverage.resize(static_cast<size_t>(stride) * static_cast<size_t>(box.height));
    stbtt__bitmap bitmap{box.width, box.height, stride, character.coverage.data()};
    stbtt_Rasterize(&bitmap, kFlatness, outline, count, across, face.scale, 0, 0, box.x, box.y, 1,
                    nullptr);
    box.width = stride;
    if (oversample > 1) {
      stbtt__h_prefilter(character.coverage.data(), box.width, box.height, stride,
                         static_cast<unsigned>(oversample));
    }
  }
  stbtt_FreeShape(&face.outlines, outline);
  character.box = box;
}

}  // namespace

struct FontBuild::Impl {
  ImFontAtlas& atlas;
  std::vector<Face> faces;
  std::vector<Character> characters;
  size_t drawn = 0;

  explicit Impl(ImFontAtlas& its_atlas) : atlas(its_atlas) {
    ImFontAtlasBuildInit(&atlas);
    atlas.ClearTexData();
    for (ImFontConfig& config : atlas.ConfigData) AddFace(config);
  }

  void AddFace(ImFontConfig& config) {
    assert(config.OversampleV == 1 && config.RasterizerDensity == 1);
    Face& face = faces.emplace_back(Face{&config, {}, 0});
    const auto* const file = static_cast<const unsigned char*>(config.FontData);
    const bool readable = stbtt_InitFont(&face.outlines, file, 0) != 0;
    assert(readable);
    if (!readable) return;
    face.scale = stbtt_ScaleForPixelHeight(&face.outlines, config.SizePixels);
    // What faces are merged with keeps its characters.
    std::vector<bool> taken(std::numeric_limits<ImWchar>::max() + size_t{1});
    for (const Character& other : characters) {
      if (faces[other.face].config->DstFont == config.DstFont) taken[other.code] = true;
    }
    for (const ImWchar* range = config.GlyphRanges; range[0] != 0; range += 2) {
      for (unsigned code = range[0]; code <= range[1]; ++code) {
        if (taken[code]) continue;
        const int glyph = stbtt_FindGlyphIndex(&face.outlines, static_cast<int>(code));
        if (glyph != 0) {
          characters.push_back({faces.size() - 1, static_cast<ImWchar>(code), glyph});
        }
      }
    }
  }

  std::vector<stbrp_rect> Pack() {
    std::vector<stbrp_rect> places;
    int surface = 0;
    for (const Character& character : characters) {
      stbrp_rect place{};
      place.w = character.box.width + atlas.TexGlyphPadding;
      place.h = character.box.height + atlas.TexGlyphPadding;
      surface += place.w * place.h;
      places.push_back(place);
    }
    const double side = std::sqrt(static_cast<double>(surface));
    atlas.TexWidth = 512;
    while (atlas.TexWidth < 4096 && side >= 0.7 * atlas.TexWidth) atlas.TexWidth *= 2;
    std::vector<stbrp_node> nodes(static_cast<size_t>(atlas.TexWidth));
    stbrp_context context;
    stbrp_init_target(&context, atlas.TexWidth - atlas.TexGlyphPadding,
                      kMaxTextureHeight - atlas.TexGlyphPadding, nodes.data(), atlas.TexWidth);
    atlas.TexHeight = 0;
    ImFontAtlasBuildPackCustomRects(&atlas, &context);
    stbrp_pack_rects(&context, places.data(), static_cast<int>(places.size()));
    for (stbrp_rect& place : places) {
      atlas.TexHeight = std::max(atlas.TexHeight, place.y + place.h);
      place.x += atlas.TexGlyphPadding;
      place.y += atlas.TexGlyphPadding;
    }
    atlas.TexHeight = ImUpperPowerOfTwo(atlas.TexHeight);
    atlas.TexUvScale = {1 / static_cast<float>(atlas.TexWidth),
                        1 / static_cast<float>(atlas.TexHeight)};
    return places;
  }

  void CopyPixels(const std::vector<stbrp_rect>& places) {
    const auto width = static_cast<size_t>(atlas.TexWidth);
    const size_t size = width * static_cast<size_t>(atlas.TexHeight);
    atlas.TexPixelsAlpha8 = static_cast<unsigned char*>(ImGui::MemAlloc(size));
    std::memset(atlas.TexPixelsAlpha8, 0, size);
    for (size_t i = 0; i < characters.size(); ++i) {
      const std::vector<unsigned char>& coverage = characters[i].coverage;
      const auto stride = static_cast<size_t>(characters[i].box.width);
      unsigned char* to = atlas.TexPixelsAlpha8 + static_cast<size_t>(places[i].y) * width +
                          static_cast<size_t>(places[i].x);
      for (size_t from = 0; from < coverage.size(); from += stride, to += width) {
        std::memcpy(to, coverage.data() + from, stride);
      }
    }
  }

  void SetUp(const Face& face) {
    int ascent = 0;
    int descent = 0;
    int gap = 0;
    stbtt_GetFontVMetrics(&face.outlines, &ascent, &descent, &gap);
    ImFontAtlasBuildSetupFont(
        &atlas, face.config->DstFont, face.config,
        std::trunc(static_cast<float>(ascent) * face.scale + (ascent > 0 ? 1.0f : -1.0f)),
        std::trunc(static_cast<float>(descent) * face.scale + (descent > 0 ? 1.0f : -1.0f)));
  }

  void Add(const Character& character, const stbrp_rect& place) {
    const Face& face = faces[character.face];
    ImFont& font = *face.config->DstFont;
    const Box& box = character.box;
    const auto oversample = static_cast<float>(face.config->OversampleH);
    const float x = (static_cast<float>(box.x) - (oversample - 1) / 2) / oversample;
    const float y = static_cast<float>(box.y) + std::round(font.Ascent);
    const float u = static_cast<float>(place.x) * atlas.TexUvScale.x;
    const float v = static_cast<float>(place.y) * atlas.TexUvScale.y;
    const auto width = static_cast<float>(box.width);
    const auto height = static_cast<float>(box.height);
    int advance = 0;
    int bearing = 0;
    stbtt_GetGlyphHMetrics(&face.outlines, character.glyph, &advance, &bearing);
    font.AddGlyph(face.config, character.code, x, y, x + width / oversample, y + height, u, v,
                  u + width * atlas.TexUvScale.x, v + height * atlas.TexUvScale.y,
                  static_cast<float>(advance) * face.scale);
  }

  void LayOut() {
    const std::vector<stbrp_rect> places = Pack();
    CopyPixels(places);
    for (const Face& face : faces) SetUp(face);
    for (size_t i = 0; i < characters.size(); ++i) Add(characters[i], places[i]);
    ImFontAtlasBuildFinish(&atlas);
  }
};

FontBuild::FontBuild(ImFontAtlas& atlas) : impl_(std::make_unique<Impl>(atlas)) {}
FontBuild::~FontBuild() = default;

bool FontBuild::Step() {
  if (impl_->drawn == impl_->characters.size()) {
    impl_->LayOut();
    return false;
  }
  const size_t end = std::min(impl_->drawn + kAtOnce, impl_->characters.size());
  for (; impl_->drawn < end; ++impl_->drawn) {
    Character& character = impl_->characters[impl_->drawn];
    Draw(impl_->faces[character.face], character);
  }
  return true;
}

}  // namespace app

// Draws the characters of an atlas of Dear ImGui a few at a time, where its own builder takes all
// of them in one go: on a slow machine that is the longest wait of a start.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <memory>

namespace app {

class FontBuild {
 public:
  // Of all faces that `atlas` was given, as ImFontAtlas::Build() would: ranges, merged faces, sizes
  // and OversampleH count, other ways to draw do not. The atlas and the faces' files outlive this.
  explicit FontBuild(ImFontAtlas& atlas);
  ~FontBuild();
  FontBuild(const FontBuild&) = delete;
  FontBuild& operator=(const FontBuild&) = delete;

  // Draws some characters or, when all are drawn, lays out the texture and completes the fonts.
  // Returns whether there is more to do.
  bool Step();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace app

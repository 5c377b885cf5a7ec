// Colours, type and measures of the program: one place, two palettes.
#pragma once

#include <imgui.h>

namespace app {

struct Theme {
  bool night = false;
  ImU32 ground;  // behind everything
  ImU32 panel;   // cards
  ImU32 line;    // borders and tracks
  ImU32 soft;    // quiet fills: the trough of a switch
  ImU32 text;
  ImU32 muted;         // captions; at least 4.5 : 1 on ground and panel
  ImU32 accent;        // actions, mu, reconstruction
  ImU32 on_accent;     // text on accent
  ImU32 second;        // KL
  ImU32 digit_ground;  // behind digits and ink
  ImU32 digit_ink;     // digits and ink
};

const Theme& PaperTheme();
const Theme& NightTheme();

// Logical pixels, on a grid of 8.
inline constexpr float kCorner = 14;        // of cards
inline constexpr float kControlCorner = 9;  // of buttons
inline constexpr float kDigitCorner = 8;    // of pictures
inline constexpr float kPadding = 16;       // inside cards
inline constexpr float kGap = 12;           // between controls
inline constexpr float kHeaderHeight = 56;
inline constexpr float kTitleHeight = 30;  // of a card's title line, space below it included

// The faces, each at its size; figures are as wide as each other in all of them.
struct Fonts {
  ImFont* body = nullptr;     // 14 regular
  ImFont* strong = nullptr;   // 14 semi-bold: card titles
  ImFont* control = nullptr;  // 14 medium: buttons
  ImFont* caption = nullptr;  // 12 regular
  ImFont* name = nullptr;     // 17 semi-bold: the program's name
};

// Fills the atlas of the current ImGui context with the faces alone, to be sharp at `pixel_ratio`
// device pixels per logical pixel. FontBuild then draws their characters.
Fonts AddFonts(float pixel_ratio);

// `color` with its opacity multiplied by `alpha`.
ImU32 Faded(ImU32 color, float alpha);

// A colour between `a` (t = 0) and `b` (t = 1).
ImU32 Mix(ImU32 a, ImU32 b, float t);

}  // namespace app

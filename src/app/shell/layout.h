// Where the panels go, for every size of window.
#pragma once

#include "app/frame.h"

namespace app {

// Below these widths the code is one of the views, and everything stands in one column.
inline constexpr float kDesktopWidth = 960;
inline constexpr float kPhoneWidth = 680;
// Below this height a wider window is a phone on its side.
inline constexpr float kLandscapeHeight = 520;

// Whether fingers rather than a mouse are to be expected.
inline bool IsPhone(ImVec2 size) { return size.x < kPhoneWidth || size.y < kLandscapeHeight; }

// Whether the code is one of the views rather than a card of its own.
inline bool CodeIsAView(ImVec2 size) { return size.x < kDesktopWidth || size.y < kLandscapeHeight; }

// Draws all panels from `origin` into a window of `size`. Returns the height that they take, which
// can be more than the window's.
float DrawPanels(Frame& frame, ImVec2 origin, ImVec2 size);

}  // namespace app

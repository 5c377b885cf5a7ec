// A drawing as a short text, for addresses. Points lie on a grid finer than the ink's; those that
// the eye would not miss are left out. What has been written and read writes itself as it was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/state.h"

namespace app {

// What strokes in a text may cost to draw (vae::CoveredPixels): three times what a hand fills 7000
// characters with, and some tenths of a second.
inline constexpr int64_t kMostCovered = 24'000'000;

// In at most `most` characters; nothing when the strokes are too many for that, or cost too much,
// even at their coarsest.
std::optional<std::string> StrokesToText(const std::vector<vae::Stroke>& strokes, size_t most);
// Nothing when the text is damaged or its strokes cost too much.
std::optional<std::vector<vae::Stroke>> StrokesFromText(std::string_view text);

// A picture as the digit that it is: 28 x 28 in sixteen greys.
std::string PictureToText(const vae::InkRaster& ink);
std::optional<vae::InkRaster> PictureFromText(std::string_view text);

}  // namespace app

// The pictures on screen: digits, ink and samples as textures, in the theme's colours.
#pragma once

#include "app/platform.h"
#include "app/state.h"
#include "app/theme.h"

namespace app {

struct Pictures {
  Texture ink;             // the pad
  Texture input;           // 28 x 28
  Texture reconstruction;  // 28 x 28
  Texture samples;         // kMaxSamples digits, side by side in rows of kSamplesPerRow
};

inline constexpr int kSamplesPerRow = 10;

void UpdateInkPicture(const Theme& theme, const vae::InkRaster& ink, Texture& texture);
void UpdateDigitPicture(const Theme& theme, const vae::Vector& digit, Texture& texture);
void UpdateSamplesPicture(const Theme& theme, const vae::Matrix& samples, Texture& texture);

}  // namespace app

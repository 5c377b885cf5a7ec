// The pictures on screen: digits, ink and samples as textures, in the theme's colours.
#pragma once

#include "app/state.h"
#include "app/texture.h"
#include "app/theme.h"

namespace app {

struct Pictures {
  Texture ink;             // the pad
  Texture input;           // 28 x 28
  Texture reconstruction;  // 28 x 28
  Texture samples;         // a sheet of kMaxSamples digits
  KeptPictures kept;
  MapPictures map;
  ManifoldPictures manifold;
  MorphPictures morph;
  RepairPictures repair;
  DigitsPictures digits;
};

// Digits (784, N) side by side in rows of `columns`, from the top left.
inline constexpr int kSheetColumns = 10;

// Where digit `index` of a sheet of `count` digits is in its texture: half a texel inside, so that
// filtering does not reach the neighbours.
struct SheetPlace {
  ImVec2 uv0;
  ImVec2 uv1;
};
SheetPlace PlaceInSheet(int index, int count);

void UpdateInkPicture(const Theme& theme, const vae::InkRaster& ink, Texture& texture);
void UpdateDigitPicture(const Theme& theme, const vae::Vector& digit, Texture& texture);
void UpdateSheet(const Theme& theme, const vae::Matrix& digits, Texture& texture,
                 Filter filter = Filter::kLinear, int columns = kSheetColumns);

}  // namespace app

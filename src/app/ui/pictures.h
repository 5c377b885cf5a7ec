// Digits and ink as textures, in the theme's colours.
#pragma once

#include "app/ui/texture.h"
#include "app/ui/theme.h"
#include "core/types.h"
#include "data/ink.h"

namespace app {

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
// Row `row` of a sheet alone; the others stay as they were last.
void UpdateSheetRow(const Theme& theme, const vae::Matrix& digits, int row, Texture& texture,
                    int columns);

}  // namespace app

// What the decoder makes of z, and what the digit costs.
#pragma once

#include "app/frame.h"

namespace app {

void ReconstructionPanel(Frame& frame, const Rect& rect);
void ReconstructionPicture(Frame& frame, const Rect& rect);
void Losses(Frame& frame, const Rect& rect);
inline constexpr float kLossesHeight = 62;

}  // namespace app

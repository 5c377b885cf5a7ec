// What the decoder makes of z, and what the digit costs.
#pragma once

#include "app/frame.h"

namespace app {

// The picture and the losses on a card, with or without its title; what remains is a square.
void ReconstructionPanel(Frame& frame, const Rect& rect, bool titled);
// The height of that card without the square.
float ReconstructionChrome(bool titled);

void ReconstructionPicture(Frame& frame, const Rect& rect);
void Losses(Frame& frame, const Rect& rect);
inline constexpr float kLossesHeight = 62;

// Words on the lower edge of a digit's picture.
void CaptionOnDigit(const Ui& ui, const Rect& picture, const char* words);

}  // namespace app

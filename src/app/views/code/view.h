// The view "Code": what the encoder sees and what it says, with sliders for z. A card where there
// is room, a tab where there is not.
#pragma once

#include "app/command.h"
#include "app/frame.h"

namespace app {

void CodePanel(Frame& frame, const Rect& rect);
float CodeView(Frame& frame, const Rect& rect);

extern const Command kCopyCommand;  // row.cc

}  // namespace app

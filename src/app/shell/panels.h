// What stands around the panels and over them.
#pragma once

#include "app/frame.h"

namespace app {

// Name, models, theme; on top of everything.
void HeaderPanel(Frame& frame, const Rect& rect);

// The sentence of state.error, when there is one, over the bottom of the screen.
void ErrorPanel(Frame& frame, const Rect& screen);

// state.notice, for some seconds, in the same place.
void NoticePanel(Frame& frame, const Rect& screen);

}  // namespace app

// What lies over something else.
#pragma once

#include "app/ui/pointer.h"
#include "app/ui/widgets.h"

namespace app {

// A card in a window of its own over everything else, so that nothing below it is hovered. What it
// draws comes between the two; `name` is also that of its rectangle.
void BeginOverlay(const Ui& ui, const char* name, const Rect& rect);
void EndOverlay();

// Whether `event` begins a stroke in `area` of the current window, with nothing in front of it,
// such as a card.
bool BeginsIn(const PointerEvent& event, const Rect& area);

}  // namespace app

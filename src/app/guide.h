// Help for people who are new here: a guided walk over the real widgets, a card with the shortcuts,
// and the shortcuts themselves.
#pragma once

#include "app/guide_state.h"
#include "app/panels.h"

namespace app {

// keys.cc: M goes through the models, Space throws anew what is random in the view, ? opens the
// help. Ctrl+Z and the like are the pad's.
void TakeShortcuts(View& view);

// walk.cc
void StartWalk(AppState& state);
// Over the panels, whose rectangles it points at.
void WalkPanel(View& view, const Rect& screen);

// help_panel.cc
void HelpPanel(View& view, const Rect& screen);

// A card in a window of its own over everything else, so that nothing below it is hovered. What it
// draws comes between the two; `name` is also that of its rectangle.
void BeginOverlay(View& view, const char* name, const Rect& rect);
void EndOverlay();

}  // namespace app

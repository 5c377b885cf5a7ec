// Help for people who are new here: a guided walk over the real widgets, a card with the shortcuts,
// and the shortcuts themselves.
#pragma once

#include "app/frame.h"
#include "app/shell/guide_state.h"

namespace app {

// keys.cc: the chords of the commands, those of the view that is shown among them.
void TakeShortcuts(Frame& frame);

// walk.cc
void StartWalk(AppState& state);
// Over the panels, whose rectangles it points at.
void WalkPanel(Frame& frame, const Rect& screen);

// help_panel.cc
void HelpPanel(Frame& frame, const Rect& screen);

}  // namespace app

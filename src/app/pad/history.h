// Undo and redo: one history of the drawing, of z and of what views have to undo, in the
// order in which it happened. A view's steps are only undone while it is shown; elsewhere they are
// passed over, for nobody would see them undone. Steps of z are of the current model,
// and forgotten with it.
#pragma once

#include <cstddef>

#include "app/state.h"

namespace app {

// `step` has been done. What was undone cannot be redone any more.
void Record(AppState& state, HistoryStep step);

// Notes a change of z, however it was made, as one step. `held`: not yet, it is being dragged or
// moves by itself. To be called after each frame.
void NoteZ(AppState& state, bool held);

// The current z, to put into a step, and back.
SourcedZ ZForStep(const AppState& state);
void ShowZOfStep(AppState& state, const SourcedZ& z);

// A stroke that is under way ends first.
void Undo(AppState& state);
void Redo(AppState& state);
bool CanUndo(const AppState& state);
bool CanRedo(const AppState& state);

// What the history takes in memory, about. The oldest steps are forgotten beyond kMostHistoryBytes.
size_t HistoryBytes(const History& history);
inline constexpr size_t kMostHistoryBytes = size_t{16} << 20;

}  // namespace app

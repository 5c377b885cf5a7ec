// What can be done to the drawing. Each act raises drawing_changed, makes z follow the drawing
// again, and can be undone.
#pragma once

#include <cstdint>
#include <span>

#include "app/state.h"
#include "core/result.h"

namespace app {

// The ink of a drawing, kInkSide pixels on each side.
vae::InkRaster Rasterize(const Drawing& drawing);

// Replaces the drawing: by one that was loaded, taken or sent.
void ShowDrawing(AppState& state, Drawing drawing);

// The same with a digit (784), which the encoder then gets as it is.
void ShowDigit(AppState& state, const vae::Vector& digit);

// The same with the ink of a picture (data/picture.h), which also says what it fails on.
vae::Status ShowPicture(AppState& state, std::span<const uint8_t> rgba, int width, int height);

// Shows `drawing` as the first view's example.
void ShowExample(AppState& state, Drawing drawing);

// A stroke of the current tool starts at, goes on to, ends. The brush replaces the example if it is
// shown, the eraser works on it.
void BeginStroke(AppState& state, vae::InkPoint point);
void ExtendStroke(AppState& state, vae::InkPoint point);
void EndStroke(AppState& state);

void Clear(AppState& state);
void Undo(AppState& state);
void Redo(AppState& state);

bool CanUndo(const AppState& state);
bool CanRedo(const AppState& state);
bool CanClear(const AppState& state);

}  // namespace app

// What can be done to the drawing. Each act raises drawing_changed, makes z follow the drawing
// again, and can be undone (history.h).
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

// A stroke of the current tool, or of `tool`, starts at, goes on to, ends; a smooth one
// (data/stroke_pen.h). The brush replaces the example if it is shown, the eraser works on it.
void BeginStroke(AppState& state, vae::InkPoint point);
void BeginStroke(AppState& state, vae::InkPoint point, Tool tool);
void ExtendStroke(AppState& state, vae::InkPoint point);
void EndStroke(AppState& state);

// As if the stroke that is under way had not begun.
void TakeBackStroke(AppState& state);

// Another picture is under the drawing, or none: what belongs to the one before ends.
void PictureChanged(AppState& state);

void Clear(AppState& state);
bool CanClear(const AppState& state);

}  // namespace app

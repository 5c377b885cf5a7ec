// The parts of the map: what is on its canvas, and what the pointer and the keys do to it.
#pragma once

#include "app/frame.h"
#include "app/views/map/state.h"

namespace app {

// Points, numerals of the classes, trail, the drawing, the current z. Only once the map is ready.
void DrawMapCanvas(Frame& frame, const Rect& canvas);

// The digit of the place under the pointer, floating beside it.
void DrawMapHover(Frame& frame, const Rect& canvas);

// Pan, zoom, take, by pointer, fingers, wheel and keys: on the item "map" that it lays over the
// canvas. input.cc
void HandleMapInput(Frame& frame, const Rect& canvas);

// All of the map again.
void FitMap(MapState& map);
// Closer (factor > 1) or farther, around a point of the canvas.
void ZoomMap(MapState& map, const MapBox& box, const Rect& canvas, ImVec2 around, float factor);
inline constexpr float kZoomStep = 1.5f;  // of a button

}  // namespace app

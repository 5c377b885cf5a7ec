// What part of the map is on screen: panning and zooming.
#pragma once

#include <imgui.h>

namespace app {

struct Rect;

// A place on the map, in its own units; y upwards.
struct MapPlace {
  float x = 0;
  float y = 0;
  bool operator==(const MapPlace&) const = default;
};

struct MapBox {
  MapPlace least;
  MapPlace most;
};

struct MapCamera {
  MapPlace center;  // in the middle of the canvas
  float scale = 1;  // logical pixels to a unit
  bool operator==(const MapCamera&) const = default;
};

// All of `box`, with a margin.
MapCamera FitCamera(const MapBox& box, float width, float height);

ImVec2 ToScreen(const MapCamera& camera, const Rect& canvas, MapPlace place);
MapPlace ToMap(const MapCamera& camera, const Rect& canvas, ImVec2 point);

// What is under the pointer moves by `by` pixels.
MapCamera Panned(const MapCamera& camera, ImVec2 by);
// `factor` times closer; what is at the point `around` stays there.
MapCamera Zoomed(const MapCamera& camera, const Rect& canvas, ImVec2 around, float factor);

// The camera nearest to `camera` that shows something of `box` and is neither too far nor too near
// to see anything.
MapCamera KeptNear(const MapCamera& camera, const MapBox& box, const Rect& canvas);

}  // namespace app

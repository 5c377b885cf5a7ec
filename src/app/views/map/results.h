// Between codes and places on the map.
#pragma once

#include "app/state.h"
#include "app/views/map/state.h"

namespace app {

// A place that is no test digit's is decoded, and a code that is no test digit's is placed, by this
// many neighbours where the map is not a plane.
inline constexpr vae::Index kMapNeighbours = 10;

// Where code `z` (L) stands, and the code of a place. The model's map must be here.
MapPlace PlaceOfCode(const LoadedModel& model, const MapResults& map, const vae::Vector& z);
vae::Vector CodeOfPlace(const LoadedModel& model, const MapResults& map, MapPlace place);

// The code of `place` becomes the current z; what is shown glides there or follows at once.
enum class Arrival { kGlide, kAtOnce };
void TakeMapPlace(AppState& state, const Results& results, MapPlace place, Arrival arrival);

// Brings MapResults::tiles up to date with what is on screen. Decodes some of what is missing: a
// call costs a few milliseconds at most. tiles.cc
void UpdateMapTiles(const AppState& state, MapResults& map);

}  // namespace app

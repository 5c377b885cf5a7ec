// What can be done on the way from A to B.
#pragma once

#include "app/state.h"
#include "app/views/morph/state.h"
#include "explore/grids.h"

namespace app {

enum class End { kA, kB };

// The ends as far as they have been taken: of the current model, whatever its weights.
const MorphEnds& EndsOf(const AppState& state);
MorphEnds& EndsOf(AppState& state);

// The z of an end.
vae::Vector MorphEndZ(const AppState& state, const Results& results, End end);

// Where an end comes from, in words.
std::string MorphOrigin(const AppState& state, End end);

// The current z becomes an end.
void TakeMorphEnd(AppState& state, End end);

// A becomes the drawing again; B a sample, another one each time.
void ResetMorphEnd(AppState& state, const Results& results, End end);

// Whether the current z is the one on the way at t.
bool OnMorph(const AppState& state);

// The current z becomes the one on the way at `t`: at once, or gliding there.
void FollowMorph(AppState& state, const Results& results, float t);
void TakeMorph(AppState& state, const Results& results, float t);

// Another path; z stays on the way if it is there.
void ChooseMorphPath(AppState& state, const Results& results, vae::Path path);

// Starts moving along the way at time `seconds`, or stops.
void PlayMorph(AppState& state, const Results& results, double seconds);
void StopMorph(AppState& state);

// Moves on to time `seconds` if it plays: smoothly, or from digit to digit where motion is to be
// reduced. Stops when something else has changed z.
void AdvanceMorph(AppState& state, const Results& results, double seconds);

}  // namespace app

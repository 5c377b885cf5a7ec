// Brings results up to date with the state: the only place where the program runs the model.
#pragma once

#include "app/state.h"

namespace app {

// Which results this call computed again.
struct Updated {
  bool ink = false;             // raw, input
  bool reconstruction = false;  // posterior, z, reconstruction, losses
  bool samples = false;
};

// Recomputes what the flags of `state` ask for, and lowers them. Without a model only the digits
// are computed.
Updated UpdateResults(AppState& state, Results& results);

// A sample of q(z|x) becomes the current z.
void SamplePosterior(AppState& state, const Results& results);

// mu becomes the current z again.
void FollowDrawing(AppState& state);

// `z` (L) becomes the current z: what is shown glides there.
void TakeZ(AppState& state, const vae::Vector& z, ZSource source);

// The same for a z that moves with the pointer: what is shown follows at once.
void FollowZ(AppState& state, const vae::Vector& z, ZSource source);

// Component `j` of z is set by hand.
void SetZ(AppState& state, vae::Index j, float value);

// The seed after this one.
uint64_t NextSeed(uint64_t seed);

// New samples.
void Reseed(AppState& state);

}  // namespace app

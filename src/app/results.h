// Brings results up to date with the state: the only place where the program runs the model.
#pragma once

#include "app/state.h"

namespace app {

// Which results this call computed again.
struct Updated {
  bool ink = false;             // raw, input, posterior
  bool reconstruction = false;  // z, reconstruction, losses
  bool samples = false;
};

// Recomputes what the flags of `state` ask for, and lowers them. Without a model only the digits
// are computed.
Updated UpdateResults(AppState& state, Results& results);

// A sample of q(z|x) becomes the current z.
void SamplePosterior(AppState& state, const Results& results);

// mu becomes the current z again.
void FollowDrawing(AppState& state);

// z of digit `index` of the sample grid becomes the current z.
void TakeSample(AppState& state, const Results& results, int index);

// Component `j` of z is set by hand.
void SetZ(AppState& state, vae::Index j, float value);

// New samples.
void Reseed(AppState& state);

}  // namespace app

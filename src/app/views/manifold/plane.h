// The plane of the view "Manifold", and what can be done on it.
#pragma once

#include "app/state.h"
#include "app/ui/pictures.h"
#include "app/views/manifold/state.h"

namespace app {

// All digits of the grid as z is now, those too that have their turn in a later frame only.
vae::Matrix WholeGrid(const AppState& state, const ManifoldResults& made);

// The z of a place of the plane. Places nearer to the edge than the middle of the outermost digits
// count as there: the edge itself is infinitely far away.
vae::Vector ManifoldZ(const AppState& state, PlanePoint point);

// Where z (L) is on the plane, seen along the other dimensions.
PlanePoint ManifoldPlace(const AppState& state, const vae::Vector& z);

// Whether z is on the plane, and not before or behind it.
bool OnManifold(const AppState& state, const vae::Vector& z);

// Back to the first two dimensions if `latent_dim` of them are fewer than the plane's.
void KeepInside(ManifoldState& manifold, int latent_dim);

enum class Axis { kAcross, kUp };

// Another dimension for an axis. If it is the other axis's, they change places.
void ChooseDimension(ManifoldState& manifold, Axis axis, int dimension);

// The next or previous dimension of `latent_dim`; the other axis's is passed over where there is a
// third one.
void StepDimension(ManifoldState& manifold, Axis axis, int by, int latent_dim);

}  // namespace app

#include "app/model/results.h"

#include <algorithm>
#include <cmath>

#include "app/views/manifold/plane.h"
#include "app/views/manifold/state.h"
#include "app/views/manifold/view.h"
#include "core/random.h"
#include "explore/grids.h"

namespace app {
namespace {

bool Same(const vae::Vector& a, const vae::Vector& b) { return a.size() == b.size() && a == b; }

float NormalCdf(float z) { return 0.5f * std::erfc(-z / std::sqrt(2.0f)); }

// What the other dimensions are at; 0 in the two of the plane.
vae::Vector Center(const AppState& state) {
  vae::Vector center = state.z;
  if (!state.views.Of<ManifoldState>().others_follow_z) center.setZero();
  center(state.views.Of<ManifoldState>().across) = 0;
  center(state.views.Of<ManifoldState>().up) = 0;
  return center;
}

void UpdateGrid(const AppState& state, ManifoldResults& made) {
  const ManifoldState& asked = state.views.Of<ManifoldState>();
  const vae::Vector center = Center(state);
  if (made.across == asked.across && made.up == asked.up && made.side == asked.side &&
      Same(made.center, center)) {
    return;
  }
  made.across = asked.across;
  made.up = asked.up;
  made.side = asked.side;
  made.center = center;
  vae::Matrix z = vae::ManifoldGrid(center.size(), asked.side, asked.across, asked.up);
  z.colwise() += center;
  made.digits = vae::Decode(state.model->network(), z);
  ++made.digits_version;
}

void UpdateStrips(const AppState& state, ManifoldResults& made) {
  if (!state.views.Of<ManifoldState>().strips_shown) return;
  vae::Vector center = state.z;
  if (!state.views.Of<ManifoldState>().others_follow_z) center.setZero();
  if (Same(made.strips_center, center)) return;
  made.strips_center = center;
  made.strips =
      vae::Decode(state.model->network(), vae::Traversal(center, kStripSteps, kStripRange));
  ++made.strips_version;
}

void UpdatePointed(const AppState& state, ManifoldResults& made) {
  if (!state.views.Of<ManifoldState>().pointed) return;
  const vae::Vector z = ManifoldZ(state, *state.views.Of<ManifoldState>().pointed);
  if (Same(made.pointed_z, z)) return;
  made.pointed_z = z;
  made.pointed_digit = vae::Decode(state.model->network(), z).col(0);
  ++made.pointed_version;
}

}  // namespace

vae::Vector ManifoldZ(const AppState& state, PlanePoint point) {
  const float least = 0.5f / static_cast<float>(state.views.Of<ManifoldState>().side);
  const auto quantile = [least](float share) {
    const float inside = std::clamp(share, least, 1 - least);
    return static_cast<float>(vae::InverseNormalCdf(static_cast<double>(inside)));
  };
  vae::Vector z = Center(state);
  z(state.views.Of<ManifoldState>().across) = quantile(point.across);
  z(state.views.Of<ManifoldState>().up) = quantile(point.up);
  return z;
}

PlanePoint ManifoldPlace(const AppState& state, const vae::Vector& z) {
  return {NormalCdf(z(state.views.Of<ManifoldState>().across)),
          NormalCdf(z(state.views.Of<ManifoldState>().up))};
}

void KeepInside(ManifoldState& manifold, int latent_dim) {
  if (manifold.across < latent_dim && manifold.up < latent_dim) return;
  manifold.across = 0;
  manifold.up = 1;
}

bool OnManifold(const AppState& state, const vae::Vector& z) {
  vae::Vector away = z - Center(state);
  away(state.views.Of<ManifoldState>().across) = 0;
  away(state.views.Of<ManifoldState>().up) = 0;
  return away.cwiseAbs().maxCoeff() < 1e-4f;
}

void ChooseDimension(ManifoldState& manifold, Axis axis, int dimension) {
  int& chosen = axis == Axis::kAcross ? manifold.across : manifold.up;
  int& other = axis == Axis::kAcross ? manifold.up : manifold.across;
  if (other == dimension) other = chosen;
  chosen = dimension;
}

void StepDimension(ManifoldState& manifold, Axis axis, int by, int latent_dim) {
  const int other = axis == Axis::kAcross ? manifold.up : manifold.across;
  int dimension = axis == Axis::kAcross ? manifold.across : manifold.up;
  do {
    dimension = (dimension + by + latent_dim) % latent_dim;
  } while (latent_dim > 2 && dimension == other);
  ChooseDimension(manifold, axis, dimension);
}

void UpdateManifold(AppState& state, Results& results) {
  if (!state.model || state.z.size() < 2) return;
  ManifoldResults& made = results.views.Of<ManifoldResults>();
  if (made.weights != results.versions.weights) {
    made.weights = results.versions.weights;
    made.center = made.strips_center = made.pointed_z = vae::Vector();
  }
  KeepInside(state.views.Of<ManifoldState>(), static_cast<int>(state.z.size()));
  UpdateGrid(state, made);
  UpdateStrips(state, made);
  UpdatePointed(state, made);
}

}  // namespace app

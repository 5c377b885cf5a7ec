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

// While the other dimensions follow a z that moves, so many digits have their turn in a frame: what
// is drawn must not wait for the grid. One of the usual size is decoded as a whole.
constexpr int kDigitsAFrame = 144;

vae::Matrix GridCodes(const ManifoldResults& made) {
  return vae::ManifoldGrid(made.center.size(), made.side, made.across, made.up).colwise() +
         made.center;
}

void DecodeRows(const AppState& state, int rows, ManifoldResults& made) {
  const int first = made.next_row * made.side, count = rows * made.side;
  const vae::Matrix z = GridCodes(made).middleCols(first, count);
  made.digits.middleCols(first, count) = vae::Decode(state.model->network(), z);
  ++made.digits_version;
  std::fill_n(made.row_versions.begin() + made.next_row, rows, made.digits_version);
  made.next_row = (made.next_row + rows) % made.side;
  made.stale_rows -= rows;
  made.strips_had_turn = false;
}

void DecodeStrips(const AppState& state, ManifoldResults& made) {
  made.strips = vae::Decode(state.model->network(),
                            vae::Traversal(made.strips_center, kStripSteps, kStripRange));
  made.strips_stale = false;
  made.strips_had_turn = true;
  ++made.strips_version;
}

// A grid or strips of another form are decoded at once, else what has its turn.
void UpdateGridAndStrips(const AppState& state, ManifoldResults& made) {
  const ManifoldState& asked = state.views.Of<ManifoldState>();
  const vae::Vector center = Center(state);
  if (made.across != asked.across || made.up != asked.up || made.side != asked.side ||
      made.center.size() != center.size()) {
    made.across = asked.across;
    made.up = asked.up;
    made.side = made.stale_rows = asked.side;
    made.center = center;
    made.digits.resize(vae::kDigitPixels, made.side * made.side);
    made.row_versions.assign(static_cast<size_t>(made.side), 0);
    made.next_row = 0;
    DecodeRows(state, made.side, made);
  } else if (made.center != center) {
    made.center = center;
    made.stale_rows = made.side;
  }
  if (asked.strips_shown) {
    vae::Vector strips_center = state.z;
    if (!asked.others_follow_z) strips_center.setZero();
    const bool others = made.strips_center.size() != strips_center.size();
    if (others || made.strips_center != strips_center) {
      made.strips_center = strips_center;
      made.strips_stale = true;
    }
    if (others) DecodeStrips(state, made);
  }

  const bool round_done = made.next_row == 0 && !made.strips_had_turn;
  if (made.strips_stale && (made.stale_rows == 0 || round_done)) {
    DecodeStrips(state, made);
  } else if (made.stale_rows > 0) {
    const int rows = std::min(kDigitsAFrame / made.side, made.side - made.next_row);
    DecodeRows(state, std::min(rows, made.stale_rows), made);
  }
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

vae::Matrix WholeGrid(const AppState& state, const ManifoldResults& made) {
  if (made.stale_rows == 0) return made.digits;
  return vae::Decode(state.model->network(), GridCodes(made));
}

void UpdateManifold(AppState& state, Results& results) {
  if (!state.model || state.z.size() < 2) return;
  ManifoldResults& made = results.views.Of<ManifoldResults>();
  if (made.weights != results.versions.weights) {
    made.weights = results.versions.weights;
    made.center = made.strips_center = made.pointed_z = vae::Vector();
  }
  KeepInside(state.views.Of<ManifoldState>(), static_cast<int>(state.z.size()));
  UpdateGridAndStrips(state, made);
  UpdatePointed(state, made);
}

}  // namespace app

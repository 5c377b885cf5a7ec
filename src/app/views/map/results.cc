#include "app/views/map/results.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "app/model/models.h"
#include "app/model/results.h"
#include "app/views/map/state.h"
#include "app/views/map/view.h"
#include "explore/class_labels.h"
#include "explore/neighbours.h"

namespace app {
namespace {

constexpr size_t kLongestTrail = 600;

MapPlace Place(const vae::Vector& position) { return {position(0), position(1)}; }
vae::Vector Position(MapPlace place) { return Eigen::Vector2f(place.x, place.y); }

MapKind KindOf(const AppState& state) {
  const vae::Index latent_dim = state.z.size();
  if (latent_dim == 2) return MapKind::kPlane;
  return state.views.Of<MapState>().pca && latent_dim > 2 ? MapKind::kPca : MapKind::kEmbedding;
}

void LayOut(const AppState& state, MapResults& map) {
  const vae::LatentMap& data = state.model->map->data;
  map.kind = KindOf(state);
  map.position = data.position;
  if (map.kind == MapKind::kPlane) map.position = data.mu;
  if (map.kind == MapKind::kPca) {
    map.pca = vae::FitPca(data.mu, 2);
    map.position = vae::Project(map.pca, data.mu);
  }
  const vae::Vector least = map.position.rowwise().minCoeff();
  const vae::Vector most = map.position.rowwise().maxCoeff();
  map.box = {Place(least), Place(most)};
  map.medians = vae::ClassMedians(map.position, data.labels);
}

void ForgetTiles(MapResults& map) {
  const uint64_t version = map.tiles.version + 1;
  map.tiles = {};
  map.tiles.version = version;
}

// Returns whether the map has been laid out anew.
bool UpdateLayout(AppState& state, Results& results) {
  MapResults& map = results.views.Of<MapResults>();
  MapState& user = state.views.Of<MapState>();
  const bool model_changed = map.seen.model != results.versions.model;
  const bool map_changed = map.seen.map != results.versions.map;
  if (!map_changed && map.seen.pca == user.pca) return false;
  // The same digits by other weights: one goes on looking where one looked.
  const bool same_places = !model_changed && map.ready && map.seen.pca == user.pca;
  map.seen.model = results.versions.model;
  map.seen.map = results.versions.map;
  map.seen.pca = user.pca;
  map.ready = state.model->map && state.model->map->data.position.cols() >= 2;
  if (!map.ready) return false;
  LayOut(state, map);
  ForgetTiles(map);
  if (same_places) return true;
  user.camera.reset();
  user.hover.reset();
  user.taken.reset();
  return true;
}

// Two standard deviations of q(z|x), seen on the map.
std::optional<MapEllipse> PosteriorEllipse(const MapResults& map, const vae::Posterior& q) {
  if (map.kind == MapKind::kEmbedding) return std::nullopt;
  const vae::Matrix axes =
      map.kind == MapKind::kPca ? map.pca.axes : vae::Matrix::Identity(2, 2).eval();
  const vae::Vector variance = (2 * q.log_sigma.col(0)).array().exp();
  const Eigen::Matrix2f covariance = axes.transpose() * variance.asDiagonal() * axes;
  Eigen::SelfAdjointEigenSolver<Eigen::Matrix2f> solver;
  solver.computeDirect(covariance);
  const Eigen::Vector2f reach = 2 * solver.eigenvalues().cwiseMax(0.0f).cwiseSqrt();
  const auto half_axis = [&](int i) {
    return MapPlace{reach(i) * solver.eigenvectors()(0, i), reach(i) * solver.eigenvectors()(1, i)};
  };
  return MapEllipse{.major = half_axis(1), .minor = half_axis(0)};
}

// The trail belongs to one digit: it goes on with its strokes, and begins again with another one.
bool SameDigit(const AppState& state, const MapResults::Seen& seen) {
  const size_t strokes = state.drawing.strokes.size();
  if (state.example_shown || seen.example) return false;
  return seen.strokes > 0 &&
         (strokes == seen.strokes || (state.pen_down && strokes > seen.strokes));
}

void UpdateOwn(const AppState& state, Results& results, bool relaid, bool reweighted) {
  MapResults& map = results.views.Of<MapResults>();
  if (!relaid && !reweighted && map.seen.input == results.versions.input) return;
  map.own = PlaceOfCode(*state.model, map, results.posterior.mu.col(0));
  map.ellipse = PosteriorEllipse(map, results.posterior);
  if (relaid || !SameDigit(state, map.seen)) map.trail.clear();
  if (map.trail.empty() || map.trail.back() != map.own) map.trail.push_back(map.own);
  if (map.trail.size() > kLongestTrail) map.trail.erase(map.trail.begin());
  map.seen.input = results.versions.input;
  map.seen.strokes = state.drawing.strokes.size();
  map.seen.example = state.example_shown;
}

void UpdateZ(const AppState& state, Results& results, bool relaid) {
  MapResults& map = results.views.Of<MapResults>();
  if (!relaid && map.seen.z == results.versions.z) return;
  map.seen.z = results.versions.z;
  const auto& taken = state.views.Of<MapState>().taken;
  if (state.z_source == ZSource::kMean) {
    map.z = map.own;
  } else if (taken && taken->second == state.z) {
    map.z = taken->first;
  } else {
    map.z = PlaceOfCode(*state.model, map, state.z);
  }
}

void UpdateHover(const AppState& state, Results& results, bool relaid) {
  MapResults& map = results.views.Of<MapResults>();
  if (!relaid && map.seen.hover == state.views.Of<MapState>().hover) return;
  map.seen.hover = state.views.Of<MapState>().hover;
  if (!state.views.Of<MapState>().hover) return;
  const vae::Vector z = CodeOfPlace(*state.model, map, *state.views.Of<MapState>().hover);
  map.hover_digit = vae::Decode(state.model->network(), z).col(0);
  ++map.hover_version;
}

}  // namespace

MapPlace PlaceOfCode(const LoadedModel& model, const MapResults& map, const vae::Vector& z) {
  if (map.kind == MapKind::kPlane) return Place(z);
  if (map.kind == MapKind::kPca) return Place(vae::Project(map.pca, z).col(0));
  const vae::LatentMap& data = model.map->data;
  const vae::Index k = std::min(kMapNeighbours, data.mu.cols());
  return Place(vae::PlaceByNeighbours(data.mu, data.position, z, k));
}

vae::Vector CodeOfPlace(const LoadedModel& model, const MapResults& map, MapPlace place) {
  if (map.kind == MapKind::kPlane) return Position(place);
  if (map.kind == MapKind::kPca) return vae::Unproject(map.pca, Position(place)).col(0);
  const vae::LatentMap& data = model.map->data;
  const vae::Index k = std::min(kMapNeighbours, data.mu.cols());
  return vae::PlaceByNeighbours(data.position, data.mu, Position(place), k);
}

void TakeMapPlace(AppState& state, const Results& results, MapPlace place, Arrival arrival) {
  if (!state.model || !results.views.Of<MapResults>().ready) return;
  const vae::Vector z = CodeOfPlace(*state.model, results.views.Of<MapResults>(), place);
  state.views.Of<MapState>().taken = {place, z};
  if (arrival == Arrival::kGlide) {
    TakeZ(state, z, kOfMap);
  } else {
    FollowZ(state, z, kOfMap);
  }
}

void UpdateMap(AppState& state, Results& results) {
  state.map_wanted = true;
  NeedMap(state);
  MapResults& map = results.views.Of<MapResults>();
  const bool reweighted = map.seen.weights != results.versions.weights;
  map.seen.weights = results.versions.weights;
  const bool relaid = UpdateLayout(state, results);
  if (!map.ready) return;
  if (reweighted && !relaid) ForgetTiles(map);
  UpdateOwn(state, results, relaid, reweighted);
  UpdateZ(state, results, relaid);
  UpdateHover(state, results, relaid || reweighted);
  UpdateMapTiles(state, map);
}

}  // namespace app

#include "explore/tsne_gradient.h"

#include <algorithm>
#include <numeric>

namespace vae {
namespace {

constexpr Index kRowsPerTask = 256;
constexpr size_t kLeavesPerTask = 16;
constexpr int kLanes = Affinities::kLanes;
using Lanes = Eigen::Array<double, kLanes, 1>;

// sum_j p_ij w_ij (y_i - y_j)
void AttractRow(const Affinities& p, const MapPoints& y, Index i, MapPoints& force) {
  const double* const all_x = y.col(0).data();
  const double* const all_y = y.col(1).data();
  Lanes sum_x = Lanes::Zero();
  Lanes sum_y = Lanes::Zero();
  const auto row = static_cast<size_t>(i);
  for (int64_t k = p.row_start[row]; k < p.row_start[row + 1]; k += kLanes) {
    const int32_t* const column = &p.column[static_cast<size_t>(k)];
    Lanes dx, dy;
    for (int lane = 0; lane < kLanes; ++lane) {
      dx[lane] = all_x[column[lane]];
      dy[lane] = all_y[column[lane]];
    }
    dx = all_x[i] - dx;
    dy = all_y[i] - dy;
    const Lanes value =
        Eigen::Map<const Eigen::Array<float, kLanes, 1>>(&p.value[static_cast<size_t>(k)])
            .cast<double>();
    const Lanes pull = value / (1 + dx.square() + dy.square());
    sum_x += pull * dx;
    sum_y += pull * dy;
  }
  force(i, 0) = sum_x.sum();
  force(i, 1) = sum_y.sum();
}

MapPoints Attraction(const Affinities& p, const MapPoints& y, ThreadPool& pool) {
  MapPoints force(y.rows(), 2);
  const Index tasks = (y.rows() + kRowsPerTask - 1) / kRowsPerTask;
  pool.Run(static_cast<int>(tasks), [&](int task) {
    const Index first = task * kRowsPerTask;
    for (Index i = first; i < std::min(first + kRowsPerTask, y.rows()); ++i) {
      AttractRow(p, y, i, force);
    }
  });
  return force;
}

// sum_j w_ij^2 (y_i - y_j) for up to kLanes points of the tree from `first` on; returns their share
// of Z, in which each point still counts itself with w_ii = 1.
double RepelLanes(const Quadtree& tree, const Quadtree::Interactions& from, int32_t first,
                  int32_t count, MapPoints& force) {
  Lanes x, y;
  for (int32_t lane = 0; lane < kLanes; ++lane) {
    const auto point = static_cast<size_t>(first + std::min(lane, count - 1));
    x[lane] = tree.x()[point];
    y[lane] = tree.y()[point];
  }
  Lanes z = Lanes::Zero();
  Lanes force_x = Lanes::Zero();
  Lanes force_y = Lanes::Zero();
  for (size_t j = 0; j < from.x.size(); ++j) {
    const Lanes dx = x - from.x[j];
    const Lanes dy = y - from.y[j];
    const Lanes w = (1 + dx.square() + dy.square()).inverse();
    const Lanes counted = from.count[j] * w;
    z += counted;
    force_x += counted * w * dx;
    force_y += counted * w * dy;
  }
  for (int32_t lane = 0; lane < count; ++lane) {
    const int32_t point = tree.order()[static_cast<size_t>(first + lane)];
    force(point, 0) = force_x[lane];
    force(point, 1) = force_y[lane];
  }
  return z.head(count).sum();
}

// sum_j w_ij^2 (y_i - y_j), and Z.
double Repulsion(const MapPoints& y, double theta, ThreadPool& pool, MapPoints& force) {
  const Quadtree tree(y);
  const auto& leaves = tree.leaves();
  const size_t tasks = (leaves.size() + kLeavesPerTask - 1) / kLeavesPerTask;
  std::vector<double> z(tasks, 0.0);
  pool.Run(static_cast<int>(tasks), [&](int task) {
    Quadtree::Interactions interactions;
    const auto piece = static_cast<size_t>(task);
    const size_t end = std::min((piece + 1) * kLeavesPerTask, leaves.size());
    for (size_t i = piece * kLeavesPerTask; i < end; ++i) {
      const Quadtree::Node& leaf = tree.nodes()[static_cast<size_t>(leaves[i])];
      tree.FindInteractions(leaf, theta, interactions);
      for (int32_t first = leaf.first; first < leaf.last; first += kLanes) {
        z[piece] +=
            RepelLanes(tree, interactions, first, std::min(leaf.last - first, kLanes), force);
      }
    }
  });
  return std::accumulate(z.begin(), z.end(), 0.0) - static_cast<double>(y.rows());
}

}  // namespace

MapPoints TsneGradient(const Affinities& p, const MapPoints& y, double exaggeration, double theta,
                       ThreadPool& pool) {
  MapPoints repulsion(y.rows(), 2);
  const double z = Repulsion(y, theta, pool, repulsion);
  return 4 * (exaggeration * Attraction(p, y, pool) - repulsion / z);
}

}  // namespace vae

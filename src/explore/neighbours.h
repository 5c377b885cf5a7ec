// Nearest neighbours, and what they are good for: placing new points on a map, going back from the
// map, and judging the map.
#pragma once

#include <cstdint>

#include "core/thread_pool.h"
#include "core/types.h"

namespace vae {

struct Neighbours {
  Eigen::Matrix<int32_t, Eigen::Dynamic, Eigen::Dynamic> index;  // (k, M), nearest first
  Matrix squared_distance;                                       // (k, M)
};

// The k points (D, N) nearest to each query (D, M), by Euclidean distance; equal distances in the
// order of the points. k <= N.
Neighbours NearestNeighbours(const Matrix& points, const Matrix& queries, Index k,
                             ThreadPool& pool);

// The same of each point among the others: itself is not its neighbour. k < N.
Neighbours NearestOthers(const Matrix& points, Index k, ThreadPool& pool);

// Where `query` (D) would stand: the mean of its k nearest points' positions (E, N), weighted by
// exp(-distance^2 / (2 s^2)) with s the distance of the k-th; a point of `points` gets its own
// position. Used from latent space (D = L) to a map (E = 2) and back from a map to latent space.
Vector PlaceByNeighbours(const Matrix& points, const Matrix& positions, const Vector& query,
                         Index k);

// How far neighbours on the map are neighbours in truth (Venna & Kaski 2001), as scikit-learn's
// `trustworthiness`: 1 - 2 / (N k (2 N - 3 k - 1)) sum over points and their k map neighbours of
// max(0, rank in truth - k). points (D, N), positions (2, N).
double Trustworthiness(const Matrix& points, const Matrix& positions, Index k, ThreadPool& pool);

}  // namespace vae

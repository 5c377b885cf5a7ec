// The gradient of t-SNE's cost. Internal to tsne.cc and its tests.
#pragma once

#include "core/thread_pool.h"
#include "explore/affinities.h"
#include "explore/quadtree.h"

namespace vae {

// dC/dy_i of C = KL(P || Q), where q_ij = w_ij / Z, w_ij = 1 / (1 + |y_i - y_j|^2), Z = the sum of
// all w_ij with i != j (van der Maaten 2014, eq. 5 and 8):
//   dC/dy_i = 4 (exaggeration sum_j p_ij w_ij (y_i - y_j) - sum_j w_ij^2 (y_i - y_j) / Z)
// The second sum and Z by Barnes-Hut with accuracy theta in [0, 1], exact at 0. y: (N, 2)
MapPoints TsneGradient(const Affinities& p, const MapPoints& y, double exaggeration, double theta,
                       ThreadPool& pool);

}  // namespace vae

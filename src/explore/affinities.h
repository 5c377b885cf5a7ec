// How much t-SNE wants two points to be neighbours on the map. Internal to tsne.cc and its tests.
#pragma once

#include <cstdint>
#include <vector>

#include "core/thread_pool.h"
#include "core/types.h"

namespace vae {

// A symmetric sparse matrix by rows, N of them. Each row is filled up with zeros to a multiple of
// kLanes, so that loops over it need no special end.
struct Affinities {
  static constexpr int kLanes = 8;

  std::vector<int64_t> row_start;  // N + 1: row i is [row_start[i], row_start[i + 1])
  std::vector<int32_t> column;
  std::vector<float> value;

  Index size() const { return static_cast<Index>(row_start.size()) - 1; }
};

// w_j = exp(-beta d_j) / sum, with beta such that the perplexity exp(-sum w_j log w_j) is
// `perplexity`, or as near as can be: it is at least the number of smallest and at most the number
// of all distances. squared_distance: d, not empty.
Eigen::ArrayXd PerplexityWeights(const Eigen::ArrayXd& squared_distance, double perplexity);

// The joint probabilities p_ij = (p_j|i + p_i|j) / 2N of points (D, N), N >= 2, where p_j|i is
// PerplexityWeights of the 3 * perplexity nearest neighbours of i and 0 for all others (van der
// Maaten 2014, section 4.1). A perplexity that needs more neighbours than there are is lowered.
Affinities ComputeAffinities(const Matrix& points, double perplexity, ThreadPool& pool);

}  // namespace vae

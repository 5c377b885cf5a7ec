// t-SNE: van der Maaten & Hinton, "Visualizing Data using t-SNE" (JMLR 2008), with the Barnes-Hut
// approximation of van der Maaten, "Accelerating t-SNE using Tree-Based Algorithms" (JMLR 2014).
#pragma once

#include <cstdint>
#include <functional>

#include "core/thread_pool.h"
#include "core/types.h"

namespace vae {

struct TsneOptions {
  double perplexity = 30;
  double theta = 0.5;                // Barnes-Hut accuracy; 0 is exact
  int iterations = 1000;             // in all
  int exaggerated_iterations = 250;  // of these
  double early_exaggeration = 12;
  double learning_rate = 0;  // 0: max(N / early_exaggeration / 4, 50), Belkina et al. 2019
  uint64_t seed = 1;         // of the jitter that separates equal points
  // Called after each iteration with the number done; may be empty.
  std::function<void(int)> progress = {};
};

// Positions (2, N) of points (D, N) on the map, centred on the origin. Starts from the first two
// principal components. Needs N > 3 * perplexity + 1, else perplexity is lowered to fit. The same
// points and options give the same map to the last bit, for any number of threads.
Matrix Tsne(const Matrix& points, const TsneOptions& options, ThreadPool& pool);

}  // namespace vae

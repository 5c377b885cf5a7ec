// t-SNE: van der Maaten & Hinton, "Visualizing Data using t-SNE" (JMLR 2008), with the Barnes-Hut
// approximation of van der Maaten, "Accelerating t-SNE using Tree-Based Algorithms" (JMLR 2014).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

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

// The same, one iteration at a time, for those who want to watch. options.progress is not called.
class TsneDescent {
 public:
  // Finds out who wants to be whose neighbour, which takes as long as some iterations. `pool` must
  // outlive this.
  TsneDescent(const Matrix& points, const TsneOptions& options, ThreadPool& pool);
  ~TsneDescent();

  // One iteration, unless all are done.
  void Step();
  int steps() const;
  bool done() const;
  // (2, N), centred
  Matrix positions() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vae

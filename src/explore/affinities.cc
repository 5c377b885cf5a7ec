#include "explore/affinities.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "explore/neighbours.h"

namespace vae {
namespace {

constexpr Index kPointsPerTask = 128;

struct Entry {
  int32_t column;
  double value;
};
using Rows = std::vector<std::vector<Entry>>;

// Runs task(i) for each i in [0, n), in pieces.
template <class Task>
void ForEachRow(Index n, ThreadPool& pool, const Task& task) {
  pool.Run(static_cast<int>((n + kPointsPerTask - 1) / kPointsPerTask), [&](int piece) {
    const Index first = piece * kPointsPerTask;
    for (Index i = first; i < std::min(first + kPointsPerTask, n); ++i) task(i);
  });
}

// Row i of the sum of p_j|i and its transpose: entries in order, none twice.
void SortAndMerge(std::vector<Entry>& row) {
  std::sort(row.begin(), row.end(),
            [](const Entry& a, const Entry& b) { return a.column < b.column; });
  size_t kept = 0;
  for (size_t i = 1; i < row.size(); ++i) {
    if (row[i].column == row[kept].column) {
      row[kept].value += row[i].value;
    } else {
      row[++kept] = row[i];
    }
  }
  row.resize(kept + 1);
}

Affinities Flatten(const Rows& rows) {
  Affinities p;
  p.row_start.push_back(0);
  for (size_t i = 0; i < rows.size(); ++i) {
    for (const Entry& entry : rows[i]) {
      p.column.push_back(entry.column);
      p.value.push_back(static_cast<float>(entry.value));
    }
    const size_t padded = (p.column.size() + Affinities::kLanes - 1) / Affinities::kLanes;
    p.column.resize(padded * Affinities::kLanes, static_cast<int32_t>(i));
    p.value.resize(padded * Affinities::kLanes, 0);
    p.row_start.push_back(static_cast<int64_t>(p.column.size()));
  }
  return p;
}

}  // namespace

Eigen::ArrayXd PerplexityWeights(const Eigen::ArrayXd& squared_distance, double perplexity) {
  constexpr int kSteps = 100;
  constexpr double kTolerance = 1e-8;  // of the entropy, in nats
  const Eigen::ArrayXd d = squared_distance - squared_distance.minCoeff();
  const double mean = d.mean();
  if (mean == 0) return Eigen::ArrayXd::Constant(d.size(), 1.0 / static_cast<double>(d.size()));

  // Entropy falls as beta grows: double it until it is enclosed, then halve the interval.
  double low = 0;
  double high = std::numeric_limits<double>::infinity();
  double beta = 1 / mean;
  Eigen::ArrayXd w;
  for (int step = 0; step < kSteps; ++step) {
    w = (-beta * d).exp();
    const double sum = w.sum();
    w /= sum;
    const double excess = std::log(sum) + beta * (d * w).sum() - std::log(perplexity);
    if (std::abs(excess) < kTolerance) break;
    (excess > 0 ? low : high) = beta;
    beta = std::isinf(high) ? 2 * beta : (low + high) / 2;
  }
  return w;
}

Affinities ComputeAffinities(const Matrix& points, double perplexity, ThreadPool& pool) {
  const Index n = points.cols();
  const double fitting = std::min(perplexity, static_cast<double>(n - 1) / 3);
  const Index k = std::clamp<Index>(static_cast<Index>(3 * fitting), 1, n - 1);
  const Neighbours neighbours = NearestOthers(points, k, pool);
  Eigen::ArrayXXd conditional(k, n);  // p_j|i, one i per column
  ForEachRow(n, pool, [&](Index i) {
    conditional.col(i) = PerplexityWeights(neighbours.squared_distance.col(i).cast<double>(),
                                           std::max(fitting, 1.0));
  });

  Rows rows(static_cast<size_t>(n));
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < k; ++j) {
      const int32_t neighbour = neighbours.index(j, i);
      const double half = conditional(j, i) / static_cast<double>(2 * n);
      rows[static_cast<size_t>(i)].push_back({neighbour, half});
      rows[static_cast<size_t>(neighbour)].push_back({static_cast<int32_t>(i), half});
    }
  }
  ForEachRow(n, pool, [&](Index i) { SortAndMerge(rows[static_cast<size_t>(i)]); });
  return Flatten(rows);
}

}  // namespace vae

#include "explore/neighbours.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace vae {
namespace {

constexpr Index kQueriesPerTask = 64;
constexpr Index kBlock = 32;   // points whose distances are computed at once
constexpr Index kNobody = -1;  // an index that is no point's
constexpr Scalar kFarthest = std::numeric_limits<Scalar>::max();

struct Candidate {
  Scalar squared_distance;
  int32_t index;

  bool operator<(const Candidate& other) const {
    return squared_distance != other.squared_distance ? squared_distance < other.squared_distance
                                                      : index < other.index;
  }
};

// Points with the values of one dimension side by side, in whole blocks: a distance is computed the
// same way wherever its point stands, so equal points are exactly equally far, and at no distance
// from themselves. (The identity |p|^2 - 2 p.q + |q|^2 would lose that.)
class PointTable {
 public:
  using Block = Eigen::Array<Scalar, kBlock, 1>;

  explicit PointTable(const Matrix& points)
      : size_(points.cols()),
        values_(Matrix::Zero((size_ + kBlock - 1) / kBlock * kBlock, points.rows())) {
    values_.topRows(size_) = points.transpose();
  }

  Index size() const { return size_; }

  // Of the points [first, first + kBlock) from `query` (D); nothing in it counts from size() on.
  Block SquaredDistances(const ConstColumns::ConstColXpr& query, Index first) const {
    Block sum = Block::Zero();
    for (Index i = 0; i < values_.cols(); ++i) {
      sum += (values_.col(i).segment<kBlock>(first).array() - query(i)).square();
    }
    return sum;
  }

 private:
  Index size_;
  Matrix values_;  // (N rounded up, D)
};

// The k smallest candidates of those offered in the order of their index.
class Selection {
 public:
  explicit Selection(size_t k) : k_(k) { kept_.reserve(2 * k); }

  bool Wants(Scalar squared_distance) const {
    return kept_.size() < k_ || squared_distance < limit_;
  }

  void Offer(Candidate candidate) {
    // What overflowed or is no number is far away, but still somewhere.
    if (!(candidate.squared_distance < kFarthest)) candidate.squared_distance = kFarthest;
    kept_.push_back(candidate);
    if (kept_.size() == 2 * k_) Cut();
  }

  // Nearest first.
  std::vector<Candidate> Take() {
    Cut();
    std::sort(kept_.begin(), kept_.end());
    return std::move(kept_);
  }

 private:
  void Cut() {
    const auto last = kept_.begin() + static_cast<std::ptrdiff_t>(k_) - 1;
    std::nth_element(kept_.begin(), last, kept_.end());
    limit_ = last->squared_distance;
    kept_.resize(k_);
  }

  size_t k_;
  std::vector<Candidate> kept_;
  Scalar limit_ = std::numeric_limits<Scalar>::infinity();
};

std::vector<Candidate> FindNearest(const PointTable& table, const ConstColumns::ConstColXpr& query,
                                   Index k, Index except) {
  eigen_assert(k >= 1 && k <= table.size() - (except == kNobody ? 0 : 1));
  Selection selection(static_cast<size_t>(k));
  for (Index first = 0; first < table.size(); first += kBlock) {
    const PointTable::Block distances = table.SquaredDistances(query, first);
    if (!selection.Wants(distances.minCoeff())) continue;
    const Index count = std::min(kBlock, table.size() - first);
    for (Index i = 0; i < count; ++i) {
      if (first + i == except || !selection.Wants(distances(i))) continue;
      selection.Offer({distances(i), static_cast<int32_t>(first + i)});
    }
  }
  return selection.Take();
}

// Of each query among the points; `others`: the queries are the points.
Neighbours FindAll(const Matrix& points, const ConstColumns& queries, Index k, bool others,
                   ThreadPool& pool) {
  const PointTable table(points);
  Neighbours result;
  result.index.resize(k, queries.cols());
  result.squared_distance.resize(k, queries.cols());
  const Index tasks = (queries.cols() + kQueriesPerTask - 1) / kQueriesPerTask;
  pool.Run(static_cast<int>(tasks), [&](int task) {
    const Index first = task * kQueriesPerTask;
    const Index last = std::min(first + kQueriesPerTask, queries.cols());
    for (Index query = first; query < last; ++query) {
      const auto nearest = FindNearest(table, queries.col(query), k, others ? query : kNobody);
      for (Index i = 0; i < k; ++i) {
        const Candidate& candidate = nearest[static_cast<size_t>(i)];
        result.index(i, query) = candidate.index;
        result.squared_distance(i, query) = candidate.squared_distance;
      }
    }
  });
  return result;
}

// 1 for the point nearest to `point`, for each of `indices`; equal distances in the order of the
// points.
template <class Indices>
std::vector<Index> TrueRanks(const PointTable& table, const ConstColumns& points, Index point,
                             const Indices& indices) {
  Eigen::Array<Scalar, Eigen::Dynamic, 1> distances(table.size() + kBlock);
  for (Index first = 0; first < table.size(); first += kBlock) {
    distances.segment<kBlock>(first) = table.SquaredDistances(points.col(point), first);
  }
  distances(point) = std::numeric_limits<Scalar>::infinity();
  std::vector<Index> ranks;
  for (const Index index : indices) {
    const Scalar distance = distances(index);
    int32_t nearer = 0;
    for (Index i = 0; i < index; ++i) nearer += distances(i) <= distance;
    for (Index i = index + 1; i < table.size(); ++i) nearer += distances(i) < distance;
    ranks.push_back(nearer + 1);
  }
  return ranks;
}

}  // namespace

Neighbours NearestNeighbours(const Matrix& points, const Matrix& queries, Index k,
                             ThreadPool& pool) {
  return FindAll(points, queries, k, false, pool);
}

Neighbours NearestOthers(const Matrix& points, Index k, ThreadPool& pool) {
  return FindAll(points, points, k, true, pool);
}

Vector PlaceByNeighbours(const Matrix& points, const Matrix& positions, const Vector& query,
                         Index k) {
  eigen_assert(points.cols() == positions.cols() && points.rows() == query.size());
  const ConstColumns queries = query;
  const std::vector<Candidate> nearest =
      FindNearest(PointTable(points), queries.col(0), k, kNobody);
  if (nearest.front().squared_distance == 0) return positions.col(nearest.front().index);
  const auto width = static_cast<double>(nearest.back().squared_distance);  // s^2
  Eigen::VectorXd sum = Eigen::VectorXd::Zero(positions.rows());
  double weights = 0;
  for (const Candidate& candidate : nearest) {
    const double weight = std::exp(-static_cast<double>(candidate.squared_distance) / (2 * width));
    sum += weight * positions.col(candidate.index).cast<double>();
    weights += weight;
  }
  return (sum / weights).cast<Scalar>();
}

double Trustworthiness(const Matrix& points, const Matrix& positions, Index k, ThreadPool& pool) {
  const Index n = points.cols();
  eigen_assert(positions.cols() == n && k >= 1 && 2 * n > 3 * k + 1);
  const Neighbours on_map = NearestOthers(positions, k, pool);
  const PointTable table(points);
  const Index tasks = (n + kQueriesPerTask - 1) / kQueriesPerTask;
  std::vector<Index> excess(static_cast<size_t>(tasks), 0);
  pool.Run(static_cast<int>(tasks), [&](int task) {
    const Index first = task * kQueriesPerTask;
    for (Index point = first; point < std::min(first + kQueriesPerTask, n); ++point) {
      for (const Index rank : TrueRanks(table, points, point, on_map.index.col(point))) {
        excess[static_cast<size_t>(task)] += std::max<Index>(0, rank - k);
      }
    }
  });
  double sum = 0;
  for (const Index part : excess) sum += static_cast<double>(part);
  const double worst = static_cast<double>(n * k) * static_cast<double>(2 * n - 3 * k - 1) / 2;
  return 1 - sum / worst;
}

}  // namespace vae

#include "explore/grids.h"

#include <cmath>

#include "core/random.h"

namespace vae {
namespace {

// The line from a to b at t in [0, 1].
Eigen::VectorXd Linear(const Eigen::VectorXd& a, const Eigen::VectorXd& b, double t) {
  return (1 - t) * a + t * b;
}

// Shoemake, "Animating Rotation with Quaternion Curves" (SIGGRAPH 1985), for directions of any
// dimension: sin((1 - t) w) / sin(w) u + sin(t w) / sin(w) v, with w the angle between u and v.
Eigen::VectorXd Spherical(const Eigen::VectorXd& a, const Eigen::VectorXd& b, double t) {
  constexpr double kLeastSine = 1e-4;
  const double length_a = a.norm();
  const double length_b = b.norm();
  if (length_a == 0 || length_b == 0) return Linear(a, b, t);
  const Eigen::VectorXd u = a / length_a;
  const Eigen::VectorXd v = b / length_b;
  const double angle = 2 * std::atan2((u - v).norm(), (u + v).norm());
  if (std::sin(angle) < kLeastSine) return Linear(a, b, t);
  const Eigen::VectorXd direction =
      (std::sin((1 - t) * angle) * u + std::sin(t * angle) * v) / std::sin(angle);
  return ((1 - t) * length_a + t * length_b) * direction;
}

// The quantiles (i + 1/2) / count of N(0, 1).
Vector Quantiles(Index count) {
  Vector quantiles(count);
  for (Index i = 0; i < count; ++i) {
    const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
    quantiles(i) = static_cast<Scalar>(InverseNormalCdf(share));
  }
  return quantiles;
}

}  // namespace

Matrix ManifoldGrid(Index latent_dim, Index side, Index across, Index down) {
  eigen_assert(across != down && across >= 0 && across < latent_dim && down >= 0 &&
               down < latent_dim);
  const Vector quantiles = Quantiles(side);
  Matrix z = Matrix::Zero(latent_dim, side * side);
  for (Index row = 0; row < side; ++row) {
    for (Index column = 0; column < side; ++column) {
      z(across, row * side + column) = quantiles(column);
      z(down, row * side + column) = quantiles(side - 1 - row);
    }
  }
  return z;
}

Matrix ManifoldLine(Index latent_dim, Index side, Index along) {
  eigen_assert(along >= 0 && along < latent_dim);
  Matrix z = Matrix::Zero(latent_dim, side);
  z.row(along) = Quantiles(side).transpose();
  return z;
}

Matrix TraverseOne(const Vector& center, Index along, Index steps, Scalar range) {
  eigen_assert(steps >= 2 && along >= 0 && along < center.size());
  Matrix z = center.replicate(1, steps);
  for (Index i = 0; i < steps; ++i) {
    const Scalar share = static_cast<Scalar>(i) / static_cast<Scalar>(steps - 1);
    z(along, i) = range * (2 * share - 1);
  }
  return z;
}

Matrix Traversal(const Vector& center, Index steps, Scalar range) {
  Matrix z(center.size(), center.size() * steps);
  for (Index row = 0; row < center.size(); ++row) {
    z.middleCols(row * steps, steps) = TraverseOne(center, row, steps, range);
  }
  return z;
}

Vector PointBetween(const Vector& a, const Vector& b, double t, Path path) {
  const Eigen::VectorXd from = a.cast<double>();
  const Eigen::VectorXd to = b.cast<double>();
  return (path == Path::kSpherical ? Spherical(from, to, t) : Linear(from, to, t)).cast<Scalar>();
}

Matrix Interpolate(const Vector& a, const Vector& b, Index steps, Path path) {
  eigen_assert(steps >= 2 && a.size() == b.size());
  Matrix z(a.size(), steps);
  for (Index i = 1; i < steps - 1; ++i) {
    z.col(i) = PointBetween(a, b, static_cast<double>(i) / static_cast<double>(steps - 1), path);
  }
  z.col(0) = a;
  z.col(steps - 1) = b;
  return z;
}

}  // namespace vae

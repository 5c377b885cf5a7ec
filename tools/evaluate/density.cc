#include "evaluate/density.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace tools {

std::vector<double> KernelDensity(const std::vector<double>& values, size_t all,
                                  const std::vector<double>& places) {
  std::vector<double> density(places.size(), 0.0);
  if (values.empty()) return density;
  const auto n = static_cast<double>(values.size());
  const Eigen::Map<const Eigen::ArrayXd> v(values.data(), static_cast<Eigen::Index>(values.size()));
  const double sigma = std::sqrt((v - v.mean()).square().mean());
  // The floor serves values that are all the same.
  const double width = std::max(1.06 * sigma * std::pow(n, -0.2), 0.02);
  const double scale = 1 / (static_cast<double>(all) * width * std::sqrt(2 * std::numbers::pi));
  for (size_t i = 0; i < places.size(); ++i) {
    density[i] = scale * (-((places[i] - v) / width).square() / 2).exp().sum();
  }
  return density;
}

}  // namespace tools

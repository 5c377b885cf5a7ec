#include "explore/class_labels.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

namespace vae {
namespace {

constexpr int kPasses = 12;  // enough for ten names on one heap

Scalar Median(std::vector<Scalar>& values) {
  if (values.empty()) return std::numeric_limits<Scalar>::quiet_NaN();
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

Matrix ClassMedians(const Matrix& positions, std::span<const uint8_t> labels, Index classes) {
  Matrix medians(2, classes);
  std::vector<Scalar> values;
  for (Index label = 0; label < classes; ++label) {
    for (Index axis = 0; axis < 2; ++axis) {
      values.clear();
      for (Index i = 0; i < positions.cols(); ++i) {
        if (labels[static_cast<size_t>(i)] == label) values.push_back(positions(axis, i));
      }
      medians(axis, label) = Median(values);
    }
  }
  return medians;
}

void KeepApart(Matrix& places, Scalar distance) {
  for (int pass = 0; pass < kPasses; ++pass) {
    for (Index i = 0; i < places.cols(); ++i) {
      for (Index j = 0; j < i; ++j) {
        const Vector between = places.col(i) - places.col(j);
        const Scalar length = between.norm();
        if (!(length < distance) || length <= 0) continue;  // false for NaN as well
        const Scalar share = (distance - length) / (2 * length);
        places.col(i) += share * between;
        places.col(j) -= share * between;
      }
    }
  }
}

}  // namespace vae

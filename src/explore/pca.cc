#include "explore/pca.h"

#include <Eigen/Eigenvalues>

namespace vae {

Pca FitPca(const Matrix& points, Index k) {
  eigen_assert(points.cols() >= 2 && k >= 1 && k <= points.rows());
  const Eigen::VectorXd mean = points.cast<double>().rowwise().mean();
  const Eigen::MatrixXd centred = points.cast<double>().colwise() - mean;
  const Eigen::MatrixXd covariance =
      centred * centred.transpose() / static_cast<double>(points.cols() - 1);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);

  // The solver's values increase.
  Eigen::MatrixXd axes = solver.eigenvectors().rightCols(k).rowwise().reverse();
  const Eigen::VectorXd variance = solver.eigenvalues().tail(k).reverse().cwiseMax(0.0);
  for (Index i = 0; i < k; ++i) {
    Index largest = 0;
    axes.col(i).cwiseAbs().maxCoeff(&largest);
    if (axes(largest, i) < 0) axes.col(i) *= -1;
  }
  return {.mean = mean.cast<Scalar>(),
          .axes = axes.cast<Scalar>(),
          .variance = variance.cast<Scalar>()};
}

Matrix Project(const Pca& pca, const Matrix& points) {
  return pca.axes.transpose() * (points.colwise() - pca.mean);
}

Matrix Unproject(const Pca& pca, const Matrix& coordinates) {
  return (pca.axes * coordinates).colwise() + pca.mean;
}

}  // namespace vae

#include "core/quantize.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

namespace vae {
namespace {

constexpr double kLargest = 127;
// Of the mean of the inputs' squares, added to each: pixels that are always paper say nothing of
// how they weigh, and share in the errors of others otherwise.
constexpr double kDamping = 0.01;

// The upper triangular U with inverse(H) = U^T U, H the second moments of the inputs: its row j
// says how an error in column j is best made good by the columns after it.
Eigen::MatrixXd Compensation(const ConstColumns& x) {
  Eigen::MatrixXd moments = Eigen::MatrixXd::Zero(x.rows(), x.rows());
  moments.selfadjointView<Eigen::Lower>().rankUpdate(x.cast<double>());
  const double mean = moments.trace() / static_cast<double>(x.rows());
  moments.diagonal().array() += mean > 0 ? kDamping * mean : 1;
  const Eigen::MatrixXd inverse = moments.selfadjointView<Eigen::Lower>().llt().solve(
      Eigen::MatrixXd::Identity(x.rows(), x.rows()));
  return inverse.llt().matrixU();
}

Matrix Hidden(const DenseParams& p, const ConstColumns& x) {
  Matrix h(p.out(), x.cols());
  DenseForward(p, x, h);
  return h.array().tanh();
}

}  // namespace

QuantizedWeights Quantize(const Weights& w, const ConstColumns& x) {
  eigen_assert(x.rows() == w.cols() && x.cols() > 0);
  QuantizedWeights rounded;
  rounded.q.resize(w.rows(), w.cols());
  rounded.scale = w.cwiseAbs().rowwise().maxCoeff() / static_cast<Scalar>(kLargest);
  const Eigen::MatrixXd u = Compensation(x);
  const Eigen::VectorXd scale = rounded.scale.cast<double>();
  Eigen::MatrixXd rest = w.cast<double>();
  for (Index j = 0; j < w.cols(); ++j) {
    const Index after = w.cols() - j - 1;
    Eigen::VectorXd error(w.rows());
    for (Index i = 0; i < w.rows(); ++i) {
      const double whole = scale(i) > 0 ? std::nearbyint(rest(i, j) / scale(i)) : 0;
      const double q = std::clamp(whole, -kLargest, kLargest);
      rounded.q(i, j) = static_cast<int8_t>(q);
      error(i) = (rest(i, j) - q * scale(i)) / u(j, j);
    }
    rest.rightCols(after).noalias() -= error * u.row(j).tail(after);
  }
  return rounded;
}

std::array<QuantizedWeights, 4> QuantizeLayers(const VaeParams& params, const ConstColumns& z) {
  const Matrix x = Decode(params, z);
  return {Quantize(params.encoder_hidden.w, x),
          Quantize(params.encoder_latent.w, Hidden(params.encoder_hidden, x)),
          Quantize(params.decoder_hidden.w, z),
          Quantize(params.decoder_output.w, Hidden(params.decoder_hidden, z))};
}

}  // namespace vae

#include "core/adam.h"

#include <algorithm>
#include <cmath>

namespace vae {
namespace {

using Flat = Eigen::Map<Eigen::Array<Scalar, Eigen::Dynamic, 1>>;
using ConstFlat = Eigen::Map<const Eigen::Array<Scalar, Eigen::Dynamic, 1>>;

// What one pass below leaves in the nearest cache for the next.
constexpr Index kRun = 512;

// Algorithm 1 for a row of numbers. The corrections 1 / (1 - beta^t) of both moments are folded
// into two factors, as in section 2 of the paper.
void Update(const AdamOptions& o, int64_t t, const ConstFlat& g, Flat m, Flat v, Flat theta) {
  const auto steps = static_cast<double>(t);
  const auto rate = static_cast<Scalar>(o.learning_rate / (1 - std::pow(o.beta1, steps)));
  const auto root = static_cast<Scalar>(1 / std::sqrt(1 - std::pow(o.beta2, steps)));
  const auto beta1 = static_cast<Scalar>(o.beta1);
  const auto beta2 = static_cast<Scalar>(o.beta2);
  const auto rest1 = static_cast<Scalar>(1 - o.beta1);
  const auto rest2 = static_cast<Scalar>(1 - o.beta2);
  for (Index first = 0; first < g.size(); first += kRun) {
    const auto run = [&](auto& all) {
      return all.segment(first, std::min(kRun, g.size() - first));
    };
    run(m) = beta1 * run(m) + rest1 * run(g);
    run(v) = beta2 * run(v) + rest2 * run(g).square();
    run(theta) -= rate * run(m) / (run(v).sqrt() * root + static_cast<Scalar>(o.epsilon));
  }
}

Flat Rows(DenseParams& p, Index row, Index rows) {
  return {p.w.data() + row * p.in(), rows * p.in()};
}

}  // namespace

AdamMoments AdamMoments::Zero(const VaeShape& shape) {
  return {VaeParams::Zero(shape), VaeParams::Zero(shape)};
}

void AdamUpdate(const AdamOptions& options, int64_t t, const DenseParams& grad, Index row,
                Index rows, DenseParams& m, DenseParams& v, DenseParams& params) {
  Update(options, t, ConstFlat(grad.w.data() + row * grad.in(), rows * grad.in()),
         Rows(m, row, rows), Rows(v, row, rows), Rows(params, row, rows));
  Update(options, t, ConstFlat(grad.b.data() + row, rows), Flat(m.b.data() + row, rows),
         Flat(v.b.data() + row, rows), Flat(params.b.data() + row, rows));
}

void AdamUpdate(const AdamOptions& options, int64_t t, const VaeParams& grad, AdamMoments& moments,
                VaeParams& params) {
  const auto g = Layers(grad);
  const auto m = Layers(moments.m);
  const auto v = Layers(moments.v);
  const auto theta = Layers(params);
  for (size_t i = 0; i < theta.size(); ++i) {
    AdamUpdate(options, t, *g[i], 0, theta[i]->out(), *m[i], *v[i], *theta[i]);
  }
}

}  // namespace vae

#include "core/vae.h"

#include <cmath>

#include "core/random.h"

namespace vae {
namespace {

// x is the input of each layer; the rest is what the forward pass left behind.
const Matrix& LayerInput(size_t layer, const Matrix& x, const VaeActivations& act) {
  const std::array<const Matrix*, 4> inputs = {&x, &act.encoder_hidden, &act.z,
                                               &act.decoder_hidden};
  return *inputs[layer];
}

const Matrix& LayerDelta(size_t layer, const VaeDeltas& deltas) {
  const std::array<const Matrix*, 4> all = {&deltas.encoder_hidden, &deltas.encoder_latent,
                                            &deltas.decoder_hidden, &deltas.decoder_output};
  return *all[layer];
}

// Sum over pixels of softplus(l) - x l, where softplus(l) = log(1 + e^l) is computed as
// max(l, 0) + log(1 + e^-|l|), whose exponential cannot overflow.
Scalar BernoulliNatsOfColumn(const ConstColumns::ConstColXpr& x,
                             const ConstColumns::ConstColXpr& logits) {
  const auto l = logits.array();
  return (l.max(Scalar{0}) - x.array() * l + (-l.abs()).exp().log1p()).sum();
}

// -1/2 sum_j (1 + 2 log_sigma_j - mu_j^2 - sigma_j^2)  [appendix B]
template <class Mu, class LogSigma>
Scalar GaussianKlNatsOfColumn(const Mu& mu, const LogSigma& log_sigma) {
  return Scalar{-0.5} *
         (1 + 2 * log_sigma.array() - mu.array().square() - (2 * log_sigma.array()).exp()).sum();
}

}  // namespace

std::array<DenseParams*, 4> Layers(VaeParams& params) {
  return {&params.encoder_hidden, &params.encoder_latent, &params.decoder_hidden,
          &params.decoder_output};
}

std::array<const DenseParams*, 4> Layers(const VaeParams& params) {
  return {&params.encoder_hidden, &params.encoder_latent, &params.decoder_hidden,
          &params.decoder_output};
}

VaeShape VaeParams::shape() const {
  return {.hidden_dim = static_cast<int>(decoder_hidden.out()),
          .latent_dim = static_cast<int>(decoder_hidden.in())};
}

VaeParams VaeParams::Zero(const VaeShape& shape) {
  const Index h = shape.hidden_dim;
  const Index l = shape.latent_dim;
  const auto zero = [](Index out, Index in) {
    return DenseParams{Weights::Zero(out, in), Vector::Zero(out)};
  };
  return {zero(h, kDigitPixels), zero(2 * l, h), zero(h, l), zero(kDigitPixels, h)};
}

namespace {

// `limit` is that of a layer's weights.
VaeParams UniformWeights(const VaeShape& shape, uint64_t seed,
                         double (*limit)(const DenseParams& layer)) {
  VaeParams params = VaeParams::Zero(shape);
  uint64_t number = 0;
  for (DenseParams* layer : Layers(params)) {
    FillUniform({seed, Stream::kWeights, number++}, static_cast<Scalar>(limit(*layer)), layer->w);
  }
  return params;
}

}  // namespace

VaeParams VaeParams::Xavier(const VaeShape& shape, uint64_t seed) {
  return UniformWeights(shape, seed, [](const DenseParams& layer) {
    return std::sqrt(6.0 / static_cast<double>(layer.in() + layer.out()));
  });
}

VaeParams VaeParams::FanIn(const VaeShape& shape, uint64_t seed) {
  return UniformWeights(shape, seed, [](const DenseParams& layer) {
    return 1 / std::sqrt(static_cast<double>(layer.in()));
  });
}

Posterior Encode(const VaeParams& params, const ConstColumns& x) {
  const auto [hidden_dim, latent_dim] = params.shape();
  Matrix hidden(hidden_dim, x.cols());
  Matrix latent(2 * latent_dim, x.cols());
  DenseForward(params.encoder_hidden, x, hidden);
  hidden = hidden.array().tanh();
  DenseForward(params.encoder_latent, hidden, latent);
  return {latent.topRows(latent_dim), latent.bottomRows(latent_dim)};
}

Matrix Reparameterize(const Posterior& q, const ConstColumns& eps) {
  return q.mu.array() + q.log_sigma.array().exp() * eps.array();
}

Matrix DecodeLogits(const VaeParams& params, const ConstColumns& z) {
  Matrix hidden(params.decoder_hidden.out(), z.cols());
  Matrix logits(kDigitPixels, z.cols());
  DenseForward(params.decoder_hidden, z, hidden);
  hidden = hidden.array().tanh();
  DenseForward(params.decoder_output, hidden, logits);
  return logits;
}

Matrix Sigmoid(const ConstColumns& logits) { return logits.array().logistic(); }

Matrix Decode(const VaeParams& params, const ConstColumns& z) {
  return Sigmoid(DecodeLogits(params, z));
}

Vector BernoulliNats(const ConstColumns& x, const ConstColumns& logits) {
  Vector nats(x.cols());
  for (Index i = 0; i < x.cols(); ++i) nats(i) = BernoulliNatsOfColumn(x.col(i), logits.col(i));
  return nats;
}

Vector GaussianKlNats(const Posterior& q) {
  Vector nats(q.mu.cols());
  for (Index i = 0; i < nats.size(); ++i) {
    nats(i) = GaussianKlNatsOfColumn(q.mu.col(i), q.log_sigma.col(i));
  }
  return nats;
}

void VaeActivations::Resize(const VaeShape& shape, Index batch, Index samples) {
  encoder_hidden.resize(shape.hidden_dim, batch);
  latent.resize(2 * shape.latent_dim, batch);
  z.resize(shape.latent_dim, batch * samples);
  decoder_hidden.resize(shape.hidden_dim, batch * samples);
  logits.resize(kDigitPixels, batch * samples);
  terms.recon_nats.resize(batch * samples);
  terms.kl_nats.resize(batch);
}

void VaeDeltas::Resize(const VaeShape& shape, Index batch, Index samples) {
  encoder_hidden.resize(shape.hidden_dim, batch);
  encoder_latent.resize(2 * shape.latent_dim, batch);
  decoder_hidden.resize(shape.hidden_dim, batch * samples);
  decoder_output.resize(kDigitPixels, batch * samples);
}

void VaeForward(const VaeParams& params, const Matrix& input, const Matrix& target,
                const Matrix& eps, ColumnRange range, VaeActivations& act) {
  const Index latent_dim = params.shape().latent_dim;
  const Index samples = eps.cols() / input.cols();
  const auto digits = [&](auto& m) { return m.middleCols(range.first, range.count); };
  const auto draws = [&](auto& m) {
    return m.middleCols(range.first * samples, range.count * samples);
  };

  // Encoder: q(z|x).
  auto hidden = digits(act.encoder_hidden);
  DenseForward(params.encoder_hidden, digits(input), hidden);
  hidden.array() = hidden.array().tanh();
  DenseForward(params.encoder_latent, hidden, digits(act.latent));

  // Samples of it: z = mu + sigma * eps  [eq. 10]
  for (Index i = range.first; i < range.first + range.count; ++i) {
    const auto mu = act.latent.col(i).head(latent_dim);
    const auto log_sigma = act.latent.col(i).tail(latent_dim);
    const Vector sigma = log_sigma.array().exp();
    for (Index k = i * samples; k < (i + 1) * samples; ++k) {
      act.z.col(k) = mu + sigma.cwiseProduct(eps.col(k));
    }
    act.terms.kl_nats(i) = GaussianKlNatsOfColumn(mu, log_sigma);
  }

  // Decoder: the logits of p(x|z), and what the target costs under them.
  auto decoder_hidden = draws(act.decoder_hidden);
  DenseForward(params.decoder_hidden, draws(act.z), decoder_hidden);
  decoder_hidden.array() = decoder_hidden.array().tanh();
  DenseForward(params.decoder_output, decoder_hidden, draws(act.logits));
  const ConstColumns logits(act.logits);
  const ConstColumns x(target);
  for (Index k = range.first * samples; k < (range.first + range.count) * samples; ++k) {
    act.terms.recon_nats(k) = BernoulliNatsOfColumn(x.col(k / samples), logits.col(k));
  }
}

namespace {

using Kind = VaeObjective::Kind;

// w_k / sum w for the samples of digit i, w_k = p(x, z_k) / q(z_k|x): what each sample counts in
// the gradient of the importance-weighted bound.
Vector NormalizedImportance(const VaeActivations& act, const Matrix& eps, Index i) {
  const Index samples = eps.cols() / act.latent.cols();
  Vector log_w(samples);
  for (Index k = 0; k < samples; ++k) {
    const Index column = i * samples + k;
    // log p(z) - log q(z|x), without what is the same for all k.
    const Scalar log_ratio = (eps.col(column).squaredNorm() - act.z.col(column).squaredNorm()) / 2;
    log_w(k) = log_ratio - act.terms.recon_nats(column);
  }
  const Vector w = (log_w.array() - log_w.maxCoeff()).exp();
  return w / w.sum();
}

// What each sample of digit i counts in the gradient.
Vector SampleShares(const VaeActivations& act, const Matrix& eps, Kind kind, Index i) {
  if (kind == Kind::kImportanceWeighted) return NormalizedImportance(act, eps, i);
  const Index samples = eps.cols() / act.latent.cols();
  return Vector::Constant(samples, Scalar{1} / static_cast<Scalar>(samples));
}

// One digit's dL/dmu over dL/dlog_sigma (2L), from its samples' dz = scale * share * d recon / dz
// (L, K). z = mu + sigma eps, so that dmu = dz and dlog_sigma = dz sigma eps.
void LatentDelta(const Eigen::Ref<const Vector>& latent, const ConstColumns& z,
                 const ConstColumns& eps, const VaeObjective& objective, const Vector& shares,
                 Columns dz, Eigen::Ref<Vector> delta) {
  const Index latent_dim = z.rows();
  const auto mu = latent.head(latent_dim).array();
  const Vector sigma = latent.tail(latent_dim).array().exp();
  auto d_mu = delta.head(latent_dim).array();
  auto d_log_sigma = delta.tail(latent_dim).array();
  delta.setZero();
  if (objective.kind == Kind::kElbo) {
    // The closed form of KL adds mu and sigma^2 - 1.
    const Scalar weight = objective.scale * objective.kl_weight;
    d_mu = weight * mu;
    d_log_sigma = weight * (sigma.array().square() - 1);
  } else {
    // With q's own parameters held fixed, d(-log w) / dz = d recon / dz + z - eps / sigma: by its
    // share [Roeder et al., eq. 8], or by the share's square [Tucker et al., eq. 8].
    const bool square = objective.kind == Kind::kImportanceWeighted;
    const Scalar kl_weight = square ? Scalar{1} : objective.kl_weight;
    for (Index k = 0; k < dz.cols(); ++k) {
      const Scalar again = square ? shares(k) : Scalar{1};
      const Scalar weight = objective.scale * shares(k) * again * kl_weight;
      dz.col(k) = again * dz.col(k) + weight * (z.col(k) - eps.col(k).cwiseQuotient(sigma));
    }
  }
  for (Index k = 0; k < dz.cols(); ++k) {
    d_mu += dz.col(k).array();
    d_log_sigma += dz.col(k).array() * sigma.array() * eps.col(k).array();
  }
}

}  // namespace

void VaeBackward(const VaeParams& params, const Matrix& target, const Matrix& eps,
                 const VaeActivations& act, const VaeObjective& objective, ColumnRange range,
                 VaeDeltas& deltas) {
  const Index samples = eps.cols() / target.cols();
  const ColumnRange sample_range{range.first * samples, range.count * samples};
  const auto draws = [&](auto& m) { return m.middleCols(sample_range.first, sample_range.count); };

  // d recon / d logit = sigmoid(logit) - x, for each sample by its share.
  Matrix shares(samples, range.count);
  for (Index i = 0; i < range.count; ++i) {
    shares.col(i) = SampleShares(act, eps, objective.kind, range.first + i);
    const auto x = target.col(range.first + i).array();
    for (Index k = 0; k < samples; ++k) {
      const Index column = (range.first + i) * samples + k;
      deltas.decoder_output.col(column) =
          objective.scale * shares(k, i) * (act.logits.col(column).array().logistic() - x);
    }
  }

  // Through the decoder's tanh (1 - g^2) to dz.
  auto decoder_hidden = draws(deltas.decoder_hidden);
  DenseBackwardInput(params.decoder_output, draws(deltas.decoder_output), decoder_hidden);
  decoder_hidden.array() *= 1 - draws(act.decoder_hidden).array().square();
  Matrix dz(act.z.rows(), sample_range.count);
  DenseBackwardInput(params.decoder_hidden, decoder_hidden, dz);

  // To mu and log_sigma.
  for (Index i = 0; i < range.count; ++i) {
    const Index digit = range.first + i;
    LatentDelta(act.latent.col(digit), act.z.middleCols(digit * samples, samples),
                eps.middleCols(digit * samples, samples), objective, shares.col(i),
                dz.middleCols(i * samples, samples), deltas.encoder_latent.col(digit));
  }

  // Through the encoder's tanh.
  auto encoder_hidden = deltas.encoder_hidden.middleCols(range.first, range.count);
  DenseBackwardInput(params.encoder_latent,
                     deltas.encoder_latent.middleCols(range.first, range.count), encoder_hidden);
  encoder_hidden.array() *=
      1 - act.encoder_hidden.middleCols(range.first, range.count).array().square();
}

void VaeGradient(const Matrix& input, const VaeActivations& act, const VaeDeltas& deltas,
                 size_t layer, Index row, Index rows, VaeParams& gradient) {
  DenseBackwardParams(LayerInput(layer, input, act), LayerDelta(layer, deltas), row, rows,
                      *Layers(gradient)[layer]);
}

void VaeGradient(const Matrix& input, const VaeActivations& act, const VaeDeltas& deltas,
                 VaeParams& gradient) {
  for (size_t layer = 0; layer < kLayerNames.size(); ++layer) {
    VaeGradient(input, act, deltas, layer, 0, Layers(gradient)[layer]->out(), gradient);
  }
}

}  // namespace vae

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

VaeParams VaeParams::Xavier(const VaeShape& shape, uint64_t seed) {
  VaeParams params = Zero(shape);
  uint64_t number = 0;
  for (DenseParams* layer : Layers(params)) {
    const double limit = std::sqrt(6.0 / static_cast<double>(layer->in() + layer->out()));
    FillUniform({seed, Stream::kWeights, number++}, static_cast<Scalar>(limit), layer->w);
  }
  return params;
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

void VaeActivations::Resize(const VaeShape& shape, Index batch) {
  encoder_hidden.resize(shape.hidden_dim, batch);
  latent.resize(2 * shape.latent_dim, batch);
  z.resize(shape.latent_dim, batch);
  decoder_hidden.resize(shape.hidden_dim, batch);
  logits.resize(kDigitPixels, batch);
  elbo.recon_nats.resize(batch);
  elbo.kl_nats.resize(batch);
}

void VaeDeltas::Resize(const VaeShape& shape, Index batch) {
  encoder_hidden.resize(shape.hidden_dim, batch);
  encoder_latent.resize(2 * shape.latent_dim, batch);
  decoder_hidden.resize(shape.hidden_dim, batch);
  decoder_output.resize(kDigitPixels, batch);
}

void VaeForward(const VaeParams& params, const Matrix& x, const Matrix& eps, ColumnRange range,
                VaeActivations& act) {
  const auto columns = [range](auto& m) { return m.middleCols(range.first, range.count); };
  const Index latent_dim = params.shape().latent_dim;

  // Encoder: q(z|x).
  auto hidden = columns(act.encoder_hidden);
  DenseForward(params.encoder_hidden, columns(x), hidden);
  hidden.array() = hidden.array().tanh();
  DenseForward(params.encoder_latent, hidden, columns(act.latent));
  const auto mu = columns(act.latent).topRows(latent_dim);
  const auto log_sigma = columns(act.latent).bottomRows(latent_dim);

  // One sample of it: z = mu + sigma * eps  [eq. 10]
  columns(act.z).array() = mu.array() + log_sigma.array().exp() * columns(eps).array();

  // Decoder: the logits of p(x|z).
  auto decoder_hidden = columns(act.decoder_hidden);
  DenseForward(params.decoder_hidden, columns(act.z), decoder_hidden);
  decoder_hidden.array() = decoder_hidden.array().tanh();
  DenseForward(params.decoder_output, decoder_hidden, columns(act.logits));

  // Both terms of -ELBO.
  act.elbo.recon_nats.segment(range.first, range.count) =
      BernoulliNats(columns(x), columns(act.logits));
  for (Index i = 0; i < range.count; ++i) {
    act.elbo.kl_nats(range.first + i) = GaussianKlNatsOfColumn(mu.col(i), log_sigma.col(i));
  }
}

void VaeBackward(const VaeParams& params, const Matrix& x, const Matrix& eps,
                 const VaeActivations& act, Scalar scale, ColumnRange range, VaeDeltas& deltas) {
  const auto columns = [range](auto& m) { return m.middleCols(range.first, range.count); };
  const Index latent_dim = params.shape().latent_dim;

  // d recon / d logit = sigmoid(logit) - x
  auto output = columns(deltas.decoder_output);
  output.array() = scale * (columns(act.logits).array().logistic() - columns(x).array());

  // Through the decoder's tanh (1 - g^2) to dz.
  auto decoder_hidden = columns(deltas.decoder_hidden);
  DenseBackwardInput(params.decoder_output, output, decoder_hidden);
  decoder_hidden.array() *= 1 - columns(act.decoder_hidden).array().square();
  auto latent = columns(deltas.encoder_latent);
  auto d_mu = latent.topRows(latent_dim);
  auto d_log_sigma = latent.bottomRows(latent_dim);
  DenseBackwardInput(params.decoder_hidden, decoder_hidden, d_mu);  // dz, for the moment

  // z = mu + sigma eps: dmu = dz and dlog_sigma = dz sigma eps. KL adds mu and sigma^2 - 1.
  const auto mu = columns(act.latent).topRows(latent_dim).array();
  const auto sigma = columns(act.latent).bottomRows(latent_dim).array().exp();
  d_log_sigma.array() = d_mu.array() * sigma * columns(eps).array() + scale * (sigma.square() - 1);
  d_mu.array() += scale * mu;

  // Through the encoder's tanh.
  auto encoder_hidden = columns(deltas.encoder_hidden);
  DenseBackwardInput(params.encoder_latent, latent, encoder_hidden);
  encoder_hidden.array() *= 1 - columns(act.encoder_hidden).array().square();
}

void VaeGradient(const Matrix& x, const VaeActivations& act, const VaeDeltas& deltas, size_t layer,
                 Index row, Index rows, VaeParams& gradient) {
  DenseBackwardParams(LayerInput(layer, x, act), LayerDelta(layer, deltas), row, rows,
                      *Layers(gradient)[layer]);
}

void VaeGradient(const Matrix& x, const VaeActivations& act, const VaeDeltas& deltas,
                 VaeParams& gradient) {
  for (size_t layer = 0; layer < kLayerNames.size(); ++layer) {
    VaeGradient(x, act, deltas, layer, 0, Layers(gradient)[layer]->out(), gradient);
  }
}

}  // namespace vae

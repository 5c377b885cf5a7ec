#include "core/vae.h"

#include <cmath>

#include "core/product.h"
#include "core/random.h"

namespace vae {
namespace {

using LaneArray = Eigen::Array<Scalar, 1, Eigen::Dynamic>;  // a number for each padded column

// What a forward pass left behind: the input of each layer but the first.
const Matrix& LayerInput(size_t layer, const VaeActivations& act) {
  const std::array<const Matrix*, 3> inputs = {&act.encoder_hidden, &act.z, &act.decoder_hidden};
  return *inputs[layer - 1];
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

namespace {

// y = tanh(W x + b), some of its rows and columns.
void HiddenRows(const DenseParams& p, const RowMatrix& x, Terms terms, RowRange rows,
                ColumnRange columns, RowMatrix& y) {
  DenseForwardRows(p, x, terms, rows, columns, y);
  auto hidden = y.block(rows.first, columns.first, rows.count, columns.count);
  hidden = hidden.array().tanh();
}

// One of a network's layers: `bytes`, where there are any, stand for `floats`.
struct Layer {
  const DenseParams& floats;
  const ByteDense* bytes = nullptr;

  void Forward(const ConstColumns& x, Matrix& y) const {
    if (bytes != nullptr) return bytes->Forward(x, y);
    DenseForward(floats, x, y);
  }

  void ForwardRows(const RowMatrix& x, RowMatrix& y) const {
    if (bytes != nullptr) return bytes->ForwardRows(x, y);
    DenseForwardRows(floats, x, {floats.in()}, {0, floats.out()}, {0, x.cols()}, y);
  }
};

// second(tanh(first(x))), half of the network. x: (in, B) -> (out, B)
Matrix ThroughHidden(const Layer& first, const Layer& second, const ConstColumns& x) {
  const Index hidden_dim = first.floats.out();
  Matrix y(second.floats.out(), x.cols());
  if (x.cols() < kLanes) {  // to read the weights takes all the time
    Matrix hidden(hidden_dim, x.cols());
    first.Forward(x, hidden);
    hidden = hidden.array().tanh();
    second.Forward(hidden, y);
    return y;
  }
  // A feature a row, as in training, in blocks that stay in the cache. The length of a row is no
  // power of two: else the rows would take each other's place there.
  constexpr Index kMostColumns = 96;
  static_assert(kMostColumns % kTileColumns == 0);
  const Index blocks = (x.cols() + kMostColumns - 1) / kMostColumns;
  const Index columns = Padded((x.cols() + blocks - 1) / blocks);
  RowMatrix rows(x.rows(), columns);
  RowMatrix hidden(hidden_dim, columns);
  RowMatrix out(y.rows(), columns);
  rows.setZero();
  for (Index at = 0; at < x.cols(); at += columns) {
    const Index count = std::min(columns, x.cols() - at);
    rows.leftCols(count) = x.middleCols(at, count);
    first.ForwardRows(rows, hidden);
    hidden = hidden.array().tanh();
    second.ForwardRows(hidden, out);
    y.middleCols(at, count) = out.leftCols(count);
  }
  return y;
}

}  // namespace

ByteLayers ByteLayers::Of(const std::array<QuantizedWeights, kLayerNames.size()>& layers,
                          const VaeParams& params) {
  return {.encoder_hidden = {layers[0], params.encoder_hidden.b},
          .decoder_output = {layers[3], params.decoder_output.b}};
}

Posterior Encode(const Network& network, const ConstColumns& x) {
  const auto& [params, bytes] = network;
  const Layer hidden{params.encoder_hidden, bytes == nullptr ? nullptr : &bytes->encoder_hidden};
  const Matrix latent = ThroughHidden(hidden, {params.encoder_latent}, x);
  const Index latent_dim = params.shape().latent_dim;
  return {latent.topRows(latent_dim), latent.bottomRows(latent_dim)};
}

Matrix Reparameterize(const Posterior& q, const ConstColumns& eps) {
  return q.mu.array() + q.log_sigma.array().exp() * eps.array();
}

Matrix DecodeLogits(const Network& network, const ConstColumns& z) {
  const auto& [params, bytes] = network;
  const Layer output{params.decoder_output, bytes == nullptr ? nullptr : &bytes->decoder_output};
  return ThroughHidden({params.decoder_hidden}, output, z);
}

Matrix Sigmoid(const ConstColumns& logits) { return logits.array().logistic(); }

Matrix Decode(const Network& network, const ConstColumns& z) {
  return Sigmoid(DecodeLogits(network, z));
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

namespace {

// Pieces of work, cut without regard to the number of threads (thread_pool.h).
constexpr Index kRowsPerTask = 24;    // of a layer
constexpr Index kDigitsPerTask = 16;  // whole vectors, of any width, also of their samples
static_assert(kDigitsPerTask % kLanes == 0);

}  // namespace

void VaeActivations::Resize(const VaeShape& shape, Index batch, Index samples) {
  const Index digits = Padded(batch);
  const Index draws = Padded(batch * samples);
  encoder_hidden.resize(shape.hidden_dim, batch);
  latent.resize(2 * shape.latent_dim, batch);
  z.resize(shape.latent_dim, batch * samples);
  decoder_hidden.resize(shape.hidden_dim, batch * samples);
  terms.recon_nats.resize(batch * samples);
  terms.kl_nats.resize(batch);
  rows.input.resize(kDigitPixels, digits);
  rows.target.resize(kDigitPixels, draws);
  rows.encoder_hidden.resize(shape.hidden_dim, digits);
  rows.latent.resize(2 * shape.latent_dim, digits);
  rows.z.resize(shape.latent_dim, draws);
  rows.decoder_hidden.resize(shape.hidden_dim, draws);
  rows.logits.resize(kDigitPixels, draws);
  rows.recon_nats.resize((kDigitPixels + kRowsPerTask - 1) / kRowsPerTask, draws);
  for (RowMatrix* filled : {&rows.input, &rows.target, &rows.z}) {
    const Index used = filled == &rows.input ? batch : batch * samples;
    filled->rightCols(filled->cols() - used).setZero();
  }
}

void VaeDeltas::Resize(const VaeShape& shape, Index batch, Index samples) {
  encoder_hidden.resize(shape.hidden_dim, batch);
  encoder_latent.resize(2 * shape.latent_dim, batch);
  decoder_hidden.resize(shape.hidden_dim, batch * samples);
  decoder_output.resize(kDigitPixels, batch * samples);
}

namespace {

// From a digit a column to a feature a row.
void LayInRows(const Matrix& input, const Matrix& target, Index samples, ThreadPool& pool,
               VaeActivations& act) {
  VaeActivations::Rows& rows = act.rows;
  std::array<bool, kDigitPixels> inked;
  ForEachPiece(kDigitPixels, kRowsPerTask, pool, [&](Index first, Index count) {
    rows.input.block(first, 0, count, input.cols()) = input.middleRows(first, count);
    for (Index k = 0; k < samples; ++k) {
      rows.target(Eigen::seqN(first, count), Eigen::seqN(k, target.cols(), samples)) =
          target.middleRows(first, count);
    }
    for (Index i = first; i < first + count; ++i) {
      inked[static_cast<size_t>(i)] = (rows.input.row(i).array() != 0).any();
    }
  });
  act.inked.clear();
  for (Index i = 0; i < kDigitPixels; ++i) {
    if (inked[static_cast<size_t>(i)]) act.inked.push_back(i);
  }
  act.inked_input.resize(static_cast<Index>(act.inked.size()), input.cols());
}

// What the digits `range` of a batch of `batch` fill, with what fills up the last vector, `samples`
// columns each.
ColumnRange WholeVectors(ColumnRange range, Index samples) {
  return {range.first * samples, Padded(range.count * samples)};
}

// Between the layers of the encoder and of the decoder: from h to g, for some digits.
void ForwardLatent(const VaeParams& params, const Matrix& eps, ColumnRange range,
                   VaeActivations& act) {
  const auto [hidden_dim, latent_dim] = params.shape();
  const Index samples = eps.cols() / act.latent.cols();
  const ColumnRange digits = WholeVectors(range, 1);
  const ColumnRange draws = WholeVectors(range, samples);
  DenseForwardRows(params.encoder_latent, act.rows.encoder_hidden, {hidden_dim},
                   {0, 2 * latent_dim}, digits, act.rows.latent);
  act.latent.middleCols(range.first, range.count) =
      act.rows.latent.middleCols(range.first, range.count);

  // Samples of q(z|x): z = mu + sigma * eps  [eq. 10]
  for (Index i = range.first; i < range.first + range.count; ++i) {
    const auto mu = act.latent.col(i).head(latent_dim);
    const auto log_sigma = act.latent.col(i).tail(latent_dim);
    const Vector sigma = log_sigma.array().exp();
    for (Index k = i * samples; k < (i + 1) * samples; ++k) {
      act.z.col(k) = mu + sigma.cwiseProduct(eps.col(k));
    }
    act.terms.kl_nats(i) = GaussianKlNatsOfColumn(mu, log_sigma);
  }
  const auto drawn = [&](auto& m) { return m.middleCols(draws.first, range.count * samples); };
  drawn(act.rows.z) = drawn(act.z);
  HiddenRows(params.decoder_hidden, act.rows.z, {latent_dim}, {0, hidden_dim}, draws,
             act.rows.decoder_hidden);
  drawn(act.decoder_hidden) = drawn(act.rows.decoder_hidden);
}

// The sum of BernoulliNats over some rows of all columns: a logarithm of a product of factors
// 1 + e^-|l|, each in [1, 2], in place of as many logarithms.
void ReconNatsOfRows(const VaeActivations::Rows& rows, RowRange range, Index task,
                     RowMatrix& nats) {
  LaneArray sum = LaneArray::Zero(nats.cols());
  LaneArray product = LaneArray::Ones(nats.cols());
  for (Index i = range.first; i < range.first + range.count; ++i) {
    const auto l = rows.logits.row(i).array();
    sum += l.max(Scalar{0}) - rows.target.row(i).array() * l;
    product *= 1 + (-l.abs()).exp();
  }
  nats.row(task) = sum + product.log();
}

}  // namespace

void VaeForward(const VaeParams& params, const Matrix& input, const Matrix& target,
                const Matrix& eps, ThreadPool& pool, VaeActivations& act) {
  VaeActivations::Rows& rows = act.rows;
  LayInRows(input, target, eps.cols() / input.cols(), pool, act);

  // Encoder: q(z|x), and samples of it.
  const Terms inked{static_cast<Index>(act.inked.size()), act.inked.data()};
  const Index hidden_dim = params.shape().hidden_dim;
  ForEachPiece(hidden_dim, kRowsPerTask, pool, [&](Index first, Index count) {
    HiddenRows(params.encoder_hidden, rows.input, inked, {first, count}, {0, rows.input.cols()},
               rows.encoder_hidden);
    act.encoder_hidden.middleRows(first, count) =
        rows.encoder_hidden.block(first, 0, count, input.cols());
  });
  ForEachPiece(input.cols(), kDigitsPerTask, pool, [&](Index first, Index count) {
    act.inked_input.middleCols(first, count) =
        input(act.inked, Eigen::seqN(first, count));  // for the gradient
    ForwardLatent(params, eps, {first, count}, act);
  });

  // Decoder: the logits of p(x|z), and what the target costs under them.
  ForEachPiece(kDigitPixels, kRowsPerTask, pool, [&](Index first, Index count) {
    DenseForwardRows(params.decoder_output, rows.decoder_hidden, {hidden_dim}, {first, count},
                     {0, rows.decoder_hidden.cols()}, rows.logits);
    ReconNatsOfRows(rows, {first, count}, first / kRowsPerTask, rows.recon_nats);
  });
  act.terms.recon_nats = rows.recon_nats.leftCols(eps.cols()).colwise().sum().transpose();
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

// What each sample counts in the gradient: (K, B).
Matrix SampleShares(const VaeActivations& act, const Matrix& eps, Kind kind) {
  const Index samples = eps.cols() / act.latent.cols();
  Matrix shares = Matrix::Constant(samples, act.latent.cols(), 1 / static_cast<Scalar>(samples));
  if (kind == Kind::kImportanceWeighted) {
    for (Index i = 0; i < shares.cols(); ++i) shares.col(i) = NormalizedImportance(act, eps, i);
  }
  return shares;
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

// From dg, before the decoder's first layer, to dh, after the encoder's, for some digits.
void BackwardLatent(const VaeParams& params, const Matrix& eps, const VaeActivations& act,
                    const VaeObjective& objective, const Matrix& shares, ColumnRange range,
                    VaeDeltas& deltas) {
  const auto [hidden_dim, latent_dim] = params.shape();
  const Index samples = shares.rows();
  Matrix dz(latent_dim, range.count * samples);
  DenseBackwardInput(params.decoder_hidden,
                     deltas.decoder_hidden.middleCols(range.first * samples, dz.cols()),
                     {0, latent_dim}, dz);
  for (Index i = 0; i < range.count; ++i) {
    const Index digit = range.first + i;
    LatentDelta(act.latent.col(digit), act.z.middleCols(digit * samples, samples),
                eps.middleCols(digit * samples, samples), objective, shares.col(digit),
                dz.middleCols(i * samples, samples), deltas.encoder_latent.col(digit));
  }
  const auto digits = [&](auto& m) { return m.middleCols(range.first, range.count); };
  DenseBackwardInput(params.encoder_latent, digits(deltas.encoder_latent), {0, hidden_dim},
                     digits(deltas.encoder_hidden));
  digits(deltas.encoder_hidden).array() *= 1 - digits(act.encoder_hidden).array().square();
}

}  // namespace

void VaeBackward(const VaeParams& params, const Matrix& eps, const VaeActivations& act,
                 const VaeObjective& objective, ThreadPool& pool, VaeDeltas& deltas) {
  // d recon / d logit = sigmoid(logit) - x, for each sample by its share.
  const Matrix shares = SampleShares(act, eps, objective.kind);
  LaneArray weights = LaneArray::Zero(act.rows.logits.cols());
  weights.head(eps.cols()) = objective.scale * shares.reshaped().transpose().array();
  ForEachPiece(kDigitPixels, kRowsPerTask, pool, [&](Index first, Index count) {
    RowMatrix delta(count, weights.size());
    for (Index i = 0; i < count; ++i) {
      delta.row(i) = weights * (act.rows.logits.row(first + i).array().logistic() -
                                act.rows.target.row(first + i).array());
    }
    deltas.decoder_output.middleRows(first, count) = delta.leftCols(eps.cols());
  });

  // Through the decoder's layers and their tanh (1 - g^2) to dz, from there to mu and log_sigma,
  // and through the encoder's.
  ForEachPiece(params.shape().hidden_dim, kTileColumns, pool, [&](Index first, Index count) {
    DenseBackwardInput(params.decoder_output, deltas.decoder_output, {first, count},
                       deltas.decoder_hidden);
    deltas.decoder_hidden.middleRows(first, count).array() *=
        1 - act.decoder_hidden.middleRows(first, count).array().square();
  });
  ForEachPiece(act.latent.cols(), kDigitsPerTask, pool, [&](Index first, Index count) {
    BackwardLatent(params, eps, act, objective, shares, {first, count}, deltas);
  });
}

void VaeGradient(const VaeActivations& act, const VaeDeltas& deltas, size_t layer, Index row,
                 Index rows, VaeParams& gradient) {
  DenseParams& of_layer = *Layers(gradient)[layer];
  const Matrix& delta = LayerDelta(layer, deltas);
  if (layer == 0) {
    DenseBackwardParams(act.inked_input, act.inked, delta, row, rows, of_layer);
  } else {
    DenseBackwardParams(LayerInput(layer, act), delta, row, rows, of_layer);
  }
}

void VaeGradient(const VaeActivations& act, const VaeDeltas& deltas, VaeParams& gradient) {
  for (size_t layer = 0; layer < kLayerNames.size(); ++layer) {
    VaeGradient(act, deltas, layer, 0, Layers(gradient)[layer]->out(), gradient);
  }
}

}  // namespace vae

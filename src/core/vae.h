// The variational autoencoder of Kingma & Welling, "Auto-Encoding Variational Bayes"
// (arXiv 1312.6114), with the Bernoulli decoder of its appendix C.1 and one tanh hidden layer of H
// units on either side:
//
//   encoder   h = tanh(W1 x + b1);  (mu, log_sigma) = W2 h + b2            x: 784 pixels in [0, 1]
//   sample    z = mu + exp(log_sigma) * eps,  eps ~ N(0, I)                z: L values
//   decoder   g = tanh(W3 z + b3);  logits = W4 g + b4;  y = sigmoid(logits)
//
// The model is a plain value: every function takes it const, keeps nothing and draws no random
// numbers. Batches hold one sample per column (types.h).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/byte_dense.h"
#include "core/dense.h"
#include "core/thread_pool.h"
#include "core/types.h"

namespace vae {

struct VaeShape {
  int hidden_dim = 500;  // H
  int latent_dim = 10;   // L

  bool operator==(const VaeShape&) const = default;
};

// Also the type of a gradient and of Adam's moments, which have one value per parameter.
struct VaeParams {
  DenseParams encoder_hidden;  // (H, 784)
  DenseParams encoder_latent;  // (2L, H): rows 0..L-1 give mu, L..2L-1 log_sigma
  DenseParams decoder_hidden;  // (H, L)
  DenseParams decoder_output;  // (784, H): logits

  VaeShape shape() const;

  // All parameters 0.
  static VaeParams Zero(const VaeShape& shape);
  // Weights uniform in +-sqrt(6 / (in + out)) (Glorot & Bengio 2010, eq. 16), biases 0; drawn from
  // the counter-based generator (random.h), so a seed gives the same numbers on every platform.
  static VaeParams Xavier(const VaeShape& shape, uint64_t seed);
  // The same, but weights uniform in +-1 / sqrt(in), as PyTorch starts its linear layers: larger in
  // the decoder's first layer, which has few inputs, smaller everywhere else.
  static VaeParams FanIn(const VaeShape& shape, uint64_t seed);
};

inline constexpr std::array<std::string_view, 4> kLayerNames = {"encoder.hidden", "encoder.latent",
                                                                "decoder.hidden", "decoder.output"};

// The four layers in the order of kLayerNames; layer i holds the tensors "<name>.weight" (out, in)
// and "<name>.bias" (out). Saving, loading, Adam and the tests all go through here.
std::array<DenseParams*, 4> Layers(VaeParams& params);
std::array<const DenseParams*, 4> Layers(const VaeParams& params);

// The two layers that hold nearly all weights, in 8 bits.
struct ByteLayers {
  ByteDense encoder_hidden;  // (H, 784)
  ByteDense decoder_output;  // (784, H)

  // Of all layers in the order of kLayerNames; the biases are those of params.
  static ByteLayers Of(const std::array<QuantizedWeights, kLayerNames.size()>& layers,
                       const VaeParams& params);
};

// What a model that is asked, not trained, is read from: its parameters, of which the large layers
// are passed over where they are at hand in 8 bits. A view of what its owner keeps.
struct Network {
  // Parameters alone are a network.
  Network(const VaeParams& all) : params(all) {}
  Network(const VaeParams& all, const std::optional<ByteLayers>& large)
      : params(all), bytes(large ? &*large : nullptr) {}

  const VaeParams& params;
  const ByteLayers* bytes = nullptr;
};

// What the encoder says of a batch: q(z|x) = N(mu, diag(exp(log_sigma))^2).
struct Posterior {
  Matrix mu;         // (L, B)
  Matrix log_sigma;  // (L, B)
};

// q(z|x) of the digits x (784, B).
Posterior Encode(const Network& network, const ConstColumns& x);

// z = mu + exp(log_sigma) * eps, the reparameterisation of eq. 10. eps: (L, B) -> z: (L, B)
Matrix Reparameterize(const Posterior& q, const ConstColumns& eps);

// The decoder before its sigmoid. z: (L, B) -> (784, B)
Matrix DecodeLogits(const Network& network, const ConstColumns& z);

// The Bernoulli means of p(x|z), pixels in [0, 1]. z: (L, B) -> (784, B)
Matrix Decode(const Network& network, const ConstColumns& z);

// 1 / (1 + exp(-logits)), element by element.
Matrix Sigmoid(const ConstColumns& logits);

// -log p(x|z) of each column, summed over its pixels: the cross-entropy
// -x log y - (1 - x) log(1 - y) at y = sigmoid(logit), finite for any finite logit. x need not be 0
// or 1. x, logits: (784, B) -> (B), nats
Vector BernoulliNats(const ConstColumns& x, const ConstColumns& logits);

// KL(q(z|x) || N(0, I)) of each column (appendix B). -> (B), nats
Vector GaussianKlNats(const Posterior& q);

// The two terms of -ELBO, in nats.
struct ElboTerms {
  Vector recon_nats;  // (B K): of each sample
  Vector kl_nats;     // (B): of each digit
};

// Everything that one forward pass of a batch of B digits with K samples each computes and the
// backward pass needs. Samples are columns: those of digit b are columns b K .. b K + K - 1. Owned
// by the caller and reused from batch to batch, of whatever size.
struct VaeActivations {
  std::vector<Index> inked;  // pixels that are not 0 throughout the input: some 60 % with digits
  Matrix inked_input;        // (inked.size(), B)
  Matrix encoder_hidden;     // (H, B), after tanh
  Matrix latent;             // (2L, B): mu over log_sigma
  Matrix z;                  // (L, B K)
  Matrix decoder_hidden;     // (H, B K), after tanh
  ElboTerms terms;

  // A feature a row and columns filled up to whole vectors (dense.h), as products need them.
  struct Rows {
    RowMatrix input;           // (784, Padded(B))
    RowMatrix target;          // (784, Padded(B K)): of each sample
    RowMatrix encoder_hidden;  // (H, Padded(B))
    RowMatrix latent;          // (2L, Padded(B))
    RowMatrix z;               // (L, Padded(B K))
    RowMatrix decoder_hidden;  // (H, Padded(B K))
    RowMatrix logits;          // (784, Padded(B K))
    RowMatrix recon_nats;      // (tasks, Padded(B K)): of some rows of logits each
  } rows;

  void Resize(const VaeShape& shape, Index batch, Index samples = 1);
};

// dL/d(pre-activation) of each layer.
struct VaeDeltas {
  Matrix encoder_hidden;  // (H, B)
  Matrix encoder_latent;  // (2L, B)
  Matrix decoder_hidden;  // (H, B K)
  Matrix decoder_output;  // (784, B K)

  void Resize(const VaeShape& shape, Index batch, Index samples = 1);
};

// The forward pass of a batch, into `act`, which has been resized for it. input (784, B) goes
// through the encoder, target (784, B) is what the decoder is to explain: the same digits, but for
// noise on the input. eps: (L, B K). Layers are shared out by rows, what is between them by digits,
// so that results are the same for any number of threads.
void VaeForward(const VaeParams& params, const Matrix& input, const Matrix& target,
                const Matrix& eps, ThreadPool& pool, VaeActivations& act);

// What the gradient is of: the sum over digits of `scale` times
//   kElbo                 (1/K) sum_k recon_nats + kl_weight * kl_nats            [eq. 10]
//   kElboByPath           the same, by the path derivative of Roeder et al. (arXiv 1703.09194):
//                         KL's gradient along the samples instead of in closed form, which has no
//                         variance once q is the true posterior
//   kImportanceWeighted   -log (1/K) sum_k p(x, z_k) / q(z_k|x), by the doubly reparameterised
//                         estimator of Tucker et al. (arXiv 1810.04152), section 4; no kl_weight
struct VaeObjective {
  enum class Kind { kElbo, kElboByPath, kImportanceWeighted };
  Kind kind = Kind::kElbo;
  Scalar kl_weight = 1;
  Scalar scale = 1;  // 1 / B for the mean of a batch
};

// The half of the backward pass that works on samples: from `act` of a VaeForward on the same
// params, target and eps.
void VaeBackward(const VaeParams& params, const Matrix& eps, const VaeActivations& act,
                 const VaeObjective& objective, ThreadPool& pool, VaeDeltas& deltas);

// The half that works on parameters, for the rows [row, row + rows) of one layer (an index into
// kLayerNames): dL/dW = delta input^T and dL/db = row sums of delta, over the whole batch.
// Overwrites those rows of `gradient`.
void VaeGradient(const VaeActivations& act, const VaeDeltas& deltas, size_t layer, Index row,
                 Index rows, VaeParams& gradient);

// The whole gradient.
void VaeGradient(const VaeActivations& act, const VaeDeltas& deltas, VaeParams& gradient);

}  // namespace vae

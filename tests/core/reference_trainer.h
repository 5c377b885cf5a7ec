// Training written down from its definitions and nothing else, for the trainer to agree with: plain
// loops in double over one number at a time, losses as in the papers, their derivatives by a tape
// (reverse-mode automatic differentiation), Adam as in its algorithm 1. Slow, for tiny models.
// Random draws and noisy digits are core's, under the keys that core/random.h lists.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "core/noise.h"
#include "core/random.h"
#include "core/trainer.h"

namespace vae::reference {

// What was computed from what: node i has up to two parents and the derivatives by them.
class Tape {
 public:
  int Add(int a, double by_a, int b, double by_b) {
    nodes_.push_back({{a, b}, {by_a, by_b}});
    return static_cast<int>(nodes_.size()) - 1;
  }

  // d(node)/d(every node).
  std::vector<double> Derivatives(int node) const {
    std::vector<double> d(nodes_.size());
    d[static_cast<size_t>(node)] = 1;
    for (size_t i = nodes_.size(); i-- > 0;) {
      for (size_t k = 0; k < 2; ++k) {
        const int parent = nodes_[i].parents[k];
        if (parent >= 0) d[static_cast<size_t>(parent)] += d[i] * nodes_[i].by[k];
      }
    }
    return d;
  }

 private:
  struct Node {
    std::array<int, 2> parents;  // -1: none
    std::array<double, 2> by;
  };
  std::vector<Node> nodes_;
};

// A number and its place on a tape; without one it is a constant.
struct Number {
  double value = 0;
  Tape* tape = nullptr;
  int node = -1;

  Number() = default;
  Number(double constant) : value(constant) {}  // implicit, so that formulas read as formulas
  Number(double v, Tape* t, int n) : value(v), tape(t), node(n) {}

  static Number Leaf(double value, Tape& tape) { return {value, &tape, tape.Add(-1, 0, -1, 0)}; }
  Number Detached() const { return value; }
};

inline Number Make(double value, const Number& a, double by_a, const Number& b, double by_b) {
  Tape* const tape = a.tape != nullptr ? a.tape : b.tape;
  return tape == nullptr ? Number(value)
                         : Number(value, tape, tape->Add(a.node, by_a, b.node, by_b));
}
inline Number Make(double value, const Number& a, double by_a) {
  return Make(value, a, by_a, {}, 0);
}

inline Number operator+(const Number& a, const Number& b) {
  return Make(a.value + b.value, a, 1, b, 1);
}
inline Number operator-(const Number& a, const Number& b) {
  return Make(a.value - b.value, a, 1, b, -1);
}
inline Number operator*(const Number& a, const Number& b) {
  return Make(a.value * b.value, a, b.value, b, a.value);
}
inline Number operator/(const Number& a, const Number& b) {
  return Make(a.value / b.value, a, 1 / b.value, b, -a.value / (b.value * b.value));
}
inline Number operator-(const Number& a) { return Make(-a.value, a, -1); }
inline Number Exp(const Number& a) { return Make(std::exp(a.value), a, std::exp(a.value)); }
inline Number Log(const Number& a) { return Make(std::log(a.value), a, 1 / a.value); }
inline Number Tanh(const Number& a) {
  const double y = std::tanh(a.value);
  return Make(y, a, 1 - y * y);
}

using Numbers = std::vector<Number>;

inline Number Sum(const Numbers& numbers) {
  Number sum;
  for (const Number& number : numbers) sum = sum + number;
  return sum;
}

// One value per parameter; weights row by row, as in core/types.h.
struct Layer {
  size_t out = 0;
  size_t in = 0;
  std::vector<double> w;
  std::vector<double> b;
};
using Model = std::array<Layer, 4>;  // in the order of kLayerNames

// The same on a tape.
struct TapedLayer {
  TapedLayer(const Layer& layer, Tape& tape) {
    for (const double value : layer.w) w.push_back(Number::Leaf(value, tape));
    for (const double value : layer.b) b.push_back(Number::Leaf(value, tape));
  }
  Numbers operator()(const Numbers& x) const {
    Numbers y;
    for (size_t o = 0; o < b.size(); ++o) {
      Number sum = b[o];
      for (size_t i = 0; i < x.size(); ++i) sum = sum + w[o * x.size() + i] * x[i];
      y.push_back(sum);
    }
    return y;
  }

  Numbers w;
  Numbers b;
};

inline Numbers Tanh(Numbers numbers) {
  for (Number& number : numbers) number = Tanh(number);
  return numbers;
}

inline Model FromParams(const VaeParams& params) {
  Model model;
  for (size_t i = 0; i < model.size(); ++i) {
    const DenseParams& layer = *Layers(params)[i];
    model[i] = {static_cast<size_t>(layer.out()),
                static_cast<size_t>(layer.in()),
                {layer.w.data(), layer.w.data() + layer.w.size()},
                {layer.b.data(), layer.b.data() + layer.b.size()}};
  }
  return model;
}

inline Model ZeroLike(Model model) {
  for (Layer& layer : model) {
    std::fill(layer.w.begin(), layer.w.end(), 0);
    std::fill(layer.b.begin(), layer.b.end(), 0);
  }
  return model;
}

// Calls f(a, b, ...) with each parameter of all models.
template <class F, class... Models>
void ForEach(const F& f, Models&... models) {
  for (size_t i = 0; i < kLayerNames.size(); ++i) {
    const auto in_layer = [&](auto... values) {
      const size_t size = std::min({values->size()...});
      for (size_t k = 0; k < size; ++k) f((*values)[k]...);
    };
    in_layer(&models[i].w...);
    in_layer(&models[i].b...);
  }
}

// q(z|x) of one digit.
struct Posterior {
  Numbers mu, log_sigma;

  // Without the derivatives by q's own parameters.
  Posterior Detached() const {
    Posterior q = *this;
    for (Number& number : q.mu) number = number.Detached();
    for (Number& number : q.log_sigma) number = number.Detached();
    return q;
  }
};

// log N(z; mu, sigma^2) without -L/2 log 2 pi, which cancels in every loss below.
inline Number LogNormal(const Numbers& z, const Posterior& q) {
  Number sum;
  for (size_t j = 0; j < z.size(); ++j) {
    const Number standard = (z[j] - q.mu[j]) / Exp(q.log_sigma[j]);
    sum = sum - 0.5 * standard * standard - q.log_sigma[j];
  }
  return sum;
}

inline Number LogPrior(const Numbers& z) {
  Number sum;
  for (const Number& value : z) sum = sum - 0.5 * value * value;
  return sum;
}

// log p(x|z) = sum x log y + (1 - x) log(1 - y), y = sigmoid(logits)
inline Number LogBernoulli(const std::vector<double>& x, const Numbers& logits) {
  Number sum;
  for (size_t i = 0; i < x.size(); ++i) {
    const Number y = 1 / (1 + Exp(-logits[i]));
    sum = sum + x[i] * Log(y) + (1 - x[i]) * Log(1 - y);
  }
  return sum;
}

// Appendix B of Kingma & Welling.
inline Number Kl(const Posterior& q) {
  Number sum;
  for (size_t j = 0; j < q.mu.size(); ++j) {
    sum = sum - 0.5 * (1 + 2 * q.log_sigma[j] - q.mu[j] * q.mu[j] - Exp(2 * q.log_sigma[j]));
  }
  return sum;
}

// What the decoder's gradient is of and what the encoder's is of, for one digit.
struct Loss {
  Number decoder, encoder;
};

// log_likelihood[k] = log p(x|z[k])
inline Loss DigitLoss(VaeObjective::Kind kind, double kl_weight, const Posterior& q,
                      const std::vector<Numbers>& z, const Numbers& log_likelihood) {
  const auto samples = static_cast<double>(z.size());
  const Number recon = -Sum(log_likelihood) / samples;
  if (kind == VaeObjective::Kind::kElbo) {
    const Number loss = recon + kl_weight * Kl(q);
    return {loss, loss};
  }
  // Without the derivative by the parameters of q that are not in z: Roeder et al., section 3.
  Numbers log_ratio;
  for (const Numbers& sample : z) {
    log_ratio.push_back(LogPrior(sample) - LogNormal(sample, q.Detached()));
  }
  if (kind == VaeObjective::Kind::kElboByPath) {
    const Number loss = recon - kl_weight * Sum(log_ratio) / samples;
    return {loss, loss};
  }
  // The bound itself for the decoder; for the encoder Tucker et al., eq. 8. The weights are taken
  // relative to that of the first sample, which is a constant, so that exp stays in range.
  Numbers log_weight, relative;
  for (size_t k = 0; k < z.size(); ++k) log_weight.push_back(log_ratio[k] + log_likelihood[k]);
  const double first = log_weight[0].value;
  for (const Number& value : log_weight) relative.push_back(Exp(value - first));
  const Number total = Sum(relative);
  Number encoder;
  for (size_t k = 0; k < z.size(); ++k) {
    const double share = relative[k].value / total.value;
    encoder = encoder - share * share * log_weight[k];
  }
  return {-(Log(total / samples) + first), encoder};
}

inline double ScheduledRate(const LearningRateSchedule& schedule, int64_t step) {
  const auto now = static_cast<double>(step);
  const auto warmup = static_cast<double>(schedule.warmup_steps);
  const auto total = static_cast<double>(schedule.total_steps);
  if (now < warmup) return schedule.peak * (now + 1) / warmup;
  if (schedule.kind == LearningRateSchedule::Kind::kConstant) return schedule.peak;
  return schedule.peak * 0.5 * (1 + std::cos(std::numbers::pi * (now - warmup) / (total - warmup)));
}

class Trainer {
 public:
  Trainer(const VaeShape& shape, const TrainOptions& options)
      : options_(options),
        latent_dim_(static_cast<size_t>(shape.latent_dim)),
        theta(FromParams(options.initialization == TrainOptions::Initialization::kFanIn
                             ? VaeParams::FanIn(shape, options.seed)
                             : VaeParams::Xavier(shape, options.seed))),
        m(ZeroLike(theta)),
        v(ZeroLike(theta)),
        average(theta) {}

  // Returns the batch's means before the step.
  ElboMean Step(const Matrix& digits, std::span<const uint32_t> batch) {
    const auto step = static_cast<uint64_t>(steps_);
    const auto samples = static_cast<size_t>(options_.samples);
    Matrix x(kDigitPixels, static_cast<Index>(batch.size()));
    for (size_t i = 0; i < batch.size(); ++i) {
      x.col(static_cast<Index>(i)) = digits.col(static_cast<Index>(batch[i]));
    }
    Matrix seen = x;
    AddNoise(options_.input_noise, {options_.seed, Stream::kInputNoise, step}, seen);
    Matrix eps(static_cast<Index>(latent_dim_), static_cast<Index>(batch.size() * samples));
    FillNormal({options_.seed, Stream::kTrainNoise, step}, eps);
    const double kl_weight =
        steps_ < options_.kl_warmup_steps
            ? static_cast<double>(steps_ + 1) / static_cast<double>(options_.kl_warmup_steps)
            : 1;

    Model gradient = ZeroLike(theta);
    ElboMean mean;
    const double share = 1 / static_cast<double>(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) {
      const auto column = static_cast<Index>(i);
      std::vector<std::vector<double>> draws;
      for (size_t k = i * samples; k < (i + 1) * samples; ++k) {
        draws.push_back(Column(eps, static_cast<Index>(k)));
      }
      AddDigit(Column(seen, column), Column(x, column), draws, kl_weight, share, gradient, mean);
    }
    ++steps_;
    Adam(gradient);
    Average();
    return mean;
  }

 private:
  static std::vector<double> Column(const Matrix& matrix, Index column) {
    const auto values = matrix.col(column);
    return {values.begin(), values.end()};
  }

  // Adds `share` of one digit's gradient and terms.
  void AddDigit(const std::vector<double>& seen, const std::vector<double>& x,
                const std::vector<std::vector<double>>& draws, double kl_weight, double share,
                Model& gradient, ElboMean& mean) const {
    Tape tape;
    const std::array<TapedLayer, 4> layers = {
        TapedLayer(theta[0], tape), TapedLayer(theta[1], tape), TapedLayer(theta[2], tape),
        TapedLayer(theta[3], tape)};
    const Numbers latent = layers[1](Tanh(layers[0](Numbers(seen.begin(), seen.end()))));
    const auto middle = latent.begin() + static_cast<ptrdiff_t>(latent_dim_);
    const Posterior q{{latent.begin(), middle}, {middle, latent.end()}};
    std::vector<Numbers> z;
    Numbers log_likelihood;
    for (const std::vector<double>& eps : draws) {
      Numbers sample;
      for (size_t j = 0; j < latent_dim_; ++j) {
        sample.push_back(q.mu[j] + Exp(q.log_sigma[j]) * eps[j]);
      }
      log_likelihood.push_back(LogBernoulli(x, layers[3](Tanh(layers[2](sample)))));
      z.push_back(sample);
    }
    const Loss loss = DigitLoss(options_.objective, kl_weight, q, z, log_likelihood);
    mean.recon_nats += share * -Sum(log_likelihood).value / static_cast<double>(draws.size());
    mean.kl_nats += share * Kl(q).value;
    const std::vector<double> by_encoder = tape.Derivatives(loss.encoder.node);
    const std::vector<double> by_decoder = tape.Derivatives(loss.decoder.node);
    for (size_t layer = 0; layer < 4; ++layer) {
      const std::vector<double>& derivatives = layer < 2 ? by_encoder : by_decoder;
      const auto add = [&](const Numbers& leaves, std::vector<double>& sums) {
        for (size_t k = 0; k < leaves.size(); ++k) {
          sums[k] += share * derivatives[static_cast<size_t>(leaves[k].node)];
        }
      };
      add(layers[layer].w, gradient[layer].w);
      add(layers[layer].b, gradient[layer].b);
    }
  }

  void Adam(const Model& gradient) {
    const AdamOptions& o = options_.adam;
    const double rate = ScheduledRate(options_.learning_rate, steps_ - 1);
    const auto t = static_cast<double>(steps_);
    const auto update = [&](double g, double& mean, double& square, double& parameter) {
      mean = o.beta1 * mean + (1 - o.beta1) * g;
      square = o.beta2 * square + (1 - o.beta2) * g * g;
      const double corrected_mean = mean / (1 - std::pow(o.beta1, t));
      const double corrected_square = square / (1 - std::pow(o.beta2, t));
      parameter -= rate * corrected_mean / (std::sqrt(corrected_square) + o.epsilon);
    };
    ForEach(update, gradient, m, v, theta);
  }

  void Average() {
    const auto t = static_cast<double>(steps_);
    const double decay = std::min(options_.averaging, (1 + t) / (10 + t));
    ForEach([&](double& mean, double now) { mean = decay * mean + (1 - decay) * now; }, average,
            theta);
  }

  TrainOptions options_;
  size_t latent_dim_;
  int64_t steps_ = 0;

 public:
  Model theta;
  Model m, v;     // Adam's moments
  Model average;  // of theta over the steps
};

}  // namespace vae::reference

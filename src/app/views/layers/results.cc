#include "app/model/results.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/views/layers/state.h"
#include "app/views/layers/view.h"

namespace app {
namespace {

vae::Vector Tanh(const vae::DenseParams& layer, const vae::Vector& x) {
  vae::Matrix y(layer.out(), 1);
  vae::DenseForward(layer, x, y);
  return y.col(0).array().tanh();
}

// All units, the one with the largest value first; of equal ones the first.
std::vector<int> Sorted(const vae::Vector& values) {
  std::vector<int> order(static_cast<size_t>(values.size()));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return values(a) > values(b); });
  return order;
}

}  // namespace

void UpdateLayers(AppState& state, Results& results) {
  LayersResults& made = results.views.Of<LayersResults>();
  const Results::Versions& now = results.versions;
  const bool reweighted = made.weights != now.weights;
  if (!reweighted && made.input == now.input && made.z == now.z) return;
  made.weights = now.weights;
  made.input = now.input;
  made.z = now.z;
  ++made.version;
  const vae::VaeParams& params = state.model->params;
  LayerResults& first = made.layers[static_cast<size_t>(PixelLayer::kFirst)];
  LayerResults& last = made.layers[static_cast<size_t>(PixelLayer::kLast)];
  if (reweighted) {
    first.images = params.encoder_hidden.w.transpose();
    last.images = params.decoder_output.w;
    ++made.images_version;
  }
  first.activation = Tanh(params.encoder_hidden, results.input);
  first.order = Sorted(first.activation);
  last.activation = Tanh(params.decoder_hidden, state.z);
  last.order =
      Sorted(last.activation.cwiseAbs().cwiseProduct(last.images.colwise().norm().transpose()));
}

}  // namespace app

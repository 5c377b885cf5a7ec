#include "app/views/layers/state.h"
#include "app/views/layers/view.h"
#include "app/views/view.h"

namespace app {
namespace {

constexpr Option kLayers[] = {{"first", "what the first layer looks for"},
                              {"last", "what the last layer draws with"}};

constexpr Setting kSettings[] = {
    {.key = 'j',
     .name = "layers_shown",
     .label = "Layer",
     .kind = Setting::Kind::kChoice,
     .options = kLayers,
     .get =
         [](const AppState& state) {
           return static_cast<float>(state.views.Of<LayersState>().layer);
         },
     .set =
         [](AppState& state, float value) {
           state.views.Of<LayersState>().layer = static_cast<PixelLayer>(value);
         }},
};

// The strongest units of each layer, and the activations of all, only while the view is shown: they
// are many numbers.
void Describe(const AppState& state, const Results& results, Json& json) {
  const LayersState& layers = state.views.Of<LayersState>();
  Json& ours = json["layers"] = {{"shown", layers.layer == PixelLayer::kFirst ? "first" : "last"},
                                 {"pointed", nullptr}};
  if (layers.pointed) {
    ours["pointed"] = {{"layer", layers.pointed->layer == PixelLayer::kFirst ? "first" : "last"},
                       {"unit", layers.pointed->unit}};
  }
  if (state.view != "layers") return;
  for (const PixelLayer layer : {PixelLayer::kFirst, PixelLayer::kLast}) {
    const LayerResults& made = results.views.Of<LayersResults>().of(layer);
    Json& one = ours[layer == PixelLayer::kFirst ? "first" : "last"];
    one = {{"order", made.order}, {"activation", JsonArray(made.activation)}};
  }
}

}  // namespace

extern const ViewRow kLayersView;  // views.cc
constinit const ViewRow kLayersView = {
    .name = "layers",
    .label = "Layers",
    .help = "what the network looks for in your digit, and what it draws with.",
    .compute = UpdateLayers,
    .upload = UpdateLayersPictures,
    .draw = LayersView,
    .settings = kSettings,
    .describe = Describe};

}  // namespace app

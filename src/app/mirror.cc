#include "app/mirror.h"

#include <iterator>
#include <nlohmann/json.hpp>

#include "app/address.h"
#include "app/drawing.h"
#include "app/history.h"
#include "app/likeness.h"
#include "app/panels.h"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

Json Models() {
  Json models = Json::array();
  for (const OfferedModel& model : kOfferedModels) {
    models.push_back({{"name", model.name}, {"label", model.label}});
  }
  return models;
}

Json Views(const AppState& state) {
  static constexpr std::pair<Tab, const char*> kLabels[] = {
      {Tab::kMap, "Map"},     {Tab::kManifold, "Manifold"}, {Tab::kSample, "Sample"},
      {Tab::kMorph, "Morph"}, {Tab::kRepair, "Repair"},     {Tab::kDigits, "Digits"}};
  Json views = Json::array();
  for (const auto& [tab, label] : kLabels) {
    if (tab == Tab::kDigits && !state.digits.offered) continue;
    views.push_back({{"name", ViewName(tab)}, {"label", label}});
  }
  return views;
}

Json OrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace

MirrorKey KeyOf(const AppState& state, const Results& results) {
  return {.versions = results.versions,
          .model = state.model,
          .awaited = state.awaited,
          .tab = state.tab,
          .input_mode = state.input_mode,
          .z_source = state.z_source,
          .undo = state.history.undo.size(),
          .redo = state.history.redo.size(),
          .settings = SettingsOf(state),
          .morph_version = results.morph.version,
          .pen_down = state.pen_down,
          .night = state.night,
          .digits = state.digits.offered,
          .error = state.error,
          .notice = state.notice};
}

std::string MirrorToJson(const AppState& state, const Results& results) {
  Json json;
  json["models"] = Models();
  json["model"] = state.model ? Json(state.model->name) : Json(nullptr);
  json["awaited"] = OrNull(state.awaited);
  json["views"] = Views(state);
  json["view"] = ViewName(state.tab);
  json["z"] = Json::array();
  for (const float value : state.z) json["z"].push_back(value);
  json["zSource"] = CodeCaption(state);
  json["reconNats"] = results.recon_nats;
  json["klNats"] = results.kl_nats;
  json["negElbo"] = results.neg_elbo();
  const std::optional<double>& percentile = results.map.percentile;
  json["likeness"] = percentile ? Json(LikenessWords(*percentile)[0]) : Json(nullptr);
  json["empty"] = results.raw.size() == 0 || results.raw.maxCoeff() <= 0;
  json["testNegElbo"] = state.model ? state.model->test_neg_elbo : 0;
  json["sampleSeed"] = state.sample_seed;
  json["inputVersion"] = results.versions.input;
  json["canUndo"] = CanUndo(state);
  json["canRedo"] = CanRedo(state);
  json["canClear"] = CanClear(state);
  json["penDown"] = state.pen_down;
  json["night"] = state.night;
  json["error"] = OrNull(state.error);
  json["notice"] = OrNull(state.notice);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace app

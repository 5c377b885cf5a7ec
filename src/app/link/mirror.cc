#include "app/link/mirror.h"

#include <algorithm>
#include <cmath>

#include "app/controls.h"
#include "app/model/likeness.h"
#include "app/views/view.h"

namespace app {
namespace {

// 0.35, not 0.349999994.
double Rounded(float value) { return std::round(double{value} * 1e5) / 1e5; }

Json Models() {
  Json models = Json::array();
  for (const OfferedModel& model : kOfferedModels) {
    models.push_back({{"name", model.name}, {"label", model.label}});
  }
  return models;
}

Json ViewsToJson(const AppState& state) {
  Json views = Json::array();
  for (const ViewRow* view : Views()) {
    if (!IsOffered(*view, state, /*small_screen=*/false)) continue;
    views.push_back({{"name", view->name}, {"label", view->label}});
  }
  return views;
}

Json OrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json SettingToJson(const Setting& setting, const AppState& state, const Results& results) {
  static constexpr const char* kKinds[] = {"flag", "choice", "whole", "number"};
  const float value = setting.get(state);
  Json json = {{"name", setting.name},
               {"label", setting.label},
               {"kind", kKinds[static_cast<int>(setting.kind)]}};
  if (setting.kind == Setting::Kind::kFlag) {
    json["value"] = value == 1;
  } else if (setting.kind == Setting::Kind::kChoice) {
    json["value"] = setting.options[static_cast<size_t>(value)].name;
    json["options"] = Json::array();
    for (const Option& option : setting.options) {
      json["options"].push_back({{"name", option.name}, {"label", option.label}});
    }
  } else {
    json["value"] = Rounded(value);
    json["least"] = Rounded(setting.least);
    json["most"] = Rounded(LimitOf(setting, state, results));
  }
  return json;
}

Json CommandToJson(const Command& command, const AppState& state, const Results& results) {
  Json json = {{"name", command.name},
               {"label", command.label},
               {"can", Can(command, state, results)},
               {"count", nullptr}};
  if (command.count != nullptr) json["count"] = command.count(state, results);
  return json;
}

bool IsShown(const Controls& controls, const AppState& state) {
  if (controls.view.empty() || controls.view == state.view) return true;
  return FindView(controls.view)->draw_card != nullptr;
}

Json ControlsToJson(const AppState& state, const Results& results) {
  Json all = Json::array();
  for (const Controls& controls : AllControls()) {
    if (!IsShown(controls, state)) continue;
    Json settings = Json::array();
    for (const Setting& setting : controls.settings) {
      if (!IsOffered(setting, state, results)) continue;
      settings.push_back(SettingToJson(setting, state, results));
    }
    Json commands = Json::array();
    for (const Command& command : controls.commands) {
      if (command.offered != nullptr && !command.offered(state)) continue;
      commands.push_back(CommandToJson(command, state, results));
    }
    all.push_back({{"view", controls.view}, {"settings", settings}, {"commands", commands}});
  }
  return all;
}

}  // namespace

MirrorKey KeyOf(const AppState& state, const Results& results) {
  MirrorKey key = {.versions = results.versions,
                   .model = state.model,
                   .awaited = state.awaited,
                   .view = state.view,
                   .z_source = state.z_source,
                   .undo = state.history.undo.size(),
                   .redo = state.history.redo.size(),
                   .settings = {},
                   .of_views = {},
                   .pen_down = state.pen_down,
                   .digits = state.test_digits.offered,
                   .has_address = state.has_address,
                   .error = state.error,
                   .notice = state.notice};
  for (const Controls& controls : AllControls()) {
    for (const Setting& setting : controls.settings) key.settings.push_back(setting.get(state));
  }
  for (const ViewRow* view : Views()) {
    key.of_views.push_back(view->version == nullptr ? 0 : view->version(state, results));
  }
  return key;
}

std::string MirrorToJson(const AppState& state, const Results& results) {
  Json json;
  json["models"] = Models();
  json["model"] = state.model ? Json(state.model->name) : Json(nullptr);
  json["awaited"] = OrNull(state.awaited);
  json["views"] = ViewsToJson(state);
  json["view"] = state.view;
  json["z"] = Json::array();
  for (const float value : state.z) json["z"].push_back(value);
  json["zSource"] = OriginOf(state.z_source).caption;
  json["reconNats"] = results.recon_nats;
  json["klNats"] = results.kl_nats;
  json["negElbo"] = results.neg_elbo();
  const std::optional<double>& percentile = results.percentile;
  json["likeness"] = percentile ? Json(LikenessWords(*percentile)[0]) : Json(nullptr);
  json["empty"] = results.raw.size() == 0 || results.raw.maxCoeff() <= 0;
  json["testNegElbo"] = state.model ? state.model->test_neg_elbo : 0;
  json["sampleSeed"] = state.sample_seed;
  json["inputVersion"] = results.versions.input;
  json["penDown"] = state.pen_down;
  json["error"] = OrNull(state.error);
  json["notice"] = OrNull(state.notice);
  json["controls"] = ControlsToJson(state, results);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace app

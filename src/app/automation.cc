#include "app/automation.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/kept.h"
#include "app/morph.h"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

template <class Values>
Json Array(const Values& values) {
  Json array = Json::array();
  for (const auto& value : values.reshaped()) array.push_back(value);
  return array;
}

const char* Name(ZSource source) {
  switch (source) {
    case ZSource::kMean:
      return "mean";
    case ZSource::kPosterior:
      return "posterior";
    case ZSource::kManual:
      return "manual";
    case ZSource::kPrior:
      return "prior";
    case ZSource::kMap:
      return "map";
    case ZSource::kManifold:
      return "manifold";
    case ZSource::kMorph:
      return "morph";
    case ZSource::kRepair:
      return "repair";
  }
  return "";
}

const char* Name(Tab tab) {
  switch (tab) {
    case Tab::kCode:
      return "code";
    case Tab::kMap:
      return "map";
    case Tab::kManifold:
      return "manifold";
    case Tab::kSample:
      return "sample";
    case Tab::kMorph:
      return "morph";
    case Tab::kRepair:
      return "repair";
    case Tab::kDigits:
      return "digits";
  }
  return "";
}

const char* Name(MissingHalf half) {
  switch (half) {
    case MissingHalf::kNone:
      return "none";
    case MissingHalf::kLeft:
      return "left";
    case MissingHalf::kRight:
      return "right";
    case MissingHalf::kTop:
      return "top";
    case MissingHalf::kBottom:
      return "bottom";
  }
  return "";
}

// The pictures only while the view is shown: they are many numbers.
Json RepairToJson(const AppState& state, const RepairResults& results) {
  const Damage& damage = state.repair.damage;
  Json json = {{"noise", damage.noise},
               {"seed", damage.seed},
               {"missing", Name(damage.missing)},
               {"strokes", damage.erased.size()}};
  if (state.tab != Tab::kRepair) return json;
  json["damaged"] = Array(results.damaged);
  json["restored"] = Array(results.restored);
  json["damagedError"] = results.damaged_error;
  json["restoredError"] = results.restored_error;
  json["steps"] = Json::array();
  for (const auto& step : results.steps.colwise()) json["steps"].push_back(Array(step));
  json["stepErrors"] = Array(results.step_errors);
  return json;
}

Json DigitsToJson(const DigitsState& digits, const DigitsResults& results) {
  Json json = {{"offered", digits.offered},
               {"loaded", digits.set != nullptr},
               {"label", digits.label < 0 ? Json(nullptr) : Json(digits.label)},
               {"first", digits.first},
               {"count", results.matching.size()},
               {"shown", Json::array()}};
  for (size_t i = 0; i < results.shown.size(); ++i) {
    const auto index = static_cast<size_t>(results.shown[i]);
    json["shown"].push_back({{"index", index},
                             {"label", results.seen.set->labels[index]},
                             {"negElbo", results.neg_elbo(static_cast<vae::Index>(i))}});
  }
  return json;
}

Json PlaceToJson(MapPlace place) { return {place.x, place.y}; }

Json MapToJson(const AppState& state, const MapResults& results) {
  const MapState& map = state.map;
  static constexpr const char* kKinds[] = {"plane", "tsne", "pca"};
  Json json = {{"loaded", results.ready}};
  if (!results.ready) return json;
  json["kind"] = kKinds[static_cast<int>(results.kind)];
  json["points"] = results.position.cols();
  json["mode"] = map.mode == MapMode::kPan ? "pan" : "take";
  json["digitsBeneath"] = map.digits_beneath;
  json["tilesDecoded"] = std::count(results.tiles.known.begin(), results.tiles.known.end(), true);
  json["highlight"] = map.highlight ? Json(*map.highlight) : Json(nullptr);
  json["fitted"] = !map.camera;
  json["center"] = PlaceToJson(map.shown.center);
  json["scale"] = map.shown.scale;
  json["own"] = PlaceToJson(results.own);
  json["z"] = PlaceToJson(results.z);
  json["hover"] = map.hover ? PlaceToJson(*map.hover) : Json(nullptr);
  json["hoverDigit"] = map.hover ? Array(results.hover_digit) : Json(nullptr);
  json["ellipse"] = nullptr;
  if (results.ellipse) {
    json["ellipse"] = {PlaceToJson(results.ellipse->major), PlaceToJson(results.ellipse->minor)};
  }
  json["trail"] = results.trail.size();
  return json;
}

Json KeptToJson(const std::vector<vae::Vector>& kept) {
  Json json = Json::array();
  for (const vae::Vector& z : kept) json.push_back(Array(z));
  return json;
}

// The digits only while the view is shown: they are many numbers.
Json ManifoldToJson(const AppState& state, const ManifoldResults& results) {
  const ManifoldState& manifold = state.manifold;
  Json json = {{"across", manifold.across},
               {"up", manifold.up},
               {"side", manifold.side},
               {"others", manifold.others_follow_z ? "z" : "zero"},
               {"pointed", nullptr}};
  if (state.tab != Tab::kManifold) return json;
  if (manifold.pointed) {
    json["pointed"] = {{"z", Array(results.pointed_z)}, {"digit", Array(results.pointed_digit)}};
  }
  json["digits"] = Json::array();
  for (const auto& digit : results.digits.colwise()) json["digits"].push_back(digit.mean());
  return json;
}

Json MorphToJson(const AppState& state, const MorphResults& results) {
  const MorphState& morph = state.morph;
  Json json = {{"t", morph.t},
               {"playing", morph.playing},
               {"loop", morph.loop},
               {"path", morph.path == vae::Path::kLinear ? "linear" : "spherical"},
               {"a", MorphOrigin(state, End::kA)},
               {"b", MorphOrigin(state, End::kB)},
               {"z", Json::array()}};
  for (const auto& z : results.z.colwise()) json["z"].push_back(Array(z));
  return json;
}

std::string Error(const std::string& sentence) { return Json{{"error", sentence}}.dump(); }

bool AllFinite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

std::string WrongLength(const char* what, size_t expected, size_t got) {
  return Error(std::string(what) + " takes " + std::to_string(expected) + " numbers, got " +
               std::to_string(got));
}

vae::Matrix Column(std::span<const float> values) {
  return Eigen::Map<const vae::Matrix>(values.data(), static_cast<vae::Index>(values.size()), 1);
}

}  // namespace

std::string StateToJson(const AppState& state, const Results& results) {
  Json json;
  json["model"] = nullptr;
  if (state.model) {
    json["model"] = {{"name", state.model->name},
                     {"latentDim", state.model->params.shape().latent_dim},
                     {"hiddenDim", state.model->params.shape().hidden_dim},
                     {"testNegElbo", state.model->test_neg_elbo}};
  }
  json["view"] = Name(state.tab);
  json["theme"] = state.night ? "night" : "paper";
  json["strokes"] = state.drawing.strokes.size();
  json["exampleShown"] = state.example_shown;
  json["tool"] = state.tool == Tool::kBrush ? "brush" : "eraser";
  json["brushSize"] = state.brush_width;
  json["inputMode"] = state.input_mode == InputMode::kRaw ? "raw" : "normalized";
  json["ink"] = Array(results.raw);
  json["input"] = Array(results.input);
  json["mu"] = Array(results.posterior.mu);
  json["logSigma"] = Array(results.posterior.log_sigma);
  json["zSource"] = Name(state.z_source);
  json["z"] = Array(state.z);
  json["reconstruction"] = Array(results.reconstruction);
  json["reconNats"] = results.recon_nats;
  json["klNats"] = results.kl_nats;
  json["negElbo"] = results.neg_elbo();
  json["percentile"] = results.map.percentile ? Json(*results.map.percentile) : Json(nullptr);
  json["map"] = MapToJson(state, results.map);
  json["temperature"] = state.temperature;
  json["sampleSeed"] = state.sample_seed;
  json["kept"] = KeptToJson(KeptSamples(state));
  json["manifold"] = ManifoldToJson(state, results.manifold);
  json["morph"] = MorphToJson(state, results.morph);
  json["repair"] = RepairToJson(state, results.repair);
  json["digits"] = DigitsToJson(state.digits, results.digits);
  json["error"] = state.error.empty() ? Json(nullptr) : Json(state.error);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string RectsToJson(const std::map<std::string, Rect>& rects) {
  Json json = Json::object();
  for (const auto& [name, rect] : rects) {
    json[name] = {{"x", rect.x}, {"y", rect.y}, {"width", rect.width}, {"height", rect.height}};
  }
  return json.dump();
}

std::string EncodeToJson(const AppState& state, std::span<const float> pixels) {
  if (!state.model) return Error("no model is loaded yet; wait for latentpad.ready");
  if (pixels.size() != vae::kDigitPixels) {
    return WrongLength("encode", vae::kDigitPixels, pixels.size());
  }
  if (!std::all_of(pixels.begin(), pixels.end(), [](float p) { return p >= 0 && p <= 1; })) {
    return Error("encode takes pixels from 0 (paper) to 1 (ink)");
  }
  const vae::Posterior q = vae::Encode(state.model->params, Column(pixels));
  return Json{{"mu", Array(q.mu)}, {"logSigma", Array(q.log_sigma)}}.dump();
}

std::string DecodeToJson(const AppState& state, std::span<const float> z) {
  if (!state.model) return Error("no model is loaded yet; wait for latentpad.ready");
  const auto latent_dim = static_cast<size_t>(state.model->params.shape().latent_dim);
  if (z.size() != latent_dim) return WrongLength("decode", latent_dim, z.size());
  if (!AllFinite(z)) return Error("decode takes finite numbers");
  return Json{{"pixels", Array(vae::Decode(state.model->params, Column(z)))}}.dump();
}

}  // namespace app

#include "app/automation.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

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
  json["temperature"] = state.temperature;
  json["sampleSeed"] = state.sample_seed;
  json["kept"] = KeptToJson(state.kept);
  json["manifold"] = ManifoldToJson(state, results.manifold);
  json["morph"] = MorphToJson(state, results.morph);
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

#include "app/link/automation.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/views/view.h"

namespace app {
namespace {

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
  json["view"] = state.view;
  json["theme"] = state.night ? "night" : "paper";
  json["strokes"] = state.drawing.strokes.size();
  json["exampleShown"] = state.example_shown;
  json["tool"] = state.tool == Tool::kBrush ? "brush" : "eraser";
  json["brushSize"] = state.brush_width;
  json["inputMode"] = state.input_mode == InputMode::kRaw ? "raw" : "normalized";
  json["ink"] = JsonArray(results.raw);
  json["input"] = JsonArray(results.input);
  json["mu"] = JsonArray(results.posterior.mu);
  json["logSigma"] = JsonArray(results.posterior.log_sigma);
  json["zSource"] = OriginOf(state.z_source).name;
  json["z"] = JsonArray(state.z);
  json["reconstruction"] = JsonArray(results.reconstruction);
  json["reconNats"] = results.recon_nats;
  json["klNats"] = results.kl_nats;
  json["negElbo"] = results.neg_elbo();
  json["percentile"] = results.percentile ? Json(*results.percentile) : Json(nullptr);
  for (const ViewRow* view : Views()) {
    if (view->describe != nullptr) view->describe(state, results, json);
  }
  json["error"] = state.error.empty() ? Json(nullptr) : Json(state.error);
  json["notice"] = state.notice.empty() ? Json(nullptr) : Json(state.notice);
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
  const vae::Posterior q = vae::Encode(state.model->network(), Column(pixels));
  return Json{{"mu", JsonArray(q.mu)}, {"logSigma", JsonArray(q.log_sigma)}}.dump();
}

std::string DecodeToJson(const AppState& state, std::span<const float> z) {
  if (!state.model) return Error("no model is loaded yet; wait for latentpad.ready");
  const auto latent_dim = static_cast<size_t>(state.model->params.shape().latent_dim);
  if (z.size() != latent_dim) return WrongLength("decode", latent_dim, z.size());
  if (!AllFinite(z)) return Error("decode takes finite numbers");
  return Json{{"pixels", JsonArray(vae::Decode(state.model->network(), Column(z)))}}.dump();
}

}  // namespace app

#include "app/acts.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/address.h"
#include "app/drawing.h"
#include "app/history.h"
#include "app/models.h"
#include "app/results.h"
#include "app/save.h"
#include "io/quoted.h"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kNoModelYet[] = "No model is loaded yet: wait a moment, then try again.";

Json Parse(std::string_view text) { return Json::parse(text, nullptr, /*allow_exceptions=*/false); }

// The string at `key`, or empty.
std::string String(const Json& act, const char* key) {
  const auto found = act.find(key);
  return found != act.end() && found->is_string() ? found->get<std::string>() : std::string();
}

vae::Status SetZByName(AppState& state, const Json& act) {
  if (!state.model) return vae::Failure(kNoModelYet);
  const auto index = act.find("index");
  const auto count = static_cast<uint64_t>(state.z.size());
  if (index == act.end() || !index->is_number_unsigned() || index->get<uint64_t>() >= count) {
    return vae::Failure("set_z takes an index from 0 to " + std::to_string(count - 1) + ".");
  }
  const auto value = act.find("value");
  if (value == act.end() || !value->is_number() ||
      !(std::abs(value->get<double>()) <= double{kFurthestZ})) {
    return vae::Failure("set_z takes a value from -100 to 100.");
  }
  SetZ(state, index->get<vae::Index>(), value->get<float>());
  return {};
}

vae::Status ChooseModelByName(AppState& state, const Json& act) {
  const std::string name = String(act, "name");
  if (!IsOffered(state, name)) {
    return vae::Failure("There is no model called " + vae::Quoted(name) + " here.");
  }
  ChooseModel(state, name);
  return {};
}

vae::Status ChooseViewByName(AppState& state, const Json& act) {
  const std::string name = String(act, "name");
  const std::optional<Tab> view = ViewOfName(name);
  if (!view || (*view == Tab::kDigits && !state.digits.offered)) {
    return vae::Failure("There is no view called " + vae::Quoted(name) + " here.");
  }
  state.tab = *view;
  return {};
}

vae::Status ChooseThemeByName(AppState& state, const Json& act) {
  const auto night = act.find("night");
  if (night == act.end() || !night->is_boolean()) {
    return vae::Failure("theme takes night: true or false.");
  }
  ChooseTheme(state, night->get<bool>());
  return {};
}

vae::Status ActOnCode(AppState& state, const Results& results, std::string_view name) {
  if (!state.model) return vae::Failure(kNoModelYet);
  if (name == "sample") Reseed(state);
  if (name == "sample_posterior") SamplePosterior(state, results);
  if (name == "back_to_digit") FollowDrawing(state);
  if (name == "copy") CopyCode(state);
  if (name == "save") SaveReconstruction(state, results);
  return {};
}

std::string HowManyNumbers(const AppState& state) {
  return state.model ? std::to_string(state.z.size()) + " numbers" : "numbers";
}

vae::Status NoCode(const AppState& state) {
  return vae::Failure("This text is no code: a code is a list of " + HowManyNumbers(state) +
                      " such as [0.1, -1.5, ...].");
}

}  // namespace

vae::Status Act(AppState& state, const Results& results, std::string_view json) {
  const Json act = Parse(json);
  if (!act.is_object()) return vae::Failure("An act is an object such as {\"act\": \"clear\"}.");
  const std::string name = String(act, "act");
  for (const char* const known : {"sample", "sample_posterior", "back_to_digit", "copy", "save"}) {
    if (name == known) return ActOnCode(state, results, name);
  }
  if (name == "set_z") return SetZByName(state, act);
  if (name == "model") return ChooseModelByName(state, act);
  if (name == "view") return ChooseViewByName(state, act);
  if (name == "theme") return ChooseThemeByName(state, act);
  if (name == "paste") return PasteCode(state, String(act, "text"));
  if (name == "clear") {
    Clear(state);
  } else if (name == "undo") {
    Undo(state);
  } else if (name == "redo") {
    Redo(state);
  } else if (name == "share") {
    state.requests.push_back({Request::Kind::kShare, {}, {}});
  } else if (name == "open") {
    state.requests.push_back({Request::Kind::kOpen, {}, {}});
  } else {
    return vae::Failure("There is no act called " + vae::Quoted(name) + ".");
  }
  return {};
}

void ChooseTheme(AppState& state, bool night) {
  state.night = night;
  state.requests.push_back({Request::Kind::kTheme, night ? "night" : "paper", {}});
}

std::string CodeToText(const AppState& state) {
  if (!state.model) return {};
  Json z = Json::array();
  // Four decimals: more than moves a pixel, and short enough to read.
  for (const float value : state.z) z.push_back(std::round(double{value} * 1e4) / 1e4);
  return Json{{"model", state.model->name}, {"z", z}}.dump();
}

void CopyCode(AppState& state) {
  state.requests.push_back({Request::Kind::kCopy, CodeToText(state), {}});
}

vae::Status PasteCode(AppState& state, std::string_view text) {
  if (!state.model) return vae::Failure(kNoModelYet);
  const Json json = Parse(text);
  const auto found = json.is_object() ? json.find("z") : json.end();
  const Json& values = found != json.end() ? *found : json;
  if (!values.is_array()) return NoCode(state);
  vae::Vector z(static_cast<vae::Index>(values.size()));
  vae::Index j = 0;
  for (const Json& value : values) {
    if (!value.is_number() || !(std::abs(value.get<double>()) <= double{kFurthestZ}))
      return NoCode(state);
    z(j++) = value.get<float>();
  }
  const std::string model = json.is_object() ? String(json, "model") : std::string();
  return TakeZOf(state, model.empty() ? state.model->name : model, z, ZSource::kManual);
}

}  // namespace app

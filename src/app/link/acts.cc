#include "app/link/acts.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "app/controls.h"
#include "app/link/address.h"
#include "app/model/errors.h"
#include "app/model/models.h"
#include "app/model/results.h"
#include "app/shell/commands.h"
#include "app/views/view.h"
#include "io/quoted.h"

namespace app {
namespace {

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
  const ViewRow* const view = FindView(name);
  if (view == nullptr || !IsOffered(*view, state, /*small_screen=*/true)) {
    return vae::Failure("There is no view called " + vae::Quoted(name) + " here.");
  }
  state.view = name;
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

// What a control of this setting can be set to, in words.
std::string Choices(const Setting& setting) {
  if (setting.kind == Setting::Kind::kFlag) return "true or false";
  if (setting.kind != Setting::Kind::kChoice) {
    return "a number from " + ValueToText(setting, setting.least) + " to " +
           ValueToText(setting, setting.most);
  }
  std::string text;
  for (const Option& option : setting.options) {
    text += (text.empty() ? "" : ", ") + vae::Quoted(option.name);
  }
  return "one of " + text;
}

std::optional<float> ValueOf(const Setting& setting, const Json& json) {
  if (setting.kind == Setting::Kind::kFlag) {
    if (!json.is_boolean()) return std::nullopt;
    return json.get<bool>() ? 1.0f : 0.0f;
  }
  if (setting.kind == Setting::Kind::kChoice) {
    return json.is_string() ? ValueFromText(setting, json.get<std::string>()) : std::nullopt;
  }
  if (!json.is_number()) return std::nullopt;
  const auto value = json.get<float>();
  return Allows(setting, value) ? std::optional<float>(value) : std::nullopt;
}

vae::Status SetByName(AppState& state, const Results& results, const Json& act) {
  const std::string name = String(act, "name");
  const Setting* const setting = FindSetting(name);
  if (setting == nullptr) {
    return vae::Failure("There is no setting called " + vae::Quoted(name) + ".");
  }
  const auto json = act.find("value");
  const std::optional<float> value = json == act.end() ? std::nullopt : ValueOf(*setting, *json);
  if (!value) return vae::Failure(name + " takes " + Choices(*setting) + ".");
  const bool whole = setting->kind == Setting::Kind::kWhole;
  if (whole && state.model != nullptr && *value > LimitOf(*setting, state, results)) {
    return vae::Failure(name + " takes " + ValueToText(*setting, setting->least) + " to " +
                        ValueToText(*setting, LimitOf(*setting, state, results)) + " here.");
  }
  Choose(*setting, state, results, *value);
  return {};
}

vae::Status DoByName(AppState& state, const Results& results, const Command& command,
                     const Json& act) {
  if (command.needs_model && !state.model) return vae::Failure(kNoModelYet);
  int index = 0;
  if (command.count != nullptr) {
    const auto count = static_cast<uint64_t>(command.count(state, results));
    const auto found = act.find("index");
    if (count == 0) {
      return vae::Failure(std::string(command.name) + ": there is nothing to take yet.");
    }
    if (found == act.end() || !found->is_number_unsigned() || found->get<uint64_t>() >= count) {
      return vae::Failure(std::string(command.name) + " takes an index from 0 to " +
                          std::to_string(count - 1) + ".");
    }
    index = found->get<int>();
  }
  Do(command, state, results, index);
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
  if (name == "set") return SetByName(state, results, act);
  if (name == "set_z") return SetZByName(state, act);
  if (name == "model") return ChooseModelByName(state, act);
  if (name == "view") return ChooseViewByName(state, act);
  if (name == "theme") return ChooseThemeByName(state, act);
  if (name == "paste") return PasteCode(state, String(act, "text"));
  for (const ViewRow* view : Views()) {
    if (view->act == nullptr) continue;
    if (std::optional<vae::Status> done = view->act(state, results, name, act)) return *done;
  }
  const Command* const command = FindCommand(name);
  if (command == nullptr) {
    return vae::Failure("There is no act called " + vae::Quoted(name) + ".");
  }
  return DoByName(state, results, *command, act);
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

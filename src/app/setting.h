// What can be set, as data. Addresses, the reset before an address is opened, the page's HTML
// controls and scripts follow from these rows; the canvas draws its own controls.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/model/z_source.h"
#include "data/ink.h"

namespace app {

struct AppState;
struct Results;

struct Option {
  const char* name;   // in addresses and for scripts
  const char* label;  // in words
};

// One value. All kinds are numbers: 0 or 1, the index of an option, a whole number, any number.
struct Setting {
  enum class Kind { kFlag, kChoice, kWhole, kNumber };

  char key = 0;       // in addresses; 0: not there
  const char* name;   // for scripts: letters, digits and "_", of all settings the only one
  const char* label;  // in words
  Kind kind = Kind::kFlag;
  std::span<const Option> options = {};  // kChoice
  float least = 0;
  float most = 1;   // kChoice: the last option, whatever this says
  float first = 0;  // in the first view
  float (*get)(const AppState& state);
  // Takes any value that the row allows. Does nothing else: no step of the history, no notice.
  void (*set)(AppState& state, float value);
  // The same by a control or a script, where that does more; null: `set`.
  void (*choose)(AppState& state, const Results& results, float value) = nullptr;
  // Whether there is a control for it now; null: always.
  bool (*offered)(const AppState& state, const Results& results) = nullptr;
  // The most that makes sense now, at most `most`; null: `most`.
  float (*limit)(const AppState& state, const Results& results) = nullptr;
};

// What is no number. Each has a key in addresses and nothing else.
struct StrokesSetting {
  char key;
  const std::vector<vae::Stroke>& (*get)(const AppState& state);
  void (*set)(AppState& state, std::vector<vae::Stroke> strokes);
};

// A z of the current model, or none; an address's waits until its model is here.
struct CodeSetting {
  char key;
  std::optional<SourcedZ> (*get)(const AppState& state);
  void (*set)(AppState& state, const std::optional<SourcedZ>& z);
};

// "1", "pca", "12", "0.35", and back. Nothing comes back of text that says what the row does not
// allow.
std::string ValueToText(const Setting& setting, float value);
std::optional<float> ValueFromText(const Setting& setting, std::string_view text);

// Whether the row allows it.
bool Allows(const Setting& setting, float value);

bool IsOffered(const Setting& setting, const AppState& state, const Results& results);
float LimitOf(const Setting& setting, const AppState& state, const Results& results);

// By a control or a script.
void Choose(const Setting& setting, AppState& state, const Results& results, float value);

}  // namespace app

// What the HTML beside the canvas says and offers (web/mirror.js): the program without its
// pictures.
#pragma once

#include <cstdint>
#include <string>

#include "app/state.h"
#include "app/view_settings.h"

namespace app {

// Everything that MirrorToJson and AddressOf depend on, to compare: cheap, unlike them.
struct MirrorKey {
  Results::Versions versions;
  const LoadedModel* model = nullptr;
  std::string awaited;
  Tab tab = Tab::kSample;
  InputMode input_mode = InputMode::kNormalized;
  ZSource z_source = ZSource::kMean;
  size_t undo = 0;
  size_t redo = 0;
  ViewSettings settings;
  uint64_t morph_version = 0;
  bool pen_down = false;
  bool night = false;
  bool digits = false;
  std::string error;
  std::string notice;

  bool operator==(const MirrorKey&) const = default;
};
MirrorKey KeyOf(const AppState& state, const Results& results);

// {"models": [{"name", "label"}], "model", "awaited", "views": [{"name", "label"}], "view",
// "z": [...], "zSource" (in words), "reconNats", "klNats", "negElbo", "likeness" (in words),
// "empty", "testNegElbo", "sampleSeed", "inputVersion", "canUndo", "canRedo", "canClear",
// "penDown", "night", "error", "notice"}
std::string MirrorToJson(const AppState& state, const Results& results);

}  // namespace app

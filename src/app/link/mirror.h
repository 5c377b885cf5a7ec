// What the HTML beside the canvas says and offers (web/mirror.js): the program without its
// pictures.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/state.h"

namespace app {

// Everything that MirrorToJson and AddressOf depend on, to compare: cheap, unlike them.
struct MirrorKey {
  Results::Versions versions;
  const LoadedModel* model = nullptr;
  std::string awaited;
  std::string view;
  ZSource z_source = ZSource::kMean;
  size_t undo = 0;
  size_t redo = 0;
  std::vector<float> settings;     // all there are
  std::vector<uint64_t> of_views;  // ViewRow::version
  bool pen_down = false;
  bool digits = false;
  bool has_address = false;
  std::string error;
  std::string notice;

  bool operator==(const MirrorKey&) const = default;
};
MirrorKey KeyOf(const AppState& state, const Results& results);

// {"models": [{"name", "label"}], "model", "awaited", "views": [{"name", "label"}], "view",
// "z": [...], "zSource" (in words), "reconNats", "klNats", "negElbo", "likeness" (in words),
// "empty", "testNegElbo", "sampleSeed", "inputVersion", "penDown", "error", "notice",
// "controls": [{"view" (empty: the program's own),
//               "settings": [{"name", "label", "kind": "flag" | "choice" | "whole" | "number",
//                             "value" as act() takes it, "options": [{"name", "label"}],
//                             "least", "most"}],
//               "commands": [{"name", "label", "can", "count" (null: there is one)}]}]}
// Of the views' controls those of the one that is shown, and of one that has a card of its own.
std::string MirrorToJson(const AppState& state, const Results& results);

}  // namespace app

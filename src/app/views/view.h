// A view: one of the things that can be done with a model, which share one place on the screen. A
// view is a folder and a row of the table in views.cc. Its folder holds all of it:
//   what the user did in it      a type in AppState::views
//   what the model makes of it   a type in Results::views, computed while the view is shown
//   its pictures                 a type in Pictures::views
// A view uses ui, pad and model, never another view, link or platform.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "app/command.h"
#include "app/frame.h"
#include "app/model/results.h"
#include "app/model/z_source.h"
#include "app/setting.h"
#include "app/state.h"
#include "app/views/json.h"

namespace app {

struct ViewRow {
  const char* name;                // in addresses, for scripts and tests
  const char* label;               // of its tab
  const char* help;                // what it is for, in a plain sentence
  const Origin* origin = nullptr;  // of a z that is taken here; null: none is

  // Whether it is one of the tabs, on a small screen or a large one; null: always.
  bool (*offered)(const AppState& state, bool small_screen) = nullptr;
  // Brings its results up to date; called while it is shown and a model is here. It finds out from
  // `state` and results.versions whether there is something to do. Null: it shows what all share.
  void (*compute)(AppState& state, Results& results) = nullptr;
  // Lets go of what is only needed while it is shown; called while another view is. Null: nothing.
  void (*let_go)(AppState& state) = nullptr;
  // Brings its pictures up to date, `all` of them or those of results that have changed; called
  // between frames' start and end.
  void (*upload)(const Theme& theme, bool all, const AppState& state, const Results& results,
                 Pictures& pictures) = nullptr;
  // Draws it into a rectangle of any size. Returns the height that it takes, which can be more.
  float (*draw)(Frame& frame, const Rect& rect);
  // Where there is room it stands on a card of its own, beside the tabs; null: it is always a tab.
  void (*draw_card)(Frame& frame, const Rect& rect) = nullptr;

  std::span<const Setting> settings = {};
  std::span<const StrokesSetting> strokes = {};
  std::span<const CodeSetting> codes = {};
  // A step of the history that takes back what an address sets; null: there is none.
  HistoryStep (*step_back)(const AppState& state) = nullptr;
  std::span<const Command> commands = {};

  // An act by name that takes more than a command does, `request` as a script gave it. Null: there
  // are none; nothing comes back of a name that is not this view's.
  std::optional<vae::Status> (*act)(AppState& state, const Results& results, std::string_view name,
                                    const Json& request) = nullptr;
  // Adds to state() of scripts (README.md).
  void (*describe)(const AppState& state, const Results& results, Json& json) = nullptr;
  // Counts what the HTML controls say of it and neither its settings nor Results::versions tell;
  // null: there is nothing.
  uint64_t (*version)(const AppState& state, const Results& results) = nullptr;
};

// In the order of their tabs.
std::span<const ViewRow* const> Views();

// Null if there is none.
const ViewRow* FindView(std::string_view name);

bool IsOffered(const ViewRow& view, const AppState& state, bool small_screen);

// Where a z comes from: known to the program or to one of the views. Null for a number that is
// neither's.
const Origin* FindOrigin(ZSource source);
const Origin& OriginOf(ZSource source);

// UpdateResults, and what the view that is shown computes.
Updated Compute(AppState& state, Results& results);

}  // namespace app

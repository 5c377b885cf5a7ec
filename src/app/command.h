// What can be done, as data: the buttons that have keys, the keys themselves, the list of them in
// the help, the page's HTML buttons and acts by name follow from these rows.
#pragma once

#include <imgui.h>

#include <span>

namespace app {

struct AppState;
struct Results;

// A press that does something. A character rather than a key where its place depends on the
// keyboard.
struct Chord {
  enum class Shift { kEither, kWithout, kWith };

  ImGuiKey key = ImGuiKey_None;
  char character = 0;
  bool command = false;  // with Ctrl, or Command
  Shift shift = Shift::kEither;
  bool repeats = false;  // while it is held
  bool presses = false;  // also presses the control that has the keyboard's ring, which goes first
};

struct Command {
  const char* name;   // for scripts, which call it an act: of all commands the only one
  const char* label;  // of its button
  std::span<const Chord> chords = {};
  // In the help: what is pressed, and what that does.
  const char* keys = nullptr;
  const char* help = nullptr;
  bool needs_model = false;
  // Whether it would do anything now; null: always.
  bool (*can)(const AppState& state, const Results& results) = nullptr;
  // `index`: which one, where there are several alike.
  void (*act)(AppState& state, const Results& results, int index);
  // Of several alike: how many there are now. Null: there is one.
  int (*count)(const AppState& state, const Results& results) = nullptr;
  // Whether there is a button for it here; null: there is.
  bool (*offered)(const AppState& state) = nullptr;
};

// Whether it would do anything now; of several, any of them.
bool Can(const Command& command, const AppState& state, const Results& results);

// Does it if it can be done now.
void Do(const Command& command, AppState& state, const Results& results, int index = 0);

// Whether one of its chords has been pressed in this frame.
bool Pressed(const Command& command);

}  // namespace app

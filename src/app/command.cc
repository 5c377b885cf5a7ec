#include "app/command.h"

#include <algorithm>

#include "app/state.h"

namespace app {
namespace {

bool Typed(char character) {
  const auto& queue = ImGui::GetIO().InputQueueCharacters;
  return std::any_of(queue.begin(), queue.end(),
                     [&](ImWchar typed) { return typed == static_cast<ImWchar>(character); });
}

bool Pressed(const Chord& chord) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool command = io.KeyCtrl || io.KeySuper;
  if (chord.command != command || (!chord.command && io.KeyAlt)) return false;
  if (!chord.command && io.WantTextInput) return false;
  if (chord.character != 0) return Typed(chord.character);
  if (chord.shift == Chord::Shift::kWith && !io.KeyShift) return false;
  if (chord.shift == Chord::Shift::kWithout && io.KeyShift) return false;
  if (chord.presses && io.NavVisible) return false;
  return ImGui::IsKeyPressed(chord.key, chord.repeats);
}

}  // namespace

bool Can(const Command& command, const AppState& state, const Results& results) {
  if (command.needs_model && state.model == nullptr) return false;
  if (command.count != nullptr && command.count(state, results) == 0) return false;
  return command.can == nullptr || command.can(state, results);
}

void Do(const Command& command, AppState& state, const Results& results, int index) {
  if (Can(command, state, results)) command.act(state, results, index);
}

bool Pressed(const Command& command) {
  return std::any_of(command.chords.begin(), command.chords.end(),
                     [](const Chord& chord) { return Pressed(chord); });
}

}  // namespace app

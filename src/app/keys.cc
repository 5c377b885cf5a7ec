#include <algorithm>
#include <iterator>

#include "app/guide.h"
#include "app/results.h"

namespace app {
namespace {

// The offered model so many places after the current one, or the one on its way; round and round.
const char* ModelAfter(const AppState& state, int places) {
  constexpr int kCount = static_cast<int>(std::size(kOfferedModels));
  const std::string& current =
      state.awaited.empty() && state.model != nullptr ? state.model->name : state.awaited;
  const auto* const found =
      std::find_if(std::begin(kOfferedModels), std::end(kOfferedModels),
                   [&](const OfferedModel& offered) { return offered.name == current; });
  if (found == std::end(kOfferedModels)) return kOfferedModels[0].name;
  const int index = static_cast<int>(found - std::begin(kOfferedModels));
  return kOfferedModels[(index + places + kCount) % kCount].name;
}

// What is random in the view that is shown.
void ThrowAnew(AppState& state) {
  if (state.tab == Tab::kSample) Reseed(state);
  if (state.tab == Tab::kRepair && state.repair.damage.noise > 0) ++state.repair.damage.seed;
}

}  // namespace

void TakeShortcuts(View& view) {
  AppState& state = view.state;
  const ImGuiIO& io = ImGui::GetIO();
  if (state.pen_down || io.KeyCtrl || io.KeySuper || io.KeyAlt || io.WantTextInput) return;
  if (ImGui::IsKeyPressed(ImGuiKey_M, false))
    state.chosen = ModelAfter(state, io.KeyShift ? -1 : 1);
  // With a ring around a control Space presses that control.
  if (ImGui::IsKeyPressed(ImGuiKey_Space, false) && !io.NavVisible) ThrowAnew(state);
  // A character rather than a key: where it is depends on the keyboard.
  for (const ImWchar character : io.InputQueueCharacters) {
    if (character == '?') state.guide.help = !state.guide.help;
  }
}

}  // namespace app

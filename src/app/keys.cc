#include "app/guide.h"
#include "app/results.h"

namespace app {

void TakeShortcuts(View& view) {
  AppState& state = view.state;
  const ImGuiIO& io = ImGui::GetIO();
  if (state.pen_down || io.KeyCtrl || io.KeySuper || io.KeyAlt || io.WantTextInput) return;
  static constexpr ImGuiKey kDigitKeys[] = {ImGuiKey_1, ImGuiKey_2, ImGuiKey_3, ImGuiKey_4};
  static_assert(std::size(kDigitKeys) == std::size(kOfferedModels));
  for (size_t i = 0; i < std::size(kDigitKeys); ++i) {
    if (ImGui::IsKeyPressed(kDigitKeys[i], false)) state.chosen = kOfferedModels[i].name;
  }
  // With a ring around a control Space presses that control.
  if (ImGui::IsKeyPressed(ImGuiKey_Space, false) && !io.NavVisible) {
    state.tab = Tab::kSample;
    Reseed(state);
  }
  if (ImGui::IsKeyPressed(ImGuiKey_Slash, false) && io.KeyShift) {
    state.guide.help = !state.guide.help;
  }
}

}  // namespace app

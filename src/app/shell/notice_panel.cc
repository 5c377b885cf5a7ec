#include <algorithm>

#include "app/shell/panels.h"

namespace app {
namespace {

constexpr double kSecondsShown = 6;
constexpr float kNoticePadding = 12;

// On top of everything, but in nobody's way: a press goes to what is below, too. Returns whether it
// was pressed.
bool NoticeWindow(const Frame& frame, const Rect& box, float wrap) {
  const Ui& ui = frame.ui;
  const float size = ui.fonts.body->FontSize * ImGui::GetIO().FontGlobalScale;
  ImGui::SetNextWindowPos(box.min());
  ImGui::SetNextWindowSize({box.width, box.height});
  ImGui::Begin("notice", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoInputs);
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  canvas.AddRectFilled(box.min(), box.max(), ui.theme.text, kControlCorner);
  canvas.AddText(ui.fonts.body, size, {box.x + kPadding, box.y + kNoticePadding}, ui.theme.panel,
                 frame.state.notice.c_str(), nullptr, wrap);
  ImGui::End();
  return box.Contains(ImGui::GetIO().MousePos) && ImGui::IsMouseClicked(ImGuiMouseButton_Left);
}

}  // namespace

void NoticePanel(Frame& frame, const Rect& screen) {
  AppState& state = frame.state;
  ShownNotice& notice = state.shown_notice;
  if (state.notice != notice.text) notice = {state.notice, frame.seconds + kSecondsShown};
  if (state.notice.empty()) return;
  if (frame.seconds >= notice.until) {
    state.notice.clear();
    return;
  }
  state.wake_at = std::min(state.wake_at, notice.until);

  const Ui& ui = frame.ui;
  const float most = std::min(screen.width - 32, 560.0f) - 2 * kPadding;
  const float size = ui.fonts.body->FontSize * ImGui::GetIO().FontGlobalScale;
  const ImVec2 text = ui.fonts.body->CalcTextSizeA(size, FLT_MAX, most, state.notice.c_str());
  const float width = text.x + 2 * kPadding;
  const float height = text.y + 2 * kNoticePadding;
  // Above an error, which stays until it is dismissed.
  const auto error = ui.rects.find("error");
  const float bottom = error == ui.rects.end() ? screen.bottom() : error->second.y;
  const Rect box{screen.center().x - width / 2, bottom - height - 16, width, height};
  ui.rects["notice"] = box;
  if (NoticeWindow(frame, box, most)) state.notice.clear();
}

}  // namespace app

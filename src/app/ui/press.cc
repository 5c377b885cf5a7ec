#include "app/ui/press.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace app {
namespace {

constexpr float kStill = 8;     // logical pixels that a resting finger may move
constexpr double kRests = 0.5;  // seconds

}  // namespace

void TrackPress(Press& press, double seconds, double& frame_in) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.MouseClicked[ImGuiMouseButton_Left]) {
    const ImGuiWindow* const window = ImGui::GetCurrentContext()->HoveredWindow;
    press = {.window = window == nullptr ? 0 : window->ID,
             .at = io.MousePos,
             .since = seconds,
             .finger = io.MouseSource == ImGuiMouseSource_TouchScreen,
             .under_way = true,
             .explanation = {}};
  }
  press.rested_now = false;
  const bool down = io.MouseDown[ImGuiMouseButton_Left];
  press.under_way = press.under_way && (down || io.MouseReleased[ImGuiMouseButton_Left]);
  if (!press.by_finger() || press.swipe != Swipe::kNone) return;
  const float across = std::abs(io.MousePos.x - press.at.x);
  const float up_down = std::abs(io.MousePos.y - press.at.y);
  if (std::hypot(across, up_down) >= kStill) {
    press.swipe = up_down > across ? Swipe::kUpDown : Swipe::kAcross;
  } else if (down && !press.rested) {
    const double left = press.since + kRests - seconds;
    press.rested = press.rested_now = left <= 0;
    if (left > 0) frame_in = std::min(frame_in, left);
  }
}

}  // namespace app

#include "app/model/fetch_notice.h"

#include <algorithm>

#include "app/model/errors.h"
#include "app/model/models.h"

namespace app {

void FetchNotice(Frame& frame, const Rect& rect, const char* name, const std::string& key,
                 const char* what) {
  const Ui& ui = frame.ui;
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  canvas.AddRectFilled(rect.min(), rect.max(), ui.theme.soft, kDigitCorner);
  const ImVec2 center = rect.center();
  const auto found = frame.state.progress.find(key);
  const float share = found == frame.state.progress.end() ? 0 : found->second;
  if (share == kFailed) {
    const char* const label = "Try again";
    const float width = ButtonWidth(ui, label);
    const float height = ui.control_height;
    const Rect button{center.x - width / 2, center.y - height / 2, width, height};
    if (Button(ui, name, label, button)) {
      frame.state.progress.erase(key);
      LeaveErrorBehind(frame.state);
    }
    return;
  }
  Text(ui.fonts.caption, ui.theme.text, {center.x, center.y - 10}, what, Align::kCenter);
  const float width = std::min(160.0f, rect.width - 2 * kPadding);
  const Rect line{center.x - width / 2, center.y + 8, width, 3};
  canvas.AddRectFilled(line.min(), line.max(), ui.theme.line, 1.5f);
  canvas.AddRectFilled(line.min(), {line.x + width * std::max(share, 0.03f), line.bottom()},
                       ui.theme.accent, 1.5f);
}

}  // namespace app

#include "app/controls.h"
#include "app/shell/guide.h"

namespace app {

void TakeShortcuts(Frame& frame) {
  AppState& state = frame.state;
  if (state.pen_down || state.end_view_stroke != nullptr) return;
  for (const Controls& controls : AllControls()) {
    if (!controls.view.empty() && controls.view != state.view) continue;
    for (const Command& command : controls.commands) {
      if (Pressed(command)) Do(command, state, frame.results);
    }
  }
}

}  // namespace app

#include "app/controls.h"

#include "app/pad/panel.h"
#include "app/shell/commands.h"
#include "app/views/view.h"

namespace app {

std::vector<Controls> AllControls() {
  std::vector<Controls> all = {{{}, ShellSettings(), ModelCommands()},
                               {{}, PadSettings(), PadCommands()},
                               {{}, {}, ShellCommands()}};
  for (const ViewRow* view : Views()) all.push_back({view->name, view->settings, view->commands});
  return all;
}

const Setting* FindSetting(std::string_view name) {
  for (const Controls& controls : AllControls()) {
    for (const Setting& setting : controls.settings) {
      if (name == setting.name) return &setting;
    }
  }
  return nullptr;
}

const Command* FindCommand(std::string_view name) {
  for (const Controls& controls : AllControls()) {
    for (const Command& command : controls.commands) {
      if (name == command.name) return &command;
    }
  }
  return nullptr;
}

}  // namespace app

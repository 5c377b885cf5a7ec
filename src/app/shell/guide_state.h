// Which help is open.
#pragma once

namespace app {

struct GuideState {
  bool help = false;
  int step = -1;           // of the walk; -1: not walking
  int revealed_step = -1;  // the step that has been scrolled to
  bool offered = false;    // the walk has not been seen yet: the header offers it
};

}  // namespace app

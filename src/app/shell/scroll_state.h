// The way to the views of a small screen, once one of them has been chosen.
#pragma once

namespace app {

struct ScrollToViews {
  double began = 0;        // Frame::seconds
  float from = -1;         // the window's scroll then; below 0: not on its way yet
  bool arrived = false;    // but for what could not be scrolled to before
  int frames_to_wait = 4;  // for views that are higher than the window only later
};

}  // namespace app

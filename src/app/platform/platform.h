// The operating system or the browser, seen from the program: window, OpenGL (ES 3), events, the
// frame loop. desktop.cc knows the one, page.cc the other, with the exported
// functions behind globalThis.latentpad; platform.cc holds what they share.
#pragma once

#include "app/ui/texture.h"

namespace app {

class App;

// Opens the window, runs `app` until the window closes, and returns the exit code of the process.
// Draws only when something happened or app.wants_frame() says so. Desktop only: in the page the
// browser runs the loop.
int Run(App& app);

}  // namespace app

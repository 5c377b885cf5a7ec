// The operating system or the browser, seen from the program. platform.cc is the only file that
// knows which of the two it is: window, OpenGL (ES 3), events, the frame loop, and, in the browser,
// the exported functions behind globalThis.latentpad.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <span>

namespace app {

class App;

// Pixels on the graphics card. Create and update only between frames' start and end.
struct Texture {
  ImTextureID id = nullptr;
  int width = 0;
  int height = 0;
};

enum class Filter { kNearest, kLinear };

// Replaces the content of `texture` (created on first use) by width * height RGBA pixels, one byte
// a channel, row by row from the top.
void UpdateTexture(Texture& texture, int width, int height, std::span<const uint32_t> rgba,
                   Filter filter);

// The user asked the platform for something.
void SetClipboard(const char* text);

// Opens the window (the page's canvas), runs `app` until the window closes, and returns the exit
// code of the process. Draws only when something happened or app.wants_frame() says so.
int Run(App& app);

}  // namespace app

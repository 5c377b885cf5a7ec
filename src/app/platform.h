// The operating system or the browser, seen from the program: window, OpenGL (ES 3), events, the
// frame loop. platform_desktop.cc knows the one, platform_page.cc the other, with the exported
// functions behind globalThis.latentpad; platform.cc holds what they share.
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

// Opens the window, runs `app` until the window closes, and returns the exit code of the process.
// Draws only when something happened or app.wants_frame() says so. Desktop only: in the page the
// browser runs the loop.
int Run(App& app);

}  // namespace app

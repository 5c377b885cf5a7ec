// What the desktop (desktop.cc) and the page (page.cc) share: a window with
// OpenGL and Dear ImGui in it, and the drawing of one frame (platform.cc).
#pragma once

#include <SDL.h>

#include <algorithm>

#include "app/app.h"
#include "app/platform/pointer_queue.h"
#include "core/result.h"

namespace app {

// Set by the caller: everything SDL_GL_SetAttribute takes about the version.
struct WindowOptions {
  const char* title = nullptr;  // null leaves it alone
  int width = 0;
  int height = 0;
  Uint32 flags = 0;  // of SDL_CreateWindow, besides OpenGL
  const char* glsl_version = nullptr;
};

// Size in device pixels, and how many of them make a logical pixel.
struct Display {
  int width = 0;
  int height = 0;
  float pixel_ratio = 1;
};

class Platform {
 public:
  explicit Platform(App& app) : app_(app) {}
  ~Platform();
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

  // To be called once, after SDL_Init(SDL_INIT_VIDEO).
  vae::Status Open(const WindowOptions& options);

  SDL_Window* window() const { return window_; }
  PointerQueue& pointer() { return pointer_; }
  App& app() { return app_; }

  // Something happened: so many of the next frames are drawn. Dear ImGui settles some things
  // (hovering, scrolling, layout of new text) a frame or two after their cause.
  void Wake(int frames = kFramesToSettle) { frames_due_ = std::max(frames_due_, frames); }
  bool NeedsFrame() const;
  // How long until a frame is needed without an event, infinity where none will be; negative when
  // it is overdue.
  double SecondsToWake() const { return app_.wakes_at() - Seconds(); }

  // Makes a piece of what a frame at this pixel ratio needs, for callers who have other things to
  // do between two pieces. Returns whether there are more; DrawFrame makes what is left.
  bool Prepare(float pixel_ratio);

  void DrawFrame(const Display& display);

  // The graphics card lost everything and is back: makes textures, shaders and buffers again.
  void RestoreGraphics();

 private:
  double Seconds() const;  // since Open

  App& app_;
  PointerQueue pointer_;
  SDL_Window* window_ = nullptr;
  SDL_GLContext context_ = nullptr;
  bool imgui_sdl_ = false;  // backends to shut down
  bool imgui_gl_ = false;
  Uint64 start_ = 0;
  float texture_ratio_ = 0;  // of the font atlas that the graphics card has
  bool computed_once_ = false;
  int frames_due_ = kFramesToSettle;
};

// Does what the program asked for, now or as soon as it can.
void Fulfil(App& app, const Request& request);

// After the graphics card lost everything: makes OpenGL's names refer to nothing, gives one of them
// a new texture. They do something in the page only: desktops do not lose theirs.
void ForgetLostObjects();
void ReviveTextureName(unsigned int name);

}  // namespace app

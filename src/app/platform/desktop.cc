// The desktop: SDL's events and an OpenGL 3.2 core profile.
#include <SDL.h>
#include <SDL_opengl.h>
#include <imgui_impl_sdl2.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>

#include "app/app.h"
#include "app/model/models.h"
#include "app/platform/impl.h"
#include "app/platform/own_files.h"
#include "app/platform/platform.h"
#include "io/file.h"

namespace app {
namespace {

constexpr int kIdleMilliseconds = 500;

ImVec2 Position(int x, int y) { return {static_cast<float>(x), static_cast<float>(y)}; }

// SDL makes mouse events of the first finger's; its finger events are not looked at, so that a
// touch counts once.
void HandlePointer(Platform& platform, const SDL_Event& event) {
  PointerQueue& pointer = platform.pointer();
  switch (event.type) {
    case SDL_MOUSEMOTION:
      pointer.Move(Position(event.motion.x, event.motion.y));
      break;
    case SDL_MOUSEBUTTONDOWN:
      pointer.Press(Position(event.button.x, event.button.y), event.button.timestamp / 1000.0,
                    event.button.which == SDL_TOUCH_MOUSEID);
      break;
    case SDL_MOUSEBUTTONUP:
      pointer.Lift(Position(event.button.x, event.button.y));
      if (event.button.which == SDL_TOUCH_MOUSEID) pointer.Leave();
      break;
    case SDL_MOUSEWHEEL:
      pointer.Wheel({-event.wheel.preciseX, event.wheel.preciseY});
      break;
    default:
      break;
  }
}

bool IsLeftButton(const SDL_Event& event) {
  return (event.type == SDL_MOUSEBUTTONDOWN || event.type == SDL_MOUSEBUTTONUP) &&
         event.button.button == SDL_BUTTON_LEFT;
}

// Returns false when the user closes the window.
bool HandleEvent(Platform& platform, const SDL_Event& event) {
  platform.Wake();
  if (event.type == SDL_QUIT) return false;
  if (event.type == SDL_MOUSEMOTION || event.type == SDL_MOUSEWHEEL || IsLeftButton(event)) {
    HandlePointer(platform, event);
    return true;
  }
  if (event.type == SDL_WINDOWEVENT) {
    if (event.window.event == SDL_WINDOWEVENT_LEAVE) platform.pointer().Leave();
    if (event.window.event == SDL_WINDOWEVENT_FOCUS_LOST) platform.pointer().Cancel();
  }
  ImGui_ImplSDL2_ProcessEvent(&event);
  return true;
}

Display CurrentDisplay(SDL_Window* window) {
  Display display;
  int logical_width = 0;
  SDL_GetWindowSize(window, &logical_width, nullptr);
  SDL_GL_GetDrawableSize(window, &display.width, &display.height);
  if ((SDL_GetWindowFlags(window) & SDL_WINDOW_MINIMIZED) != 0 || logical_width <= 0) return {};
  display.pixel_ratio = static_cast<float>(display.width) / static_cast<float>(logical_width);
  return display;
}

void Loop(Platform& platform) {
  while (true) {
    if (!platform.NeedsFrame()) SDL_WaitEventTimeout(nullptr, kIdleMilliseconds);
    SDL_Event event;
    while (SDL_PollEvent(&event) != 0) {
      if (!HandleEvent(platform, event)) return;
    }
    if (!platform.NeedsFrame()) continue;
    const Display display = CurrentDisplay(platform.window());
    if (display.width > 0) {
      platform.DrawFrame(display);
    } else {
      SDL_Delay(kIdleMilliseconds);  // minimised: no swap to wait for
    }
  }
}

void LoadFile(App& app, const std::string& key, const std::string& path,
              vae::Status (App::*load)(std::span<const std::byte>, std::string_view,
                                       std::string_view)) {
  const vae::Result<vae::Bytes> bytes = vae::ReadFile(FindOwnFile(path));
  if (!bytes) return app.FetchFailed(key, bytes.error());
  static_cast<void>((app.*load)(*bytes, path, {}));  // says itself what is wrong
}

// "digits.png", or "digits-2.png" and so on where there is one already.
std::filesystem::path FreeName(const std::filesystem::path& wanted) {
  std::filesystem::path path = wanted;
  std::error_code ignored;
  for (int i = 2; i < 1000 && std::filesystem::exists(path, ignored); ++i) {
    path = wanted.stem().string() + "-" + std::to_string(i) + wanted.extension().string();
  }
  return path;
}

void Save(App& app, const Request& request) {
  const std::filesystem::path path = FreeName(request.text);
  const vae::Status saved = vae::WriteFileAtomically(path, request.bytes);
  std::error_code ignored;
  app.Tell(saved ? "Saved as " + std::filesystem::absolute(path, ignored).string() + "."
                 : saved.error());
}

int Fail(const std::string& sentence) {
  std::fprintf(stderr, "latentpad: %s\n", sentence.c_str());
  return 1;
}

// Without a screen SDL falls back to a driver that draws for nobody, for ever.
bool IsInvisible() {
  const std::string driver = SDL_GetCurrentVideoDriver();
  return SDL_getenv("SDL_VIDEODRIVER") == nullptr && (driver == "offscreen" || driver == "dummy");
}

int OpenAndLoop(App& app) {
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_FLAGS, SDL_GL_CONTEXT_FORWARD_COMPATIBLE_FLAG);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 2);
  SDL_SetHint(SDL_HINT_WINDOWS_DPI_SCALING, "1");  // logical sizes there too

  Platform platform(app);
  const vae::Status opened =
      platform.Open({.title = "Latentpad",
                     .width = 1280,
                     .height = 860,
                     .flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI,
                     .glsl_version = "#version 150"});
  if (!opened) return Fail(opened.error());
  SDL_SetWindowMinimumSize(platform.window(), 360, 560);
  // Dear ImGui's backend switches this off for programs with several windows. A stroke needs it.
  SDL_SetHint(SDL_HINT_MOUSE_AUTO_CAPTURE, "1");
  Loop(platform);
  return 0;
}

}  // namespace

void Fulfil(App& app, const Request& request) {
  switch (request.kind) {
    case Request::Kind::kModel:
      LoadFile(app, request.text, "weights/" + request.text + ".safetensors", &App::LoadModel);
      break;
    case Request::Kind::kMap:
      LoadFile(app, MapKey(request.text), "weights/" + MapKey(request.text) + ".safetensors",
               &App::LoadMap);
      break;
    case Request::Kind::kCopy:
      SDL_SetClipboardText(request.text.c_str());
      app.Tell("Copied as text.");
      break;
    case Request::Kind::kSave:
      Save(app, request);
      break;
    default:  // the page's
      break;
  }
}

void ForgetLostObjects() {}

void ReviveTextureName(unsigned int) {}

int Run(App& app) {
  const bool started = SDL_Init(SDL_INIT_VIDEO) == 0;
  if (!started || IsInvisible()) {
    const std::string reason = started ? "no screen" : SDL_GetError();
    return Fail("Cannot open a window (" + reason +
                "): start it where there is a screen, or use the page in a browser.");
  }
  const int exit_code = OpenAndLoop(app);
  SDL_Quit();
  return exit_code;
}

}  // namespace app

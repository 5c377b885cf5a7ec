#include "app/platform/platform.h"

#include <SDL.h>
#include <SDL_opengl.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "app/app.h"
#include "app/platform/impl.h"

namespace app {
namespace {

// What a texture shows, kept so that it can be made again when the graphics card loses it.
struct TextureContent {
  int width;
  int height;
  std::vector<uint32_t> rgba;
  Filter filter;
};

// By OpenGL name.
std::map<GLuint, TextureContent>& Textures() {
  static std::map<GLuint, TextureContent> textures;
  return textures;
}

// Calls f() while the texture `name` is bound, and leaves bound what was.
template <class F>
void WithBound(GLuint name, F f) {
  GLint bound = 0;
  glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound);
  glBindTexture(GL_TEXTURE_2D, name);
  f();
  glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(bound));
}

void SetContent(const TextureContent& content) {
  const GLint filter = content.filter == Filter::kNearest ? GL_NEAREST : GL_LINEAR;
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, content.width, content.height, 0, GL_RGBA,
               GL_UNSIGNED_BYTE, content.rgba.data());
}

void Upload(GLuint name, const TextureContent& content) {
  WithBound(name, [&] { SetContent(content); });
}

GLuint NameOf(const Texture& texture) {
  return static_cast<GLuint>(reinterpret_cast<uintptr_t>(texture.id));
}

// The logical length that Dear ImGui's multiplication by `ratio`, rounded towards zero, turns into
// exactly `device_pixels`.
float LogicalLength(int device_pixels, float ratio) {
  float length = static_cast<float>(device_pixels) / ratio;
  while (static_cast<int>(length * ratio) < device_pixels) length = std::nextafter(length, 1e9F);
  return length;
}

}  // namespace

void UpdateTexture(Texture& texture, int width, int height, std::span<const uint32_t> rgba,
                   Filter filter) {
  assert(rgba.size() == static_cast<size_t>(width) * static_cast<size_t>(height));
  GLuint name = NameOf(texture);
  if (name == 0) glGenTextures(1, &name);
  TextureContent& content = Textures()[name];
  content.width = width;
  content.height = height;
  content.rgba.assign(rgba.begin(), rgba.end());
  content.filter = filter;
  Upload(name, content);
  texture.id = reinterpret_cast<ImTextureID>(static_cast<uintptr_t>(name));
  texture.width = width;
  texture.height = height;
}

void UpdateTextureRows(Texture& texture, int first, std::span<const uint32_t> rgba) {
  TextureContent& content = Textures()[NameOf(texture)];
  const auto begin = static_cast<size_t>(first) * static_cast<size_t>(content.width);
  assert(begin + rgba.size() <= content.rgba.size());
  std::copy(rgba.begin(), rgba.end(), content.rgba.data() + begin);
  const int rows = static_cast<int>(rgba.size()) / content.width;
  WithBound(NameOf(texture), [&] {
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, first, content.width, rows, GL_RGBA, GL_UNSIGNED_BYTE,
                    rgba.data());
  });
}

Platform::~Platform() {
  if (imgui_gl_) ImGui_ImplOpenGL3_Shutdown();
  if (imgui_sdl_) ImGui_ImplSDL2_Shutdown();
  if (ImGui::GetCurrentContext() != nullptr) ImGui::DestroyContext();
  if (context_ != nullptr) SDL_GL_DeleteContext(context_);
  if (window_ != nullptr) SDL_DestroyWindow(window_);
}

vae::Status Platform::Open(const WindowOptions& options) {
  start_ = SDL_GetPerformanceCounter();
  SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_ALPHA_SIZE, 0);  // the canvas hides what is behind it
  window_ = SDL_CreateWindow(options.title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                             options.width, options.height, options.flags | SDL_WINDOW_OPENGL);
  if (window_ != nullptr) context_ = SDL_GL_CreateContext(window_);
  if (context_ == nullptr) {
    return vae::Failure(std::string("Cannot open a window with OpenGL (") + SDL_GetError() +
                        "): update the graphics driver, or use the page in a browser.");
  }
  SDL_GL_MakeCurrent(window_, context_);
  SDL_GL_SetSwapInterval(1);

  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  imgui_sdl_ = ImGui_ImplSDL2_InitForOpenGL(window_, context_);
  imgui_gl_ = ImGui_ImplOpenGL3_Init(options.glsl_version);
  if (!imgui_gl_) {
    return vae::Failure(
        "The OpenGL of this machine lacks functions of version 3: update the graphics driver, or "
        "use the page in a browser.");
  }
  return {};
}

bool Platform::NeedsFrame() const {
  return frames_due_ > 0 || !pointer_.empty() ||
         !ImGui::GetCurrentContext()->InputEventsQueue.empty() || app_.wants_frame() ||
         Seconds() >= app_.wakes_at();
}

double Platform::Seconds() const {
  return static_cast<double>(SDL_GetPerformanceCounter() - start_) /
         static_cast<double>(SDL_GetPerformanceFrequency());
}

bool Platform::Prepare(float pixel_ratio) {
  if (app_.DrawFonts(pixel_ratio)) return true;
  if (texture_ratio_ == 0) {
    ImGui_ImplOpenGL3_CreateDeviceObjects();  // the fonts' texture among them
    texture_ratio_ = pixel_ratio;
  } else if (texture_ratio_ != pixel_ratio) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
    texture_ratio_ = pixel_ratio;
  } else if (!computed_once_ && app_.has_model()) {
    app_.Compute();
    computed_once_ = true;
  } else {
    return false;
  }
  return true;
}

void Platform::DrawFrame(const Display& display) {
  if (display.width <= 0 || display.height <= 0) return;
  if (frames_due_ > 0) --frames_due_;
  while (Prepare(display.pixel_ratio)) continue;
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplSDL2_NewFrame();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {LogicalLength(display.width, display.pixel_ratio),
                    LogicalLength(display.height, display.pixel_ratio)};
  io.DisplayFramebufferScale = {display.pixel_ratio, display.pixel_ratio};
  const std::vector<PointerEvent> events = pointer_.Take();
  ImGui::NewFrame();
  app_.Frame({.pointer = events,
              .pinch = pointer_.TakePinch(),
              .pixel_ratio = display.pixel_ratio,
              .seconds = Seconds()});
  ImGui::Render();

  const ImVec4 background = app_.clear_color();
  glViewport(0, 0, display.width, display.height);
  glClearColor(background.x, background.y, background.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  SDL_GL_SwapWindow(window_);
  for (const Request& request : app_.TakeRequests()) Fulfil(app_, request);
}

void Platform::RestoreGraphics() {
  ForgetLostObjects();
  for (const auto& [name, content] : Textures()) {
    ReviveTextureName(name);
    Upload(name, content);
  }
  ImGui_ImplOpenGL3_DestroyDeviceObjects();  // the next frame creates them
  Wake();
}

}  // namespace app

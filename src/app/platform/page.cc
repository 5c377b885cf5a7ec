// The page: a canvas with WebGL 2, and the functions that web/*.js calls. Pointer, wheel, size and
// keys come from the page's script (web/input.js), because SDL knows nothing of pointer capture,
// coalesced events, pens, or fractions of pixels, nor of what a key types.
#include <SDL.h>
#include <SDL_opengl.h>
#include <emscripten.h>
#include <emscripten/html5.h>
#include <imgui_impl_sdl2.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <span>
#include <string>

#include "app/app.h"
#include "app/platform/impl.h"
#include "app/platform/platform.h"

// clang-format off
EM_JS(void, WriteToClipboard, (const char* text), {
  // Refused without a user's gesture or permission; nothing is lost then.
  if (navigator.clipboard) navigator.clipboard.writeText(UTF8ToString(text)).catch(() => {});
})

EM_JS(void, ForgetGlObjects, (), {
  for (const table of [GL.buffers, GL.programs, GL.shaders, GL.textures, GL.vaos]) table.fill(null);
})

EM_JS(void, ReviveGlName, (unsigned int name), {
  GL.textures[name] = GLctx.createTexture();
  GL.textures[name].name = name;
})

EM_JS(void, TellTheme, (int night), {
  document.documentElement.dataset.theme = night ? "night" : "paper";
})

EM_JS(void, Ask, (const char* kind, const char* text, const void* bytes, size_t size), {
  const copy = HEAPU8.slice(bytes, bytes + size);
  Module["request"](UTF8ToString(kind), UTF8ToString(text), copy);
})

EM_JS(void, TellChange, (), {
  Module["changed"]();
})

EM_JS(int, IsApple, (), {
  return /Mac|iPhone|iPad/.test(navigator.platform) ? 1 : 0;
})
// clang-format on

namespace app {
namespace {

constexpr char kCanvas[] = "#canvas";  // the name SDL insists on
// Where SDL listens for keys: there are none, input.js delivers the canvas's.
constexpr char kKeylessElement[] = "head";

// The program of the page. The browser calls the functions below with no context of ours.
struct Page {
  App app;
  std::unique_ptr<Platform> platform;  // null until the canvas is open
  Display display;
  bool context_lost = false;
  // The browser's names for the next frame and for a timer that leads to one; 0 for none.
  long frame = 0;
  int alarm = 0;
  bool told_night = false;
  uint64_t told_changes = 0;
  std::string answer;  // the string last handed to the script
  vae::Packet told;    // a message of the learner that is on its way in
  vae::Bytes mine;     // the file last handed to the script
};

Page& ThePage() {
  static Page* page = new Page;  // lives as long as the page
  return *page;
}

const char* Answer(std::string text) {
  ThePage().answer = std::move(text);
  return ThePage().answer.c_str();
}

void SetClipboard(const char* text) {
  SDL_SetClipboardText(text);  // for pasting within the program
  WriteToClipboard(text);
}

// Whether what is under the pointer does something with a turn of the wheel: zooms, or has still to
// scroll that way.
bool TakesWheel(float steps_up) {
  if (ImGui::GetKeyOwner(ImGuiKey_MouseWheelY) != ImGuiKeyOwner_None) return true;
  for (const ImGuiWindow* window = ImGui::GetCurrentContext()->HoveredWindow; window != nullptr;
       window = window->ParentWindow) {
    if (steps_up > 0 ? window->Scroll.y > 0 : window->Scroll.y < window->ScrollMax.y) return true;
  }
  return false;
}

// What web/requests.js calls it.
const char* KindName(Request::Kind kind) {
  switch (kind) {
    case Request::Kind::kModel:
      return "model";
    case Request::Kind::kMap:
      return "map";
    case Request::Kind::kDigits:
      return "digits";
    case Request::Kind::kCopy:
      return "copy";
    case Request::Kind::kSave:
      return "save";
    case Request::Kind::kShare:
      return "share";
    case Request::Kind::kOpen:
      return "open";
    case Request::Kind::kRemember:
      return "remember";
    case Request::Kind::kTheme:
      return "theme";
    case Request::Kind::kAbout:
      return "about";
    case Request::Kind::kLearn:
      return "learn";
    case Request::Kind::kKeep:
      return "keep";
  }
  return "";
}

void TakeEvents(Platform& platform) {
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0) {
    switch (event.type) {
      case SDL_WINDOWEVENT:
        if (event.window.event == SDL_WINDOWEVENT_FOCUS_GAINED ||
            event.window.event == SDL_WINDOWEVENT_FOCUS_LOST) {
          ImGui_ImplSDL2_ProcessEvent(&event);
          platform.Wake();
        }
        break;
      default:
        break;
    }
  }
}

void Draw(Page& page) {
  page.platform->DrawFrame(page.display);
  if (page.app.night() != page.told_night) {
    page.told_night = page.app.night();
    TellTheme(page.told_night ? 1 : 0);
  }
  if (page.app.changes() != page.told_changes) {
    page.told_changes = page.app.changes();
    TellChange();
  }
}

EM_BOOL Tick(double seconds, void* unused);

void RequestFrame(Page& page) {
  if (page.alarm != 0) emscripten_clear_timeout(page.alarm);
  page.alarm = 0;
  if (page.frame != 0 || page.display.width == 0) return;  // latentpad_resize comes later
  page.frame = emscripten_request_animation_frame(Tick, nullptr);
}

// Within a press, a release or a key. WebKit hands the user's permission, which the clipboard and
// file dialogs want, to frames that are requested there, not to those that were before.
void RequestFrameOfUser(Page& page) {
  if (page.frame != 0) emscripten_cancel_animation_frame(page.frame);
  page.frame = 0;
  RequestFrame(page);
}

// Asks for the frames that follow without an event: at once, at some time, or not at all. Nothing
// runs in between.
void Rest(Page& page) {
  if (page.context_lost) return;  // until latentpad_context_restored
  if (page.platform->NeedsFrame()) {
    RequestFrame(page);
    return;
  }
  const double wait = page.platform->SecondsToWake();
  if (!std::isfinite(wait)) return;
  const auto wake = [](void*) {
    ThePage().alarm = 0;
    RequestFrame(ThePage());
  };
  page.alarm = emscripten_set_timeout(wake, std::max(1000 * wait, 0.0), nullptr);
}

EM_BOOL Tick(double /*seconds*/, void* /*unused*/) {
  Page& page = ThePage();
  page.frame = 0;
  TakeEvents(*page.platform);
  if (!page.context_lost && page.platform->NeedsFrame()) Draw(page);
  Rest(page);
  return EM_FALSE;
}

// Something happened: frames are drawn until all has come to rest.
void Wake(int frames = kFramesToSettle) {
  ThePage().platform->Wake(frames);
  RequestFrame(ThePage());
}

void WakeForUser() {
  ThePage().platform->Wake();
  RequestFrameOfUser(ThePage());
}

// SDL would take what input.js already delivers a second time.
void IgnorePointerOfSdl() {
  for (const Uint32 type : {SDL_MOUSEMOTION, SDL_MOUSEBUTTONDOWN, SDL_MOUSEBUTTONUP, SDL_MOUSEWHEEL,
                            SDL_FINGERDOWN, SDL_FINGERUP, SDL_FINGERMOTION}) {
    SDL_EventState(type, SDL_IGNORE);
  }
}

vae::Status OpenCanvas(Page& page) {
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, kKeylessElement);
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return vae::Failure(SDL_GetError());
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  auto platform = std::make_unique<Platform>(page.app);
  // Not resizable for SDL: it would set the canvas to sizes of its own.
  const vae::Status opened =
      platform->Open({.width = 1, .height = 1, .glsl_version = "#version 300 es"});
  if (!opened) return opened;
  IgnorePointerOfSdl();
  // An event waits in SDL's queue for the frame; but SDL notes every look into the queue in it,
  // too.
  const auto take = [](void*, SDL_Event* event) {
    if (event->type != SDL_POLLSENTINEL) RequestFrameOfUser(ThePage());
    return 0;
  };
  SDL_AddEventWatch(take, nullptr);
  ImGuiIO& io = ImGui::GetIO();
  io.ConfigMacOSXBehaviors = IsApple() != 0;
  io.SetClipboardTextFn = [](void*, const char* text) { SetClipboard(text); };
  page.platform = std::move(platform);
  page.app.OfferAddress();
  return {};
}

}  // namespace

void Fulfil(App&, const Request& request) {
  // For pasting within the program; the script knows whether the browser's clipboard takes it.
  if (request.kind == Request::Kind::kCopy) SDL_SetClipboardText(request.text.c_str());
  Ask(KindName(request.kind), request.text.c_str(), request.bytes.data(), request.bytes.size());
}

void ForgetLostObjects() { ForgetGlObjects(); }

void ReviveTextureName(unsigned int name) { ReviveGlName(name); }

}  // namespace app

// The exported functions, listed in web/program.d.ts. A returned string is valid until the next
// call of any of them.
extern "C" {

// Opens the canvas and starts drawing, once. Returns what went wrong, or null.
const char* latentpad_start() {
  app::Page& page = app::ThePage();
  const vae::Status opened = app::OpenCanvas(page);
  if (!opened) return app::Answer(opened.error());
  app::Wake();
  return nullptr;
}

// Does a piece of what the first frame would have to do. Returns whether there is more.
int latentpad_prepare(float ratio) { return app::ThePage().platform->Prepare(ratio) ? 1 : 0; }

// `sha256`: of everything after the header, or "" where the page cannot compute it. Returns the
// reader's sentence about what is wrong with the file, or null.
const char* latentpad_load_model(const std::byte* bytes, size_t size, const char* path,
                                 const char* sha256) {
  app::Page& page = app::ThePage();
  const vae::Status loaded = page.app.LoadModel({bytes, size}, path, sha256);
  app::Wake();
  return loaded ? nullptr : app::Answer(loaded.error());
}

const char* latentpad_load_map(const std::byte* bytes, size_t size, const char* path,
                               const char* sha256) {
  app::Page& page = app::ThePage();
  const vae::Status loaded = page.app.LoadMap({bytes, size}, path, sha256);
  app::Wake();
  return loaded ? nullptr : app::Answer(loaded.error());
}

// There are test digits to fetch.
void latentpad_offer_digits() {
  app::ThePage().app.OfferDigits();
  app::Wake();
}

const char* latentpad_load_digits(const std::byte* images, size_t images_size,
                                  const std::byte* labels, size_t labels_size) {
  app::Page& page = app::ThePage();
  const vae::Status loaded = page.app.LoadDigits({images, images_size}, {labels, labels_size});
  app::Wake();
  return loaded ? nullptr : app::Answer(loaded.error());
}

// Puts a picture on the pad: width * height RGBA pixels.
const char* latentpad_load_picture(const uint8_t* rgba, int width, int height) {
  app::Page& page = app::ThePage();
  const size_t pixels =
      width > 0 && height > 0 ? static_cast<size_t>(width) * static_cast<size_t>(height) : 0;
  const vae::Status loaded = page.app.LoadPicture({rgba, 4 * pixels}, width, height);
  app::Wake();
  return loaded ? nullptr : app::Answer(loaded.error());
}

// About what was asked for: `key` as in App::FetchProgress.
void latentpad_fetch_progress(const char* key, float share) {
  app::ThePage().app.FetchProgress(key, share);
  app::Wake();
}

void latentpad_fetch_failed(const char* key, const char* sentence) {
  app::ThePage().app.FetchFailed(key, sentence);
  app::Wake();
}

// Any model's file becomes the visitor's own model, and the current one if `current`. Returns what
// is wrong with it, or null.
const char* latentpad_open_model(const std::byte* bytes, size_t size, const char* name,
                                 int current) {
  const vae::Status opened = app::ThePage().app.OpenMine({bytes, size}, name, current != 0);
  app::Wake();
  return opened ? nullptr : app::Answer(opened.error());
}

// The page has a learner, with training digits or without.
void latentpad_offer_learning(int with_digits) {
  app::ThePage().app.OfferLearning(with_digits != 0);
  app::Wake();
}

// The user has given so many pictures to learn from.
void latentpad_offer_images(const char* name, int count) {
  app::ThePage().app.OfferImages(name, count);
  app::Wake();
}

// Where to put the next buffer, of `size` bytes, of the message that latentpad_learner_said is
// given then.
void* latentpad_learner_buffer(size_t size) {
  return app::ThePage().told.buffers.emplace_back(size).data();
}

// Takes a message of the learner, its JSON. Returns what is wrong with it, or null.
const char* latentpad_learner_said(const char* json) {
  app::Page& page = app::ThePage();
  page.told.json = json;
  const vae::Result<int> taken = page.app.LearnerSaid(std::exchange(page.told, vae::Packet()));
  if (taken && *taken > 0) app::Wake(*taken);
  return taken ? nullptr : app::Answer(taken.error());
}

// The file of the model that was trained here: its bytes, good until the next call, and how many.
const void* latentpad_mine() {
  app::Page& page = app::ThePage();
  page.mine = page.app.MineFile();
  return page.mine.data();
}
size_t latentpad_mine_size() { return app::ThePage().mine.size(); }

int latentpad_ready() { return app::ThePage().app.ready() ? 1 : 0; }

// Takes effect at once: a canvas whose size is set is empty until something is drawn.
void latentpad_resize(int device_width, int device_height, float pixel_ratio) {
  app::Page& page = app::ThePage();
  page.display = {device_width, device_height, pixel_ratio};
  emscripten_set_canvas_element_size(app::kCanvas, device_width, device_height);
  app::Wake();
  if (!page.context_lost) app::Draw(page);
}

// Positions in CSS pixels from the canvas's upper left corner.
void latentpad_pointer_move(float x, float y, float pressure) {
  app::ThePage().platform->pointer().Move({x, y}, pressure);
  app::Wake();
}

void latentpad_pointer_press(float x, float y, double seconds, int finger, float pressure,
                             int eraser) {
  app::ThePage().platform->pointer().Press({x, y}, seconds, finger != 0, pressure, eraser != 0);
  app::WakeForUser();
}

void latentpad_pointer_lift(float x, float y) {
  app::ThePage().platform->pointer().Lift({x, y});
  app::WakeForUser();
}

void latentpad_pointer_cancel() {
  app::ThePage().platform->pointer().Cancel();
  app::Wake();
}

// What the press has begun is not meant.
void latentpad_pointer_take_back() {
  app::ThePage().platform->pointer().TakeBack();
  app::Wake();
}

void latentpad_pointer_leave() {
  app::ThePage().platform->pointer().Leave();
  app::Wake();
}

// A second finger touches or leaves the canvas; how the middle of the two and their distance have
// changed.
void latentpad_pinching(int pinching) {
  app::ThePage().platform->pointer().SetPinching(pinching != 0);
  app::Wake();
}

void latentpad_pinch(float x, float y, float pan_x, float pan_y, float scale) {
  app::ThePage().platform->pointer().MovePinch({x, y}, {pan_x, pan_y}, scale);
  app::Wake();
}

// Whether the program uses a turn of the wheel, which otherwise scrolls the page.
int latentpad_takes_wheel(float y) { return app::TakesWheel(y) ? 1 : 0; }

// In steps of a mouse wheel, positive to the left and upwards.
void latentpad_wheel(float x, float y) {
  app::ThePage().platform->pointer().Wheel({x, y});
  app::Wake();
}

// A key of the canvas goes down or up: `name` as Dear ImGui calls it, `modifiers` the sum of 1 for
// Ctrl, 2 for Shift, 4 for Alt and 8 for Command.
void latentpad_key(const char* name, int down, int modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & 1) != 0);
  io.AddKeyEvent(ImGuiMod_Shift, (modifiers & 2) != 0);
  io.AddKeyEvent(ImGuiMod_Alt, (modifiers & 4) != 0);
  io.AddKeyEvent(ImGuiMod_Super, (modifiers & 8) != 0);
  for (int key = ImGuiKey_NamedKey_BEGIN; key < ImGuiKey_NamedKey_END; ++key) {
    const auto named = static_cast<ImGuiKey>(key);
    if (std::strcmp(ImGui::GetKeyName(named), name) == 0) io.AddKeyEvent(named, down != 0);
  }
  app::WakeForUser();
}

// What it types.
void latentpad_text(const char* text) {
  ImGui::GetIO().AddInputCharactersUTF8(text);
  app::WakeForUser();
}

// Whether a text field is being edited, so that keys such as Ctrl+V mean something.
int latentpad_wants_text() { return ImGui::GetIO().WantTextInput ? 1 : 0; }

void latentpad_set_night(int night) {
  app::Page& page = app::ThePage();
  page.app.SetNight(night != 0);
  app::Wake();
}

void latentpad_set_reduced_motion(int reduced) {
  app::ThePage().app.SetReducedMotion(reduced != 0);
}

void latentpad_context_lost() { app::ThePage().context_lost = true; }

void latentpad_context_restored() {
  app::ThePage().context_lost = false;
  app::ThePage().platform->RestoreGraphics();
  app::Wake();
}

// The walk has not been seen yet.
void latentpad_offer_walk() {
  app::ThePage().app.OfferWalk();
  app::Wake();
}

const char* latentpad_state() { return app::Answer(app::ThePage().app.StateJson()); }
const char* latentpad_rects() { return app::Answer(app::ThePage().app.RectsJson()); }

const char* latentpad_mirror() { return app::Answer(app::ThePage().app.MirrorJson()); }
const char* latentpad_code() { return app::Answer(app::ThePage().app.CodeText()); }
const char* latentpad_address() { return app::Answer(app::ThePage().app.Address()); }

// Shows what a fragment of the page's address says. Returns what is wrong with it, or null.
const char* latentpad_open_address(const char* address) {
  app::Page& page = app::ThePage();
  const vae::Status shown = page.app.OpenAddress(address);
  app::Wake();
  return shown ? nullptr : app::Answer(shown.error());
}

// Does what a JSON object says (acts.h). Returns what is wrong with it, or null.
const char* latentpad_act(const char* json) {
  app::Page& page = app::ThePage();
  const vae::Status done = page.app.Act(json);
  app::Wake();
  return done ? nullptr : app::Answer(done.error());
}

// Shows a sentence for some seconds.
void latentpad_tell(const char* notice) {
  app::ThePage().app.Tell(notice);
  app::Wake();
}

const char* latentpad_encode(const float* pixels, size_t count) {
  return app::Answer(app::ThePage().app.EncodeJson({pixels, count}));
}

const char* latentpad_decode(const float* z, size_t count) {
  return app::Answer(app::ThePage().app.DecodeJson({z, count}));
}

}  // extern "C"

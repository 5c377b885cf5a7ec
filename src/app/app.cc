#include "app/app.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>

#include "app/frame.h"
#include "app/link/acts.h"
#include "app/link/address.h"
#include "app/link/automation.h"
#include "app/link/mirror.h"
#include "app/model/code_text.h"
#include "app/model/glide.h"
#include "app/model/learning.h"
#include "app/model/models.h"
#include "app/model/results.h"
#include "app/model/test_digits.h"
#include "app/pad/drawing.h"
#include "app/pad/history.h"
#include "app/shell/guide.h"
#include "app/shell/layout.h"
#include "app/shell/panels.h"
#include "app/ui/font_build.h"
#include "app/ui/pictures.h"
#include "app/views/view.h"
#include "data/example_digit.h"
#include "io/latent_map.h"
#include "io/weights.h"

namespace app {
namespace {

const Theme& CurrentTheme(const AppState& state) {
  return state.night ? NightTheme() : PaperTheme();
}

// Fingers need larger controls than mice.
float ControlHeight(ImVec2 window) { return IsPhone(window) ? 44.0f : 34.0f; }

// What remains of Dear ImGui's own look: the scrollbar.
void ApplyTheme(const Theme& theme) {
  ImGuiStyle& style = ImGui::GetStyle();
  style.ScrollbarSize = 10;
  style.ScrollbarRounding = 5;
  style.WindowBorderSize = 0;
  style.WindowPadding = {0, 0};
  style.ItemSpacing = {0, 0};
  style.CircleTessellationMaxError = 0.1f;
  ImVec4* colors = style.Colors;
  colors[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
  colors[ImGuiCol_ScrollbarGrab] = ImGui::ColorConvertU32ToFloat4(theme.line);
  colors[ImGuiCol_ScrollbarGrabHovered] = ImGui::ColorConvertU32ToFloat4(theme.muted);
  colors[ImGuiCol_ScrollbarGrabActive] = colors[ImGuiCol_ScrollbarGrabHovered];
  colors[ImGuiCol_NavHighlight] = {0, 0, 0, 0};  // controls draw their own
}

std::string Metadata(const vae::Model& model, const char* key) {
  const auto found = model.metadata.find(key);
  return found == model.metadata.end() ? std::string() : found->second;
}

}  // namespace

struct App::Impl {
  AppState state;
  Results results;
  Glide glide;
  Pictures pictures;
  Fonts fonts;
  float font_ratio = 0;                 // of pixels, that the fonts are for
  std::optional<FontBuild> font_build;  // while characters are drawn
  std::map<std::string, Rect> rects;
  Press press;
  bool pictures_night = false;  // the theme that the pictures are drawn in
  bool ready = false;
  bool follows = false;      // the next frame follows this one at once
  bool view_chosen = false;  // before the first frame, or it has been drawn
  Updated updated;           // since the pictures were
  MirrorKey mirrored;        // as of the last change
  uint64_t changes = 0;

  void NoteChanges();
  void Compute();
  void UpdateGlide(double seconds);
  void UpdatePictures(bool glided);
  void DrawWindow(const FrameInput& input);
};

App::App() : impl_(std::make_unique<Impl>()) {
  impl_->state.ink = vae::EmptyInk();
  ShowExample(impl_->state,
              {.picture = nullptr, .strokes = vae::ExampleDigit(impl_->state.brush_width)});
}

App::~App() = default;

vae::Status App::LoadModel(std::span<const std::byte> bytes, std::string_view path,
                           std::string_view known_sha256) {
  AppState& state = impl_->state;
  vae::Result<vae::Model> model = vae::ParseWeights(bytes, path, known_sha256);
  if (!model) {
    app::FetchFailed(state, ModelNameOfFile(path), model.error());
    return vae::Failure(model.error());
  }
  const std::string test = Metadata(*model, "test_neg_elbo");
  AddModel(state, {.name = std::string(ModelNameOfFile(path)),
                   .params = std::move(model->params),
                   .bytes = std::move(model->bytes),
                   .test_neg_elbo = test.empty() ? 0 : std::strtod(test.c_str(), nullptr),
                   .payload_sha256 = vae::FloatPayloadSha256(*model),
                   .sorted_neg_elbo = vae::TestQuantiles(*model),
                   .map = {}});
  return {};
}

vae::Status App::SetWeights(std::string_view name, vae::VaeParams params) {
  return app::SetWeights(impl_->state, name, std::move(params));
}

vae::Status App::LoadMap(std::span<const std::byte> bytes, std::string_view path,
                         std::string_view known_sha256) {
  AppState& state = impl_->state;
  const std::string_view name = ModelNameOfFile(path);
  const vae::Status loaded =
      vae::ParseMap(bytes, path, known_sha256).and_then([&](vae::LatentMap map) {
        return AddMap(state, name, std::move(map));
      });
  if (!loaded) app::FetchFailed(state, MapKey(name), loaded.error());
  return loaded;
}

void App::OfferDigits() { impl_->state.test_digits.offered = true; }

vae::Status App::LoadDigits(std::span<const std::byte> images, std::span<const std::byte> labels) {
  vae::Status loaded = TakeDigits(impl_->state, images, labels);
  if (!loaded) app::FetchFailed(impl_->state, kDigitsKey, loaded.error());
  return loaded;
}

vae::Status App::LoadPicture(std::span<const uint8_t> rgba, int width, int height) {
  vae::Status shown = ShowPicture(impl_->state, rgba, width, height);
  if (!shown) impl_->state.error = shown.error();
  return shown;
}

void App::FetchProgress(std::string_view key, float share) {
  const auto found = impl_->state.progress.find(std::string(key));
  if (found != impl_->state.progress.end()) found->second = share;
}

void App::FetchFailed(std::string_view key, std::string_view sentence) {
  app::FetchFailed(impl_->state, key, sentence);
}

vae::Status App::Act(std::string_view json) { return app::Act(impl_->state, impl_->results, json); }
std::string App::CodeText() const { return CodeToText(impl_->state); }

void App::OfferAddress() { impl_->state.has_address = true; }
std::string App::Address() const { return AddressOf(impl_->state); }

vae::Status App::OpenAddress(std::string_view address) {
  const vae::Status shown = ParseAddress(address).and_then(
      [&](app::Address parsed) { return ShowAddress(impl_->state, std::move(parsed)); });
  if (!shown) impl_->state.notice = shown.error();
  if (shown && !address.empty()) impl_->view_chosen = true;
  return shown;
}

void App::OfferLearning(bool with_digits) {
  impl_->state.learning.offered = true;
  impl_->state.learning.has_digits = with_digits;
}

void App::OfferImages(std::string_view name, int64_t count) {
  Learning& learning = impl_->state.learning;
  learning.has_digits = true;
  learning.options.dreams = false;
  learning.images_name = name;
  learning.images = count;
}

vae::Result<int> App::LearnerSaid(vae::Packet packet) {
  return app::LearnerSaid(impl_->state, std::move(packet));
}

vae::Status App::OpenMine(std::span<const std::byte> bytes, std::string_view name, bool current) {
  vae::Result<vae::Model> model = vae::ParseWeights(bytes, name);
  if (!model) return vae::Failure(model.error());
  StopCourse(impl_->state);
  SetMine(impl_->state, std::move(model->params));
  if (current) ChooseModel(impl_->state, kMine);
  return {};
}

vae::Bytes App::MineFile() const { return FileOfMine(impl_->state); }

void App::Tell(std::string_view notice) { impl_->state.notice = notice; }

std::vector<Request> App::TakeRequests() { return std::exchange(impl_->state.requests, {}); }

void App::SetNight(bool night) { impl_->state.night = night; }
bool App::night() const { return impl_->state.night; }
void App::OfferWalk() { impl_->state.guide.offered = true; }
void App::SetReducedMotion(bool reduced) { impl_->state.reduced_motion = reduced; }

bool App::DrawFonts(float pixel_ratio) {
  if (impl_->font_ratio != pixel_ratio) {
    impl_->font_ratio = pixel_ratio;
    impl_->fonts = AddFonts(pixel_ratio);
    impl_->font_build.emplace(*ImGui::GetIO().Fonts);
  } else if (!impl_->font_build) {
    return false;
  } else if (!impl_->font_build->Step()) {
    impl_->font_build.reset();
  }
  return true;
}

bool App::wants_frame() const { return impl_->glide.moving() || impl_->state.moving; }
double App::wakes_at() const { return impl_->state.wake_at; }
uint64_t App::changes() const { return impl_->changes; }
bool App::has_model() const { return impl_->state.model != nullptr; }

bool App::ready() const { return impl_->ready; }

ImVec4 App::clear_color() const {
  return ImGui::ColorConvertU32ToFloat4(CurrentTheme(impl_->state).ground);
}

void App::Impl::Compute() {
  const Updated now = app::Compute(state, results);
  updated.ink = updated.ink || now.ink;
  updated.reconstruction = updated.reconstruction || now.reconstruction;
  updated.samples = updated.samples || now.samples;
}

void App::Impl::UpdateGlide(double seconds) {
  if (!updated.reconstruction) return;
  if (state.z_jumped && !state.reduced_motion) {
    glide.Start(state.z, seconds);
  } else {
    glide.Jump(state.z);
  }
  state.z_jumped = false;
}

void App::Impl::UpdatePictures(bool glided) {
  const Theme& theme = CurrentTheme(state);
  const bool all = pictures.ink.id == nullptr || pictures_night != state.night;
  pictures_night = state.night;
  if (all || updated.ink) {
    UpdateInkPicture(theme, state.ink, pictures.ink);
    UpdateDigitPicture(theme, results.input, pictures.input);
  }
  if (!state.model) return;
  if (glide.moving()) {
    if (all || glided || updated.reconstruction) {
      const vae::Vector between = vae::Decode(state.model->network(), glide.z_shown());
      UpdateDigitPicture(theme, between, pictures.reconstruction);
    }
  } else if (all || glided || updated.reconstruction) {
    UpdateDigitPicture(theme, results.reconstruction, pictures.reconstruction);
  }
  if (all || updated.samples) UpdateSheet(theme, results.samples, pictures.samples);
  for (const ViewRow* view : Views()) {
    if (view->upload != nullptr) view->upload(theme, all, state, results, pictures);
  }
  updated = {};
}

void App::Impl::DrawWindow(const FrameInput& input) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGuiWindowFlags flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                           ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoMove |
                           ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings |
                           ImGuiWindowFlags_NoBringToFrontOnFocus;
  if (IsPhone(size)) flags |= ImGuiWindowFlags_NoScrollbar;  // fingers drag
  ImGui::Begin("latentpad", nullptr, flags);
  rects.clear();
  bool drag_taken = false;
  double frame_in = kNever;
  TrackPress(press, input.seconds, frame_in);
  app::Frame frame{.ui = {.theme = CurrentTheme(state),
                          .fonts = fonts,
                          .rects = rects,
                          .drag_taken = drag_taken,
                          .frame_in = frame_in,
                          .press = press,
                          .control_height = ControlHeight(size)},
                   .state = state,
                   .results = results,
                   .pictures = pictures,
                   .z_shown = glide.z_shown(),
                   .pointer = input.pointer,
                   .pinch = input.pinch,
                   .seconds = input.seconds};
  // The code is what this is about: where it is a view, it comes first.
  if (!std::exchange(view_chosen, true) && CodeIsAView(size)) state.view = "code";
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float height = DrawPanels(frame, origin, size);
  const Rect screen{0, 0, size.x, size.y};
  TakeShortcuts(frame);
  WalkPanel(frame, screen);
  HelpPanel(frame, screen);
  ErrorPanel(frame, {0, 0, size.x, size.y});
  NoticePanel(frame, {0, 0, size.x, size.y});
  ShowExplanation(frame.ui);
  // Tells the window how far it can scroll.
  ImGui::SetCursorScreenPos({origin.x, origin.y + height - 1});
  ImGui::Dummy({1, 1});
  ScrollWindow(frame.ui);
  state.wake_at = std::min(state.wake_at, input.seconds + frame_in);
  ImGui::End();
}

void App::Impl::NoteChanges() {
  MirrorKey key = KeyOf(state, results);
  if (key == mirrored) return;
  mirrored = std::move(key);
  ++changes;
}

void App::Compute() { impl_->Compute(); }

void App::Frame(const FrameInput& input) {
  Impl& self = *impl_;
  ApplyTheme(CurrentTheme(self.state));
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;

  // What was changed outside a frame: a model loaded, the theme switched.
  SettleZ(self.state);
  self.Compute();
  self.UpdateGlide(input.seconds);
  self.UpdatePictures(self.glide.Advance(input.seconds));

  NoteFrame(self.state.pace, input.seconds, self.follows);
  self.state.moving = self.state.z_moves = false;
  self.state.seconds = input.seconds;
  self.state.wake_at = kNever;
  self.DrawWindow(input);
  NoteZ(self.state, ImGui::IsMouseDown(ImGuiMouseButton_Left) || self.state.z_moves);
  if (!self.state.chosen.empty()) ChooseModel(self.state, std::exchange(self.state.chosen, {}));

  // What this frame's events changed. Pictures are textures, read when the frame is drawn: the
  // stroke, the code's picture and the reconstruction show in the same frame.
  self.Compute();
  self.UpdateGlide(input.seconds);
  self.UpdatePictures(false);
  if (self.state.model) self.ready = true;
  self.follows = wants_frame();
  self.NoteChanges();
}

std::string App::StateJson() {
  impl_->Compute();
  return StateToJson(impl_->state, impl_->results);
}
std::string App::RectsJson() const { return RectsToJson(impl_->rects); }
std::string App::MirrorJson() const { return MirrorToJson(impl_->state, impl_->results); }
std::string App::EncodeJson(std::span<const float> pixels) const {
  return EncodeToJson(impl_->state, pixels);
}
std::string App::DecodeJson(std::span<const float> z) const {
  return DecodeToJson(impl_->state, z);
}

}  // namespace app

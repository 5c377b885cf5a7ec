// The program without its platform: takes events, brings results up to date, draws.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/state.h"
#include "app/ui/pointer.h"
#include "core/result.h"

namespace app {

struct FrameInput {
  std::span<const PointerEvent> pointer;
  Pinch pinch;
  float pixel_ratio = 1;  // device pixels per logical pixel
  double seconds = 0;     // since the program started, monotonic
};

class App {
 public:
  App();
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // Takes the model of a weights file, called `path` in errors; its name is the file's without
  // folder and ending. It becomes the current one if it is awaited or the first. On failure the
  // models that are here stay in use and the sentence is also shown to the user. `known_sha256` as
  // in vae::ParseWeights.
  vae::Status LoadModel(std::span<const std::byte> bytes, std::string_view path,
                        std::string_view known_sha256 = {});

  // The same model goes on with other weights, of the same shape: z, what is kept and what is shown
  // of it stay. Fails when there is no such model or the shape is another.
  vae::Status SetWeights(std::string_view name, vae::VaeParams params);

  // Takes the map of a model that is here, in the same way.
  vae::Status LoadMap(std::span<const std::byte> bytes, std::string_view path,
                      std::string_view known_sha256 = {});

  // There are test digits of MNIST to fetch; takes them: two IDX files.
  void OfferDigits();
  vae::Status LoadDigits(std::span<const std::byte> images, std::span<const std::byte> labels);

  // Puts a picture on the pad: width x height pixels, RGBA, one byte a channel. What is wrong with
  // it is also shown to the user.
  vae::Status LoadPicture(std::span<const uint8_t> rgba, int width, int height);

  // What was asked for (Request) is on its way: `key` is the model's name, with ".map" for its map,
  // or "digits".
  void FetchProgress(std::string_view key, float share);
  void FetchFailed(std::string_view key, std::string_view sentence);

  // Does what `json` says (acts.h).
  vae::Status Act(std::string_view json);
  // z as text, for the clipboard.
  std::string CodeText() const;

  // What is shown as an address, and back (address.h). What is wrong with an address is also shown
  // to the user. OfferAddress: there is an address bar, so that it makes sense to share it.
  void OfferAddress();
  std::string Address() const;
  vae::Status OpenAddress(std::string_view address);

  // The platform has a learner (learn/learner.h), with MNIST's training digits or without: requests
  // of the kinds kLearn and kKeep are answered. LearnerSaid takes what it tells, and returns how
  // many frames show it; it fails when that is no message. MineFile is the model that was trained,
  // as a file, or nothing.
  void OfferLearning(bool with_digits);
  // Courses on digits are from now on courses on these pictures of the user's.
  void OfferImages(std::string_view name, int64_t count);
  vae::Result<int> LearnerSaid(vae::Packet packet);
  vae::Bytes MineFile() const;

  // Any model of the format, of whatever sizes, becomes that model, and the current one if
  // `current`. Fails as LoadModel does, without a word to the user.
  vae::Status OpenMine(std::span<const std::byte> bytes, std::string_view name, bool current);

  // Shows a sentence for some seconds.
  void Tell(std::string_view notice);

  // What the program has asked for since the last call.
  std::vector<Request> TakeRequests();

  // Light ("paper") or dark ("night") colours.
  void SetNight(bool night);
  bool night() const;

  // Offers the walk to someone who has not seen it.
  void OfferWalk();

  // Whether things jump instead of gliding, for people whom motion disturbs.
  void SetReducedMotion(bool reduced);

  // Draws some characters of the current ImGui context's font atlas for this pixel ratio, unless
  // all are drawn. Returns whether it did; the platform goes on until then before the first frame
  // and whenever the ratio has changed, and uploads the atlas after it.
  bool DrawFonts(float pixel_ratio);

  // Brings the results up to date, as each frame does. Before the first one it takes long.
  void Compute();

  // One frame, called between ImGui::NewFrame() and ImGui::Render(). Display size is in logical
  // pixels.
  void Frame(const FrameInput& input);

  // Whether something moves by itself, so that another frame should follow without an event.
  bool wants_frame() const;

  // When (FrameInput::seconds) a frame should follow without an event.
  double wakes_at() const;

  // How often a frame has changed what MirrorJson and Address say.
  uint64_t changes() const;

  // The background, for clearing.
  ImVec4 clear_color() const;

  // The automation surface, as JSON (fields in README.md). encode: 784 pixels in [0, 1]; decode: as
  // many values as the model has latent dimensions. Errors come back as {"error": sentence}.
  std::string StateJson();  // as the next frame will show it
  std::string RectsJson() const;
  std::string MirrorJson() const;  // mirror.h
  std::string EncodeJson(std::span<const float> pixels) const;
  std::string DecodeJson(std::span<const float> z) const;
  bool has_model() const;
  // Whether a frame has been drawn with a model loaded.
  bool ready() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace app

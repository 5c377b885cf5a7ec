// What the program knows: AppState is what the user did, Results what the model makes of it.
// Panels draw both and edit the first; only UpdateResults (results.h) writes the second.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/model/learning_state.h"
#include "app/model/offered_models.h"
#include "app/model/pace.h"
#include "app/model/test_digits.h"
#include "app/model/z_source.h"
#include "app/pad/history_state.h"
#include "app/rooms.h"
#include "app/shell/guide_state.h"
#include "app/shell/scroll_state.h"
#include "core/types.h"
#include "core/vae.h"
#include "data/ink.h"
#include "data/stroke_pen.h"
#include "io/latent_map.h"

namespace app {

enum class Tool { kBrush, kEraser };
enum class InputMode { kRaw, kNormalized };

struct CodeSetting;  // setting.h

// The test digits in a model's latent space.
struct DigitMap {
  vae::LatentMap data;
  bool of_other_weights = false;  // the model has changed since
};

struct LoadedModel {
  std::string name;  // "latent10": the file's, without folder and ending
  uint64_t id = 0;   // another one for each that arrives: other weights of the same model keep it
  uint64_t weights = 0;  // how often they have been changed since
  vae::VaeParams params;
  std::optional<vae::ByteLayers> bytes = {};  // of these params, where they came in 8 bits
  double test_neg_elbo = 0;                   // of the model card; 0 when the file does not say
  std::string payload_sha256;                 // which a map names the model by
  // What test digits cost at z = mu, or evenly many of them, in nats, ascending. Empty as long as
  // it is not known of these weights.
  std::vector<float> sorted_neg_elbo = {};
  std::optional<DigitMap> map;  // once it has been loaded

  vae::Network network() const { return {params, bytes}; }
};

// z of a model that is on its way, for when it arrives.
struct AwaitedZ {
  std::string model;
  std::optional<SourcedZ> z;                                   // none: the drawing's
  std::vector<std::pair<const CodeSetting*, SourcedZ>> codes;  // of views
  bool of_address = false;                                     // which says all there is of them
};

// The stroke that is under way, the last of the drawing.
struct StrokeUnderWay {
  vae::StrokePen pen;
  vae::InkRaster before;   // the ink without it
  vae::InkRaster settled;  // the ink without the end that will change
  vae::InkRows end;        // where that end is
  HistoryStep step;        // for when it is done
};

// What the program asks of its platform, which takes it after the frame.
struct Request {
  enum class Kind {
    kModel,     // the weights of the model `text`
    kMap,       // its map
    kDigits,    // the test digits
    kCopy,      // `text` to the clipboard
    kSave,      // `bytes` as a file called `text`
    kShare,     // the address of what is shown to the clipboard
    kOpen,      // let the user choose a picture
    kRemember,  // that the walk has been seen
    kTheme,     // that the user has chosen the colours `text`, "paper" or "night"
    kAbout,     // the text about the page
    kLearn,     // `text`, and `bytes` as its one buffer if any, to the learner (learn/messages.h)
    kKeep,      // `bytes`, the file of the model `text`, over visits
  };
  Kind kind;
  std::string text;
  std::vector<std::byte> bytes;
};

// The notice that is on the screen, and when (Frame::seconds) it goes.
struct ShownNotice {
  std::string text;
  double until = 0;
};

// Seeds go from 1 to this, which the controls have room for, and then begin again.
inline constexpr uint64_t kMostSeed = 999'999;

inline constexpr double kNever = std::numeric_limits<double>::infinity();

// In so many frames everything has its place that depends on what was drawn before.
inline constexpr int kFramesToSettle = 3;

struct AppState {
  // Drawing.
  Drawing drawing;
  History history;             // history.h
  bool example_shown = false;  // the drawing is the first view's: the first stroke replaces it
  bool pen_down = false;       // a stroke is under way
  StrokeUnderWay stroke;
  vae::InkRaster ink;  // of `drawing`, kept up to date stroke by stroke
  Tool tool = Tool::kBrush;
  float brush_width = 0.09f;  // in pad widths; draws as thick as MNIST (data/ink.h)

  // Code.
  InputMode input_mode = InputMode::kNormalized;
  // The picture that was centred already: without it, input_mode is kNormalized again. Null when
  // the user has chosen.
  std::shared_ptr<const vae::InkRaster> raw_for;
  ZSource z_source = ZSource::kMean;
  vae::Vector z;                 // (L), current
  bool z_jumped = false;         // z has been replaced as a whole: what is shown glides there
  uint64_t posterior_draws = 0;  // how often q(z|x) has been sampled

  // Samples of N(0, temperature^2 I).
  float temperature = 1;
  uint64_t sample_seed = 1;

  TestDigits test_digits;
  Learning learning;
  Rooms views;  // what the user did in each of them (views/view.h)
  GuideState guide;

  // Models by name; they stay where they are once loaded (models.h).
  std::map<std::string, LoadedModel> models;
  uint64_t models_arrived = 0;
  const LoadedModel* model = nullptr;  // the current one
  std::string
      chosen;  // by a panel; taken up once the frame is drawn, for results still fit `model`
  std::string awaited;                    // the model that becomes current when it arrives
  std::optional<AwaitedZ> awaited_z;      // comes with an address or is pasted
  std::map<std::string, float> progress;  // share loaded of what has been asked for

  // Everything else.
  std::string error;   // one sentence for the user; empty when all is well (errors.h)
  std::string notice;  // likewise, about something that went well; for a few seconds
  ShownNotice shown_notice;
  bool night = false;
  bool reduced_motion = false;
  std::string view = "sample";          // the one that is shown, by its name
  std::optional<ScrollToViews> reveal;  // a view has just been chosen where it may be out of sight
  // Set while a stroke on a view is under way: ends it.
  void (*end_view_stroke)(AppState& state) = nullptr;
  bool map_wanted = false;  // the view that is shown is nothing without the model's map
  std::vector<Request> requests;
  bool moving = false;   // something moves by itself: set by views while they are drawn
  bool z_moves = false;  // likewise: z does, and a step of the history can wait
  double seconds = 0;    // when the last frame was (Frame::seconds)
  Pace pace;
  double wake_at =
      kNever;  // like `moving`, the time (Frame::seconds) of a frame that is wanted later
  bool has_address = false;  // what is shown can be linked to

  // Raised by whoever changes something that results depend on; lowered by UpdateResults.
  bool model_changed = false;    // there is another one
  bool weights_changed = false;  // the same model has other weights
  bool map_changed = false;      // the model's map is here
  bool drawing_changed = true;
  bool z_changed = true;
  bool samples_changed = true;
};

struct Results {
  vae::Vector raw;             // (784): the digit as drawn
  vae::Vector input;           // (784): the digit as the encoder gets it
  vae::Posterior posterior;    // (L, 1): q(z|input)
  vae::Vector reconstruction;  // (784): the mean of p(x|z) at the current z
  double recon_nats = 0;       // -log p(input|z) at the current z
  double kl_nats = 0;          // KL(q(z|input) || N(0, I))
  // The same at z = mu: what the maps hold of the test digits.
  double mean_neg_elbo = 0;
  vae::Matrix sample_z;  // (L, kMaxSamples)
  vae::Matrix samples;   // (784, kMaxSamples): decoded

  // Of the test digits, the share in percent whose neg_elbo is lower than the drawing's. None
  // without a map or without ink.
  std::optional<double> percentile;

  Rooms views;  // what the model makes of each of them (views/view.h)

  // How often these have changed, for views that compute only while they are shown: each remembers
  // what it has seen.
  struct Versions {
    uint64_t model = 0;    // another model
    uint64_t weights = 0;  // another model, or other weights of the same
    uint64_t map = 0;      // another model, or its map has arrived
    uint64_t input = 0;    // raw, input, posterior
    uint64_t z = 0;        // z, reconstruction, losses
    uint64_t samples = 0;
    bool operator==(const Versions&) const = default;
  } versions;
  Versions rated;  // of `percentile`

  double neg_elbo() const { return recon_nats + kl_nats; }
};

// As many as the largest grid shows.
inline constexpr int kMaxSamples = 80;

}  // namespace app

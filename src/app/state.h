// What the program knows: AppState is what the user did, Results what the model makes of it.
// Panels draw both and edit the first; only UpdateResults (results.h) writes the second.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/types.h"
#include "core/vae.h"
#include "data/ink.h"

namespace app {

enum class Tool { kBrush, kEraser };
enum class InputMode { kRaw, kNormalized };
// The panels that share one place on a small screen.
enum class Tab { kCode, kSample, kDigit };

// Where the current z comes from.
enum class ZSource {
  kMean,       // mu of the drawing, followed as one draws
  kPosterior,  // a sample of q(z|x)
  kManual,     // the sliders
  kPrior,      // a digit of the sample grid
};

struct LoadedModel {
  std::string name;  // what the file is called
  vae::VaeParams params;
  double test_neg_elbo = 0;  // of the model card; 0 when the file does not say
};

using Drawing = std::vector<vae::Stroke>;

struct AppState {
  // Drawing.
  Drawing drawing;
  std::vector<Drawing> undo;  // earlier drawings, the last one last
  std::vector<Drawing> redo;
  bool example_shown = false;  // the drawing is the first view's: the first stroke replaces it
  bool pen_down = false;       // a stroke is under way: the last of `drawing`
  vae::InkRaster ink;          // of `drawing`, kept up to date stroke by stroke
  Tool tool = Tool::kBrush;
  float brush_width = 0.09f;  // in pad widths; draws as thick as MNIST (data/ink.h)

  // Code.
  InputMode input_mode = InputMode::kNormalized;
  ZSource z_source = ZSource::kMean;
  vae::Vector z;                 // (L), current
  bool z_jumped = false;         // z has been replaced as a whole: what is shown glides there
  uint64_t posterior_draws = 0;  // how often q(z|x) has been sampled

  // Samples of N(0, temperature^2 I).
  float temperature = 1;
  uint64_t sample_seed = 1;

  // Everything else.
  std::optional<LoadedModel> model;
  std::string error;  // one sentence for the user; empty when all is well
  bool night = false;
  bool reduced_motion = false;
  Tab tab = Tab::kCode;

  // Raised by whoever changes something that results depend on; lowered by UpdateResults.
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
  vae::Matrix sample_z;        // (L, kMaxSamples)
  vae::Matrix samples;         // (784, kMaxSamples): decoded

  double neg_elbo() const { return recon_nats + kl_nats; }
};

// As many as the largest grid shows.
inline constexpr int kMaxSamples = 80;

}  // namespace app

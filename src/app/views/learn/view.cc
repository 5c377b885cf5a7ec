#include "app/views/learn/view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <span>
#include <string>

#include "app/frame.h"
#include "app/model/class_colors.h"
#include "app/model/learning.h"
#include "app/model/weight_pictures.h"
#include "app/ui/numbers.h"
#include "app/ui/pictures.h"
#include "app/views/learn/plot.h"
#include "app/views/learn/state.h"
#include "app/views/view.h"

namespace app {
namespace {

constexpr float kButtonGap = 8;
constexpr float kRowGap = 6;  // of settings
constexpr float kUnit = 36;
constexpr float kLeastSide = 230;  // of the map, with units below
constexpr float kCell = 40;        // of a sample
constexpr float kCellGap = 6;
constexpr int kUnitColumns = 16;  // of the texture
constexpr double kGlideSeconds = 0.18;

constexpr Choice kTabs[] = {{"learn_course", "From nothing"}, {"learn_teach", "Teach it yours"}};
constexpr Choice kFrom[] = {{"learn_from_nothing", "from nothing"}, {"learn_from_model", "go on"}};
constexpr Choice kDims[] = {{"learn_2", "2"}, {"learn_5", "5"}, {"learn_10", "10"}};
constexpr int kDimOf[] = {2, 5, 10};
constexpr Choice kBatches[] = {
    {"learn_batch_20", "20"}, {"learn_batch_50", "50"}, {"learn_batch_100", "100"}};
constexpr int kBatchOf[] = {20, 50, 100};
constexpr Choice kData[] = {{"learn_digits", "digits"}, {"learn_dreams", "dreams"}};
constexpr Choice kLayoutChoices[] = {{"learn_pca", "PCA"}, {"learn_tsne", "t-SNE"}};
constexpr Choice kRecipes[] = {{"learn_original", "original"}, {"learn_best", "best"}};

template <size_t N>
int IndexOf(const int (&values)[N], int value) {
  for (size_t i = 0; i < N; ++i) {
    if (values[i] == value) return static_cast<int>(i);
  }
  return -1;
}

// "epoch 3 · 11 400 digits/s · 2 s left"
std::string Progress(const Learning& learning) {
  if (!learning.begun) return "";
  if (!learning.told) return "starting …";
  std::string text = learning.epoch_steps > 0 ? "epoch " + std::to_string(learning.epoch + 1)
                                              : "step " + Grouped(learning.step);
  if (!learning.running) return text + " · paused";
  if (learning.digits_per_second <= 0) return text;
  text += " · " + Grouped(std::lround(learning.digits_per_second)) + " digits/s";
  if (learning.epoch_steps <= 0) return text;
  const int64_t left = learning.epoch_steps - learning.step % learning.epoch_steps;
  const double seconds = double(left) * learning.options.batch_size / learning.digits_per_second;
  return text + " · " + std::to_string(std::lround(std::ceil(seconds))) + " s left";
}

// ---- Controls.

void PlayButtons(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  AppState& state = frame.state;
  const Learning& learning = state.learning;
  const bool course = learning.begun && !learning.teaching;
  const bool running = course && learning.running;
  const float play = std::max(ButtonWidth(ui, "Pause"), ButtonWidth(ui, "Play"));
  float x = rect.x;
  if (Button(ui, "learn_play", running ? "Pause" : "Play", {x, rect.y, play, rect.height},
             state.model != nullptr, ButtonStyle::kPrimary)) {
    if (running) {
      PauseCourse(state);
    } else if (course) {
      RunCourse(state);
    } else {
      StartCourse(state);
    }
  }
  Tooltip(ui, running ? "Rests: no work at all until it goes on."
                      : "Trains, here in the browser, beside the page.");
  x += play + kButtonGap;
  const float step = ButtonWidth(ui, "Step");
  if (Button(ui, "learn_step", "Step", {x, rect.y, step, rect.height}, course)) StepCourse(state);
  Tooltip(ui, "One batch, then rest.");
  x += step + kButtonGap;
  const float back = ButtonWidth(ui, "Start over");
  if (Button(ui, "learn_back", "Start over", {x, rect.y, back, rect.height}, course)) {
    StartCourse(state);
  }
  Tooltip(ui, "Forgets what it has learned and begins again, with what is set here.");
}

void DimSwitch(Frame& frame, const Rect& rect) {
  CourseOptions& options = frame.state.learning.options;
  const int current = IndexOf(kDimOf, options.latent_dim);
  const int chosen = Segmented(frame.ui, kDims, current, rect);
  Explain(frame.ui, rect,
          "Latent dimensions of the network that learns. With 2, the picture on the "
          "left is its whole latent space.");
  if (chosen == current) return;
  options.latent_dim = kDimOf[chosen];
  if (frame.state.learning.begun && !frame.state.learning.teaching) StartCourse(frame.state);
}

// A word, a slider, the value. `value` in [least, most], laid out by its logarithm where both are
// above 0.
bool Dial(Frame& frame, const char* name, const char* label, const Rect& rect, float& value,
          float least, float most, const char* format, const char* about) {
  const Ui& ui = frame.ui;
  const float y = rect.center().y;
  const float words = Text(ui.fonts.caption, ui.theme.muted, {rect.x, y}, label) + kGap;
  const Rect track{rect.x + words, rect.y, rect.width - words - 48, rect.height};
  const bool log = least > 0;
  const auto in = [log](float v) { return log ? std::log(v) : v; };
  float place = in(value);
  const bool changed = Slider(ui, name, track, place, in(least), in(most));
  Tooltip(ui, about);
  if (changed) value = std::clamp(log ? std::exp(place) : place, least, most);
  char text[24];
  std::snprintf(text, sizeof text, format, static_cast<double>(value));
  Text(ui.fonts.caption, ui.theme.text, {rect.right(), y}, text, Align::kRight);
  return changed;
}

// Rows of words with switches, from left to right; the next row begins where one is full.
class Flow {
 public:
  // With `draw` false it only measures.
  Flow(Frame& frame, const Rect& rect, bool draw)
      : frame_(frame), rect_(rect), draw_(draw), x_(rect.x), y_(rect.y) {}

  // Returns the choice, which is `current` unless another was pressed.
  int Switch(std::span<const Choice> choices, const char* label, int current) {
    const Ui& ui = frame_.ui;
    const float words = TextWidth(ui.fonts.caption, label) + kGap;
    const float width = words + SegmentedWidth(ui, choices);
    if (x_ > rect_.x && x_ + width > rect_.right()) {
      x_ = rect_.x;
      y_ += ui.control_height + kRowGap;
    }
    const float x = x_;
    x_ += width + 2 * kGap;
    if (!draw_) return current;
    Text(ui.fonts.caption, ui.theme.muted, {x, y_ + ui.control_height / 2}, label);
    return Segmented(ui, choices, current, {x + words, y_, width - words, ui.control_height});
  }

  float bottom() const { return y_ + frame_.ui.control_height; }

 private:
  Frame& frame_;
  Rect rect_;
  bool draw_;
  float x_;
  float y_;
};

// What the next course begins with, and what this one takes up at once. Returns the height; with
// `draw` false nothing is drawn.
float Settings(Frame& frame, const Rect& rect, bool draw) {
  AppState& state = frame.state;
  CourseOptions& options = state.learning.options;
  const float control = frame.ui.control_height;
  const bool wide = rect.width >= kSideBySide;
  const float dial = wide ? (rect.width - 2 * kGap) / 2 : rect.width;
  const float second = wide ? rect.y : rect.y + control;
  if (draw) {
    float rate = options.learning_rate;
    if (Dial(frame, "learn_rate", "learning rate", {rect.x, rect.y, dial, control}, rate, 1e-4f,
             1e-2f, "%.4f", "Adam's step size; a change takes effect with the next batch.")) {
      SetLearningRate(state, rate);
    }
    float beta = options.beta;
    const Rect place{wide ? rect.x + dial + 2 * kGap : rect.x, second, dial, control};
    if (Dial(frame, "learn_beta", "β of KL", place, beta, 0, 4, "%.2f",
             "The weight of KL in the loss: 1 is the negative ELBO; more makes codes simpler, 0 "
             "lets them grow. A change takes effect with the next batch.")) {
      SetBeta(state, beta);
    }
  }
  Flow flow(frame, {rect.x, second + control + kRowGap, rect.width, 0}, draw);
  options.from_model = flow.Switch(kFrom, "start", options.from_model ? 1 : 0) == 1;
  const int batch = flow.Switch(kBatches, "batch", IndexOf(kBatchOf, options.batch_size));
  if (batch >= 0) options.batch_size = kBatchOf[batch];
  const int recipe = flow.Switch(kRecipes, "recipe", options.recipe == vae::Recipe::kBest ? 1 : 0);
  options.recipe = recipe == 1 ? vae::Recipe::kBest : vae::Recipe::kOriginal;
  if (state.learning.has_digits) {
    options.dreams = flow.Switch(kData, "from", options.dreams ? 1 : 0) == 1;
  }
  const auto mine = state.models.find(kMine);
  if (state.learning.places.cols() > 0 && mine->second.params.shape().latent_dim > 2) {
    bool& tsne = state.views.Of<LearnState>().tsne;
    tsne = flow.Switch(kLayoutChoices, "map", tsne ? 1 : 0) == 1;
  }
  return flow.bottom() - rect.y;
}

// ---- Pictures.

// From 0 to 1 since the last snapshot.
float Glided(Frame& frame) {
  const LearnResults& made = frame.results.views.Of<LearnResults>();
  if (made.before.cols() == 0 || frame.state.reduced_motion || IsSlow(frame.state.pace)) return 1;
  const double share = (frame.seconds - made.moved_at) / kGlideSeconds;
  if (share < 1) frame.state.moving = true;
  return static_cast<float>(std::clamp(share, 0.0, 1.0));
}

void Places(Frame& frame, const Rect& rect) {
  const LearnResults& made = frame.results.views.Of<LearnResults>();
  const std::vector<uint8_t>& labels = frame.state.test_digits.set->labels;
  const Ui& ui = frame.ui;
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  if (made.layout && !made.layout->descent->done()) frame.state.moving = true;
  const float t = Glided(frame);
  const auto between = [t](float from, float to) { return from + t * (to - from); };
  const LearnBox box{between(made.box_before.x, made.box.x), between(made.box_before.y, made.box.y),
                     between(made.box_before.half, made.box.half)};
  const float scale = rect.width / (2 * box.half);
  const auto on_screen = [&](float x, float y) {
    return ImVec2{rect.center().x + (x - box.x) * scale, rect.center().y - (y - box.y) * scale};
  };
  std::array<ImU32, 10> colors;
  for (int digit = 0; digit < 10; ++digit) {
    colors[static_cast<size_t>(digit)] = Faded(ClassColor(ui.theme, digit), 0.75f);
  }
  canvas.PushClipRect(rect.min(), rect.max(), true);
  for (vae::Index i = 0; i < made.places.cols(); ++i) {
    const uint8_t label = labels[static_cast<size_t>(i)];
    if (label > 9) continue;
    float x = made.places(0, i), y = made.places(1, i);
    if (made.before.cols() > 0) {
      x = between(made.before(0, i), x);
      y = between(made.before(1, i), y);
    }
    const ImVec2 at = on_screen(x, y);
    canvas.AddCircleFilled(at, 2.2f, colors[label], 6);
  }
  for (int digit = 0; digit < 10; ++digit) {
    const float x = made.medians(0, digit), y = made.medians(1, digit);
    if (!std::isfinite(x) || !std::isfinite(y)) continue;
    const ImVec2 at = on_screen(x, y);
    canvas.AddCircleFilled(at, 9, Faded(ui.theme.panel, 0.92f));
    const char numeral[] = {static_cast<char>('0' + digit), 0};
    Text(ui.fonts.strong, ui.theme.text, at, numeral, Align::kCenter);
  }
  canvas.PopClipRect();
}

// What the network learns from, in words.
std::string From(const AppState& state) {
  const Learning& learning = state.learning;
  const bool dreams =
      learning.begun ? learning.dreaming : learning.options.dreams || !learning.has_digits;
  if (dreams) return "from dreams: digits that a trained model makes up";
  const std::string count = Grouped(learning.images);
  return learning.images_name.empty()
             ? "from MNIST's " + count + " training digits"
             : "from the " + count + " pictures of " + learning.images_name;
}

void Map(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const LearnResults& made = frame.results.views.Of<LearnResults>();
  const Learning& learning = frame.state.learning;
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  ui.rects["learn_map"] = rect;
  canvas.AddRectFilled(rect.min(), rect.max(), ui.theme.ground, kDigitCorner);
  canvas.AddRect(rect.min(), rect.max(), ui.theme.line, kDigitCorner);
  if (made.places.cols() > 0 && frame.state.test_digits.set) {
    Places(frame, rect);
    Explain(
        ui, rect,
        "Where the encoder puts test digits now, in their classes' colours, which it is never "
        "told. With 2 latent dimensions this is μ itself, with more the two directions in which "
        "μ varies most (PCA), or neighbours beside each other (t-SNE), which are laid out once "
        "learning rests.");
    Text(ui.fonts.caption, ui.theme.muted, {rect.x + 12, rect.bottom() - 14}, Progress(learning));
    return;
  }
  std::string words;
  if (!learning.begun) {
    words =
        "Press Play. A network of random weights learns to draw digits, before your eyes and in "
        "your browser, " +
        From(frame.state) + ".";
  } else if (!learning.told) {
    const auto found = frame.state.progress.find(kTrainingKey);
    words = found != frame.state.progress.end() && found->second > 0
                ? "Fetching the digits: " + std::to_string(std::lround(100 * found->second)) + " %"
                : "Starting …";
  } else {
    words = "There are no test digits here to watch: the samples show what it has learned.\n" +
            Progress(learning);
  }
  const float width = std::min(rect.width - 32, 320.0f);
  const float height = Paragraph(ui.fonts.body, 0, {}, width, words);
  Paragraph(ui.fonts.body, ui.theme.muted,
            {rect.center().x - width / 2, rect.center().y - height / 2}, width, words);
}

void Loss(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const Learning& learning = frame.state.learning;
  PictureTitle(frame, rect, rect.width < 300 ? "Loss" : "Loss, nats per digit", "");
  char text[64];
  if (learning.begun && learning.told && !learning.losses.empty()) {
    std::snprintf(text, sizeof text, "%.1f = %.1f + %.1f", learning.recon_nats + learning.kl_nats,
                  learning.recon_nats, learning.kl_nats);
    Text(ui.fonts.strong, ui.theme.text, {rect.right(), rect.y + 8}, text, Align::kRight);
  }
  Curve total{{}, ui.theme.text}, recon{{}, ui.theme.accent}, kl{{}, ui.theme.second};
  if (!learning.teaching) {
    for (const LossPoint& point : learning.losses) {
      const auto step = static_cast<float>(point.step);
      total.points.push_back({step, point.recon_nats + point.kl_nats});
      recon.points.push_back({step, point.recon_nats});
      kl.points.push_back({step, point.kl_nats});
    }
  }
  const Curve curves[] = {total, recon, kl};
  const Rect plot{rect.x, rect.y + kPictureTitle, rect.width, rect.height - kPictureTitle - 22};
  ui.rects["learn_loss"] = plot;
  DrawPlot(ui, plot, curves, /*from_zero=*/true);
  Explain(ui, plot,
          "The negative ELBO of each batch: −log p(x|z), the reconstruction, plus KL(q(z|x) || "
          "N(0, I)).");
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  float x = rect.x;
  const auto legend = [&](ImU32 color, const char* words) {
    const float y = rect.bottom() - 8;
    canvas.AddCircleFilled({x + 4, y}, 4, color);
    x += 14 + Text(ui.fonts.caption, ui.theme.muted, {x + 14, y}, words) + 14;
  };
  legend(ui.theme.text, "loss");
  legend(ui.theme.accent, "reconstruction");
  legend(ui.theme.second, "KL");
}

// The first units of the first layer, on as many rows as fit, at most two. Returns the height.
float Units(Frame& frame, const Rect& rect, float room) {
  const LearnPictures& pictures = frame.pictures.views.Of<LearnPictures>();
  const auto count = static_cast<int>(frame.results.views.Of<LearnResults>().units.cols());
  if (pictures.units.id == nullptr || count == 0) return 0;
  const int columns = std::max(1, static_cast<int>((rect.width + kCellGap) / (kUnit + kCellGap)));
  const float step = (rect.width + kCellGap) / static_cast<float>(columns);
  const float tile = step - kCellGap;
  const int fit = static_cast<int>((room - kPictureTitle + kCellGap) / step);
  const int rows = std::clamp(fit, 0, 2);
  if (rows == 0) return 0;
  const int shown = std::min(rows * columns, count);
  PictureTitle(frame, rect, "What the first layer looks for",
               std::to_string(shown) + " of its " +
                   std::to_string(frame.state.model->params.shape().hidden_dim) + " units");
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  for (int i = 0; i < shown; ++i) {
    const Rect place{rect.x + static_cast<float>(i % columns) * step,
                     rect.y + kPictureTitle + static_cast<float>(i / columns) * step, tile, tile};
    const WeightPlace uv = PlaceOfUnit(pictures.units, i, kUnitColumns);
    canvas.AddImageRounded(pictures.units.id, place.min(), place.max(), uv.uv0, uv.uv1,
                           IM_COL32_WHITE, 3);
  }
  const float height =
      kPictureTitle + static_cast<float>((shown + columns - 1) / columns) * step - kCellGap;
  const Rect all{rect.x, rect.y + kPictureTitle, rect.width, height - kPictureTitle};
  frame.ui.rects["learn_units"] = all;
  Explain(frame.ui, all,
          "Weights of the encoder's hidden units: noise at first, then strokes and parts of them.");
  return height;
}

// A sentence in the colour of what is odd. Returns the height.
float Trouble(const Frame& frame, const Rect& rect) {
  const std::string& error = frame.state.learning.error;
  if (error.empty()) return 0;
  return Paragraph(frame.ui.fonts.caption, frame.ui.theme.second, rect.min(), rect.width, error) +
         8;
}

}  // namespace

void PictureTitle(const Frame& frame, const Rect& rect, const char* title,
                  const std::string& caption) {
  const Ui& ui = frame.ui;
  const float width = Text(ui.fonts.strong, ui.theme.text, {rect.x, rect.y + 8}, title);
  if (TextWidth(ui.fonts.caption, caption) > rect.width - width - kGap) return;
  Text(ui.fonts.caption, ui.theme.muted, {rect.right(), rect.y + 8}, caption, Align::kRight);
}

float DrawSamples(Frame& frame, const Rect& rect, const char* caption, float wanted) {
  const Texture& sheet = frame.pictures.samples;
  PictureTitle(frame, rect, "Samples", caption);
  if (sheet.id == nullptr || frame.results.samples.cols() != kMaxSamples) return kPictureTitle;
  const int columns = std::max(1, static_cast<int>((rect.width + kCellGap) / (wanted + kCellGap)));
  const float step = (rect.width + kCellGap) / static_cast<float>(columns);
  const int fit = static_cast<int>((rect.height - kPictureTitle + kCellGap) / step);
  const int rows = std::clamp(fit, 1, kMaxSamples / columns);
  for (int i = 0; i < rows * columns; ++i) {
    const Rect cell{rect.x + static_cast<float>(i % columns) * step,
                    rect.y + kPictureTitle + static_cast<float>(i / columns) * step,
                    step - kCellGap, step - kCellGap};
    const SheetPlace place = PlaceInSheet(i, kMaxSamples);
    Picture(cell, sheet.id, place.uv0, place.uv1);
  }
  const float height = kPictureTitle + static_cast<float>(rows) * step - kCellGap;
  const Rect all{rect.x, rect.y + kPictureTitle, rect.width, height - kPictureTitle};
  frame.ui.rects["learn_samples"] = all;
  Explain(frame.ui, all, "What the decoder makes of always the same z from N(0, I).");
  return height;
}

namespace {

// Tabs, sizes and buttons, on one row where they fit. Returns the height.
float Top(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const float control = ui.control_height;
  bool& teach = frame.state.views.Of<LearnState>().teach;
  const float tabs = std::min(SegmentedWidth(ui, kTabs), rect.width);
  teach = Segmented(ui, kTabs, teach ? 1 : 0, {rect.x, rect.y, tabs, control}) == 1;
  if (teach) return control;
  const float dims = SegmentedWidth(ui, kDims);
  const float buttons = std::max(ButtonWidth(ui, "Pause"), ButtonWidth(ui, "Play")) +
                        ButtonWidth(ui, "Step") + ButtonWidth(ui, "Start over") + 2 * kButtonGap;
  float x = rect.x + tabs + kGap;
  float y = rect.y;
  if (x + dims + kButtonGap + buttons > rect.right()) {
    x = rect.x;
    y += control + kButtonGap;
  }
  DimSwitch(frame, {x, y, dims, control});
  x += dims + kButtonGap;
  if (x + buttons > rect.right()) {
    x = rect.x;
    y += control + kButtonGap;
  }
  PlayButtons(frame, {x, y, rect.right() - x, control});
  return y + control - rect.y;
}

}  // namespace

float DrawCourse(Frame& frame, const Rect& rect) {
  // Where fingers point the page scrolls, and a narrow view is one column.
  const bool column = frame.ui.control_height >= 44 && rect.width < kSideBySide;
  float y = rect.y;
  y += Trouble(frame, {rect.x, y, rect.width, 0});
  // Settings stand at the bottom, units above them where there is room; what is left is for map,
  // loss and samples.
  const float settings = Settings(frame, rect, /*draw=*/false);
  constexpr float kUnits = kPictureTitle + 2 * (kUnit + kCellGap + 6);
  const float rest = rect.bottom() - y - settings - kGap;
  float room = kUnits;
  if (column) {
    const float side = std::min(rect.width, 360.0f);
    Map(frame, {rect.x + (rect.width - side) / 2, y, side, side});
    y += side + kGap;
    Loss(frame, {rect.x, y, rect.width, 150});
    y += 150 + kGap;
    y += DrawSamples(frame, {rect.x, y, rect.width, 130}, "always the same z", kCell) + kGap;
  } else {
    const float widest = (rect.width < kSideBySide ? 0.5f : 0.56f) * rect.width;
    float height = rest - kUnits - kGap;
    if (height < kLeastSide) height = rest;
    const float side = std::clamp(height, 150.0f, widest);
    Map(frame, {rect.x, y, side, side});
    const float left = rect.x + side + kPadding;
    const float width = rect.right() - left;
    const float loss = std::clamp(0.42f * side, 105.0f, 240.0f);
    Loss(frame, {left, y, width, loss});
    const Rect samples{left, y + loss + kGap, width, side - loss - kGap};
    DrawSamples(frame, samples, "always the same z", kCell);
    y += side + kGap;
    room = rect.bottom() - y - settings - kGap;
  }
  const float units = Units(frame, {rect.x, y, rect.width, 0}, room);
  if (units > 0) y += units + kGap;
  return y + Settings(frame, {rect.x, y, rect.width, 0}, /*draw=*/true) - rect.y;
}

float LearnView(Frame& frame, const Rect& rect) {
  if (!frame.state.model) return rect.height;
  const float top = Top(frame, rect) + kGap;
  const Rect below{rect.x, rect.y + top, rect.width, std::max(rect.height - top, 0.0f)};
  const bool teach = frame.state.views.Of<LearnState>().teach;
  return top + (teach ? DrawTeaching(frame, below) : DrawCourse(frame, below));
}

void UpdateLearnPictures(const Theme& theme, bool all, const AppState& /*state*/,
                         const Results& all_results, Pictures& all_pictures) {
  const LearnResults& made = all_results.views.Of<LearnResults>();
  LearnPictures& pictures = all_pictures.views.Of<LearnPictures>();
  const auto stale = [all](uint64_t& shown, uint64_t now) {
    if (now == 0 || (!all && shown == now)) return false;
    shown = now;
    return true;
  };
  if (stale(pictures.units_version, made.units_version)) {
    UpdateWeightSheet(WeightRamp(theme), made.units, pictures.units, kUnitColumns);
  }
  if (stale(pictures.lesson_version, made.lesson_version) && made.lesson.cols() > 0) {
    UpdateSheet(theme, made.lesson, pictures.lesson);
  }
  if (stale(pictures.untaught_version, made.untaught_version) && made.untaught.size() > 0) {
    UpdateDigitPicture(theme, made.untaught, pictures.untaught);
  }
}

}  // namespace app

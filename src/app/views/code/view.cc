#include "app/views/code/view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <span>
#include <string>

#include "app/model/results.h"
#include "app/model/save.h"
#include "app/ui/sign_button.h"
#include "app/views/view.h"

namespace app {
namespace {

// The sliders cover this many standard deviations of the prior on either side.
constexpr float kLatentRange = 4;
constexpr float kLeastRow = 18;
constexpr float kMostRow = 200;
constexpr float kFewRows = 5;
// From this height on there is room for the densities above the track.
constexpr float kBellRow = 25;

// "+0.15", "−1.81": signed, with a minus as wide as the plus.
std::string Signed(float value) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%.2f", static_cast<double>(std::abs(value)));
  return (value < 0 ? "−" : "+") + std::string(digits);
}

std::string AboutDimension(float mu, float log_sigma) {
  const float sigma = std::exp(log_sigma);
  const float nats = 0.5f * (mu * mu + sigma * sigma - 1) - log_sigma;
  char text[320];
  std::snprintf(text, sizeof text,
                "q(z|x) is normal with mean μ = %s (the ring) and standard deviation σ = %.2f (the "
                "band is μ ± 2σ). Its KL is ½(μ² + σ² − 1 − log σ²) = %.2f nats.\n"
                "Drag to change z; double-click to return it to μ.",
                Signed(mu).c_str(), static_cast<double>(sigma), static_cast<double>(nats));
  return text;
}

// What lies between a curve and the height `y`.
void FillBelow(ImDrawList& canvas, std::span<const ImVec2> curve, float y, ImU32 color) {
  const auto points = static_cast<int>(curve.size());
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  canvas.PrimReserve(6 * (points - 1), 2 * points);
  for (int i = 0; i + 1 < points; ++i) {
    for (const int corner : {0, 1, 3, 0, 3, 2}) {
      canvas.PrimWriteIdx(
          static_cast<ImDrawIdx>(canvas._VtxCurrentIdx + static_cast<unsigned>(2 * i + corner)));
    }
  }
  for (const ImVec2 point : curve) {
    canvas.PrimWriteVtx(point, white, color);
    canvas.PrimWriteVtx({point.x, y}, white, color);
  }
}

// The density of N(mu, sigma^2) above the track's line `y`, its peak `height` high whatever sigma
// is.
void Bell(const Rect& track, float y, float mu, float sigma, float height, ImU32 fill, ImU32 line) {
  // In standard deviations: where half a pixel is left of it, but not off the track.
  const float reach = std::sqrt(2 * std::log(std::max(2 * height, 1.0f)));
  const float first = std::max(-reach, (-kLatentRange - mu) / sigma);
  const float last = std::min(reach, (kLatentRange - mu) / sigma);
  if (first >= last) return;
  const auto at = [&](float t) {
    return ImVec2{SliderX(track, mu + t * sigma, -kLatentRange, kLatentRange),
                  y - height * std::exp(-0.5f * t * t)};
  };
  std::array<ImVec2, 41> points;
  const float width = at(last).x - at(first).x;
  const int parts = std::clamp(static_cast<int>(width / 2), 8, static_cast<int>(points.size()) - 1);
  const std::span<ImVec2> curve = std::span(points).first(static_cast<size_t>(parts) + 1);
  for (int i = 0; i <= parts; ++i) {
    const float share = static_cast<float>(i) / static_cast<float>(parts);
    curve[static_cast<size_t>(i)] = at(first + share * (last - first));
  }
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  FillBelow(canvas, curve, y, fill);
  canvas.AddPolyline(curve.data(), parts + 1, line, 0, 1.5f);
}

// One dimension: the band of mu ± 2 sigma, and the knob of z.
void LatentRow(Frame& frame, vae::Index j, const Rect& row) {
  const Ui& ui = frame.ui;
  const Theme& theme = ui.theme;
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const bool bells = row.height >= kBellRow;
  const float y =
      bells ? row.bottom() - std::clamp(0.3f * row.height, 8.0f, 12.0f) : row.center().y;
  char label[16];
  std::snprintf(label, sizeof label, "z%d", static_cast<int>(j) + 1);
  Text(ui.fonts.caption, theme.muted, {row.x, y}, label);

  const float margin = row.width < 240 ? 26 : 32;
  const Rect track{row.x + margin, row.y, row.width - margin - 52, row.height};
  char name[16];
  std::snprintf(name, sizeof name, "z%d", static_cast<int>(j));
  float value = frame.state.z(j);
  const SliderInput input = SliderBehavior(ui, name, track, value, -kLatentRange, kLatentRange);
  const float mu = frame.results.posterior.mu(j, 0);
  const float log_sigma = frame.results.posterior.log_sigma(j, 0);
  if (input.hovered) Tooltip(ui, AboutDimension(mu, log_sigma).c_str());
  if (input.double_clicked) {
    SetZ(frame.state, j, mu);
  } else if (input.changed) {
    SetZ(frame.state, j, value);
  }

  if (bells) {
    const float height = y - row.y - std::clamp(0.3f * row.height, 2.0f, 14.0f);
    Bell(track, y, 0, 1, 0.5f * height, Faded(theme.muted, 0.14f), Faded(theme.muted, 0.4f));
    Bell(track, y, mu, std::exp(log_sigma), height, Faded(theme.accent, 0.14f),
         Faded(theme.accent, 0.6f));
  }
  canvas.AddRectFilled({track.x, y - 1}, {track.right(), y + 1}, theme.line, 1);
  const float zero = SliderX(track, 0, -kLatentRange, kLatentRange);
  canvas.AddLine({zero, y - 5}, {zero, y + 5}, theme.line, 1);
  const float reach = 2 * std::exp(log_sigma);
  const float left = SliderX(track, mu - reach, -kLatentRange, kLatentRange);
  const float right = SliderX(track, mu + reach, -kLatentRange, kLatentRange);
  canvas.AddRectFilled({left - 3, y - 3.5f}, {right + 3, y + 3.5f}, Faded(theme.accent, 0.28f),
                       3.5f);
  const float mean = SliderX(track, mu, -kLatentRange, kLatentRange);
  canvas.AddCircle({mean, y}, 4, Faded(theme.accent, 0.8f), 0, 1.5f);
  const float shown = frame.z_shown(j);
  Knob(ui, {SliderX(track, shown, -kLatentRange, kLatentRange), y}, theme.accent, input);
  Text(ui.fonts.caption, theme.text, {row.right(), y}, Signed(shown), Align::kRight);
}

constexpr char kAboutInput[] =
    "x, what the encoder gets: 28 × 28 pixels in [0, 1]. Centred: the ink scaled to fit 20 × 20, "
    "its centre of mass in the middle, as the digits of MNIST were made. Raw: as you drew it.";

void InputSwitch(Frame& frame, const Rect& rect) {
  AppState& state = frame.state;
  static constexpr Choice kModes[] = {{"input_raw", "raw"}, {"input_normalized", "centred"}};
  const int mode = Segmented(frame.ui, kModes, static_cast<int>(state.input_mode), rect);
  Explain(frame.ui, rect, kAboutInput);
  if (mode == static_cast<int>(state.input_mode)) return;
  state.input_mode = static_cast<InputMode>(mode);
  state.raw_for.reset();
  state.drawing_changed = true;
}

void LatentSliders(Frame& frame, const Rect& rect) {
  if (!frame.state.model) return;
  const auto rows = static_cast<float>(frame.state.z.size());
  const float height = std::clamp(rect.height / rows, kLeastRow, kMostRow);
  for (vae::Index j = 0; j < frame.state.z.size(); ++j) {
    LatentRow(frame, j, {rect.x, rect.y + static_cast<float>(j) * height, rect.width, height});
  }
}

// What the encoder gets, and the choice of it at its right. Returns the height.
float EncoderInput(Frame& frame, const Rect& rect, float side) {
  const Ui& ui = frame.ui;
  const Rect input{rect.x, rect.y, side, side};
  Picture(input, frame.pictures.input.id);
  ui.rects["input"] = input;
  Explain(ui, input, kAboutInput);
  const float x = input.right() + kGap;
  const float height = std::min(ui.control_height, side - 24);
  const char* words = "as the encoder sees it";
  if (TextWidth(ui.fonts.caption, words) > rect.right() - x) words = "for the encoder";
  Text(ui.fonts.caption, ui.theme.muted, {x, input.y + 9}, words);
  InputSwitch(frame, {x, input.bottom() - height, std::min(170.0f, rect.right() - x), height});
  return side;
}

void CodeActions(Frame& frame, const Rect& row) {
  AppState& state = frame.state;
  const Ui& ui = frame.ui;
  const Rect copy{row.right() - row.height, row.y, row.height, row.height};
  if (SignButton(ui, "copy_z", Sign::kCopy, copy,
                 "Copies the code z as text (Ctrl+C); Ctrl+V takes it back",
                 Can(kCopyCommand, state, frame.results))) {
    Do(kCopyCommand, state, frame.results);
  }
  const Rect rect{row.x, row.y, copy.x - 8 - row.x, row.height};
  // In words as far as there is room for them.
  const bool narrow =
      rect.width - 8 < ButtonWidth(ui, "Back to my digit") + ButtonWidth(ui, "Vary it");
  const char* const back = narrow ? "My digit" : "Back to my digit";
  const float wanted = ButtonWidth(ui, back) + ButtonWidth(ui, "Vary within the bands");
  const char* const sample = rect.width - 8 < wanted ? "Vary it" : "Vary within the bands";
  const float shrink =
      std::min(1.0f, (rect.width - 8) / (ButtonWidth(ui, back) + ButtonWidth(ui, sample)));
  const Rect first{rect.x, rect.y, ButtonWidth(ui, back) * shrink, rect.height};
  const Rect second{first.right() + 8, rect.y, ButtonWidth(ui, sample) * shrink, rect.height};
  const bool away = state.z_source != ZSource::kMean;
  if (Button(ui, "back_to_digit", back, first, away)) FollowDrawing(state);
  Tooltip(ui, "Sets z to μ, the mean of q(z|x), again.");
  if (Button(ui, "sample_posterior", sample, second, state.model != nullptr)) {
    SamplePosterior(state, frame.results);
  }
  Tooltip(ui,
          "Samples q(z|x), z = μ + σ·ε with ε from N(0, I): another code that fits your digit.");
}

}  // namespace

void CodePanel(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  Card(ui, rect, "Code z", OriginOf(frame.state.z_source).caption);
  const Rect inside{rect.x + kPadding, rect.y + kPadding + kTitleHeight, rect.width - 2 * kPadding,
                    rect.height - 2 * kPadding - kTitleHeight};
  const float actions = inside.bottom() - ui.control_height;
  // Many dimensions need the room.
  const float most = inside.height - ui.control_height - 3 * kGap -
                     kBellRow * static_cast<float>(frame.state.z.size());
  const float top = inside.y + EncoderInput(frame, inside, std::clamp(most, 58.0f, 84.0f)) + kGap;
  LatentSliders(frame, {inside.x, top, inside.width, actions - kGap - top});
  CodeActions(frame, {inside.x, actions, inside.width, ui.control_height});
}

float CodeView(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  float y = rect.y;
  const Rect save{rect.right() - ui.control_height, y, ui.control_height, ui.control_height};
  const float input = EncoderInput(frame, {rect.x, y, save.x - 8 - rect.x, 0}, 70);
  if (SaveButton(frame, "save", save)) SaveReconstruction(frame.state, frame.results);
  y += input + kGap;
  const float actions = ui.control_height + kGap;
  const auto rows = static_cast<float>(frame.state.z.size());
  const float least = rows * ui.control_height * (rows <= kFewRows ? 1.6f : 0.8f);
  const float height = std::max(least, std::min(rect.bottom() - y - actions, rows * kMostRow));
  LatentSliders(frame, {rect.x, y, rect.width, height});
  y += height + kGap;
  CodeActions(frame, {rect.x, y, rect.width, ui.control_height});
  return y + ui.control_height - rect.y;
}

}  // namespace app

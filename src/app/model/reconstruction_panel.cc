#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "app/model/likeness.h"
#include "app/model/panels.h"
#include "app/model/save.h"

namespace app {
namespace {

std::string Nats(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// One entry of the bar's legend. Returns its width.
float Legend(const Frame& frame, ImVec2 at, ImU32 color, const std::string& text, Align align) {
  const float width = TextWidth(frame.ui.fonts.caption, text) + 14;
  if (align == Align::kRight) at.x -= width;
  ImGui::GetWindowDrawList()->AddCircleFilled({at.x + 4, at.y}, 4, color);
  Text(frame.ui.fonts.caption, frame.ui.theme.muted, {at.x + 14, at.y}, text);
  return width;
}

constexpr char kAboutLosses[] =
    "What it costs to describe this digit, in nats (the negative ELBO): −log p(x|z) at the current "
    "z, summed over 784 pixels, plus KL(q(z|x) || N(0, I)) = ½ Σ(μ² + σ² − 1 − log σ²). Lower is "
    "more digit-like. The strip "
    "below the bar shows where the test digits lie, the mark on it this digit at z = μ.";

// From nats to a place on the bar.
struct NatsScale {
  Rect bar;
  double most;

  float X(double nats) const {
    return bar.x + bar.width * static_cast<float>(std::clamp(nats / most, 0.0, 1.0));
  }
};

double MostNats(const Frame& frame) {
  return std::max({200.0, 1.15 * frame.results.neg_elbo(), 1.15 * frame.results.mean_neg_elbo,
                   1.5 * frame.state.model->test_neg_elbo});
}

// How digit-like the digit is, as far as the line has room; without the model's map, what test
// digits cost.
std::string Judgement(const Frame& frame, float width) {
  const std::optional<double>& percentile = frame.results.percentile;
  const double mean = frame.state.model->test_neg_elbo;
  if (!percentile) return mean > 0 ? Nats("test digits average %.1f", mean) : std::string();
  auto words = LikenessWords(*percentile);
  // The cost beside it is then not the one that is judged.
  if (frame.state.z_source != ZSource::kMean) {
    for (std::string& text : words) {
      if (!text.empty()) text = "at μ " + text;
    }
  }
  const auto fits = [&](const std::string& text) {
    return TextWidth(frame.ui.fonts.caption, text) <= width;
  };
  const auto found = std::find_if(words.begin(), words.end(), fits);
  return found == words.end() ? words.back() : *found;
}

std::string AboutLosses(const Frame& frame) {
  const std::optional<double>& percentile = frame.results.percentile;
  if (!percentile) return kAboutLosses;
  return kAboutLosses + std::string("\nThis digit is ") + LikenessWords(*percentile)[0] + ".";
}

ImU32 LikenessColor(const Frame& frame) {
  const Theme& theme = frame.ui.theme;
  const std::optional<double>& percentile = frame.results.percentile;
  const bool odd = percentile && LikenessOf(*percentile) != Likeness::kTypical;
  return odd ? theme.text : theme.muted;
}

// The more test digits cost so much, the darker the strip; above it a mark at their mean, on it one
// at the drawing's own cost.
void CostsOfTestDigits(const Frame& frame, const NatsScale& scale) {
  const Theme& theme = frame.ui.theme;
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const Rect& bar = scale.bar;
  const double mean = frame.state.model->test_neg_elbo;
  if (mean > 0) {
    const float x = scale.X(mean);
    canvas.AddRectFilled({x - 1, bar.y - 3}, {x + 1, bar.bottom() + 3}, theme.text, 1);
  }
  const std::vector<float>& sorted = frame.state.model->sorted_neg_elbo;
  if (sorted.empty()) return;
  constexpr float kStep = 4;
  const Rect strip{bar.x, bar.bottom() + 4, bar.width, 4};
  const double nats = scale.most * static_cast<double>(kStep / bar.width);
  // A class of a width that holds 4 % of the digits is as dark as it gets.
  const double darkest = 0.04 * static_cast<double>(sorted.size());
  auto from = sorted.begin();
  for (int i = 0; kStep * static_cast<float>(i) < bar.width; ++i) {
    const auto to =
        std::lower_bound(from, sorted.end(), static_cast<float>(nats * static_cast<double>(i + 1)));
    const auto share = static_cast<float>(static_cast<double>(to - from) / darkest);
    const float x = strip.x + kStep * static_cast<float>(i);
    canvas.AddRectFilled({x, strip.y}, {std::min(x + kStep, strip.right()), strip.bottom()},
                         Faded(theme.text, 0.05f + 0.6f * std::min(share, 1.0f)));
    from = to;
  }
  if (!frame.results.percentile) return;
  const float x = scale.X(frame.results.mean_neg_elbo);
  canvas.AddRectFilled({x - 2, strip.y - 2}, {x + 2, strip.bottom() + 2}, theme.panel, 1);
  canvas.AddRectFilled({x - 1, strip.y - 2}, {x + 1, strip.bottom() + 2}, theme.accent, 1);
}

}  // namespace

void ReconstructionPicture(Frame& frame, const Rect& rect) {
  frame.ui.rects["reconstruction"] = rect;
  Picture(rect, frame.pictures.reconstruction.id);
  Explain(frame.ui, rect,
          "p(x|z) = sigmoid(decoder(z)): for each pixel how bright the decoder paints it, at the "
          "current z.");
}

void Losses(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const Theme& theme = ui.theme;
  const Results& results = frame.results;
  if (!frame.state.model) return;
  ui.rects["losses"] = rect;
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::InvisibleButton("losses", {rect.width, rect.height});
  Tooltip(ui, AboutLosses(frame).c_str());

  const float y = rect.y + 8;
  const float left = rect.x + Text(ui.fonts.strong, theme.text, {rect.x, y},
                                   Nats("%.1f nats", results.neg_elbo()));
  Text(ui.fonts.caption, LikenessColor(frame), {rect.right(), y},
       Judgement(frame, rect.right() - left - kGap), Align::kRight);

  // The bar: reconstruction, then KL. Below it where the test digits lie.
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const NatsScale scale{{rect.x, rect.y + 20, rect.width, 12}, MostNats(frame)};
  const Rect& bar = scale.bar;
  canvas.AddRectFilled(bar.min(), bar.max(), theme.soft, 6);
  canvas.PushClipRect(bar.min(), {scale.X(results.neg_elbo()), bar.bottom()}, true);
  canvas.AddRectFilled(bar.min(), bar.max(), theme.second, 6);
  canvas.PopClipRect();
  canvas.PushClipRect(bar.min(), {scale.X(results.recon_nats), bar.bottom()}, true);
  canvas.AddRectFilled(bar.min(), bar.max(), theme.accent, 6);
  canvas.PopClipRect();
  CostsOfTestDigits(frame, scale);

  const float legend = rect.y + 52;
  const char* const name = rect.width < 220 ? "recon. %.1f" : "reconstruction %.1f";
  Legend(frame, {rect.x, legend}, theme.accent, Nats(name, results.recon_nats), Align::kLeft);
  Legend(frame, {rect.right(), legend}, theme.second, Nats("KL %.1f", results.kl_nats),
         Align::kRight);
}

void CaptionOnDigit(const Ui& ui, const Rect& picture, const char* words) {
  ImGui::GetWindowDrawList()->AddRectFilled({picture.x, picture.bottom() - 18}, picture.max(),
                                            Faded(ui.theme.digit_ground, 0.8f), kDigitCorner,
                                            ImDrawFlags_RoundCornersBottom);
  Text(ui.fonts.caption, Faded(ui.theme.digit_ink, 0.8f),
       {picture.center().x, picture.bottom() - 9}, words, Align::kCenter);
}

float ReconstructionChrome(bool titled) {
  return 2 * kPadding + (titled ? kTitleHeight : 0) + kGap + kLossesHeight;
}

void ReconstructionPanel(Frame& frame, const Rect& rect, bool titled) {
  const Rect picture = SquareOnCard(rect, titled, ReconstructionChrome(titled));
  if (titled) {
    CardToSave(frame, rect, "Reconstruction", "x′ from z");
    ReconstructionPicture(frame, picture);
  } else {
    Card(frame.ui, rect, "", "");
    ReconstructionPicture(frame, picture);
    CaptionOnDigit(frame.ui, picture, "reconstruction");
    SaveOnPicture(frame, picture);
  }
  Losses(frame,
         {rect.x + kPadding, picture.bottom() + kGap, rect.width - 2 * kPadding, kLossesHeight});
}

}  // namespace app

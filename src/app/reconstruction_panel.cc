#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "app/likeness.h"
#include "app/panels.h"
#include "app/save.h"

namespace app {
namespace {

std::string Nats(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// One entry of the bar's legend. Returns its width.
float Legend(const View& view, ImVec2 at, ImU32 color, const std::string& text, Align align) {
  const float width = TextWidth(view.ui.fonts.caption, text) + 14;
  if (align == Align::kRight) at.x -= width;
  ImGui::GetWindowDrawList()->AddCircleFilled({at.x + 4, at.y}, 4, color);
  Text(view.ui.fonts.caption, view.ui.theme.muted, {at.x + 14, at.y}, text);
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

double MostNats(const View& view) {
  return std::max({200.0, 1.15 * view.results.neg_elbo(), 1.15 * view.results.mean_neg_elbo,
                   1.5 * view.state.model->test_neg_elbo});
}

// How digit-like the digit is, as far as the line has room; without the model's map, what test
// digits cost.
std::string Judgement(const View& view, float width) {
  const std::optional<double>& percentile = view.results.map.percentile;
  const double mean = view.state.model->test_neg_elbo;
  if (!percentile) return mean > 0 ? Nats("test digits average %.1f", mean) : std::string();
  auto words = LikenessWords(*percentile);
  // The cost beside it is then not the one that is judged.
  if (view.state.z_source != ZSource::kMean) {
    for (std::string& text : words) {
      if (!text.empty()) text = "at μ " + text;
    }
  }
  const auto fits = [&](const std::string& text) {
    return TextWidth(view.ui.fonts.caption, text) <= width;
  };
  const auto found = std::find_if(words.begin(), words.end(), fits);
  return found == words.end() ? words.back() : *found;
}

std::string AboutLosses(const View& view) {
  const std::optional<double>& percentile = view.results.map.percentile;
  if (!percentile) return kAboutLosses;
  return kAboutLosses + std::string("\nThis digit is ") + LikenessWords(*percentile)[0] + ".";
}

ImU32 LikenessColor(const View& view) {
  const Theme& theme = view.ui.theme;
  const std::optional<double>& percentile = view.results.map.percentile;
  const bool odd = percentile && LikenessOf(*percentile) != Likeness::kTypical;
  return odd ? theme.text : theme.muted;
}

// The more test digits cost so much, the darker the strip; above it a mark at their mean, on it one
// at the drawing's own cost.
void TestDigits(const View& view, const NatsScale& scale) {
  const Theme& theme = view.ui.theme;
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const Rect& bar = scale.bar;
  const double mean = view.state.model->test_neg_elbo;
  if (mean > 0) {
    const float x = scale.X(mean);
    canvas.AddRectFilled({x - 1, bar.y - 3}, {x + 1, bar.bottom() + 3}, theme.text, 1);
  }
  if (!view.state.model->map) return;
  const std::vector<float>& sorted = view.state.model->map->sorted_neg_elbo;
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
  if (!view.results.map.percentile) return;
  const float x = scale.X(view.results.mean_neg_elbo);
  canvas.AddRectFilled({x - 2, strip.y - 2}, {x + 2, strip.bottom() + 2}, theme.panel, 1);
  canvas.AddRectFilled({x - 1, strip.y - 2}, {x + 1, strip.bottom() + 2}, theme.accent, 1);
}

}  // namespace

void ReconstructionPicture(View& view, const Rect& rect) {
  view.ui.rects["reconstruction"] = rect;
  Picture(rect, view.pictures.reconstruction.id);
  Explain(view.ui, rect,
          "p(x|z) = sigmoid(decoder(z)): for each pixel how bright the decoder paints it, at the "
          "current z.");
}

void Losses(View& view, const Rect& rect) {
  const Ui& ui = view.ui;
  const Theme& theme = ui.theme;
  const Results& results = view.results;
  if (!view.state.model) return;
  ui.rects["losses"] = rect;
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::InvisibleButton("losses", {rect.width, rect.height});
  Tooltip(ui, AboutLosses(view).c_str());

  const float y = rect.y + 8;
  const float left = rect.x + Text(ui.fonts.strong, theme.text, {rect.x, y},
                                   Nats("%.1f nats", results.neg_elbo()));
  Text(ui.fonts.caption, LikenessColor(view), {rect.right(), y},
       Judgement(view, rect.right() - left - kGap), Align::kRight);

  // The bar: reconstruction, then KL. Below it where the test digits lie.
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const NatsScale scale{{rect.x, rect.y + 20, rect.width, 12}, MostNats(view)};
  const Rect& bar = scale.bar;
  canvas.AddRectFilled(bar.min(), bar.max(), theme.soft, 6);
  canvas.PushClipRect(bar.min(), {scale.X(results.neg_elbo()), bar.bottom()}, true);
  canvas.AddRectFilled(bar.min(), bar.max(), theme.second, 6);
  canvas.PopClipRect();
  canvas.PushClipRect(bar.min(), {scale.X(results.recon_nats), bar.bottom()}, true);
  canvas.AddRectFilled(bar.min(), bar.max(), theme.accent, 6);
  canvas.PopClipRect();
  TestDigits(view, scale);

  const float legend = rect.y + 52;
  const char* const name = rect.width < 220 ? "recon. %.1f" : "reconstruction %.1f";
  Legend(view, {rect.x, legend}, theme.accent, Nats(name, results.recon_nats), Align::kLeft);
  Legend(view, {rect.right(), legend}, theme.second, Nats("KL %.1f", results.kl_nats),
         Align::kRight);
}

void ReconstructionPanel(View& view, const Rect& rect) {
  CardToSave(view, rect, "Reconstruction", "drawn from the code");
  const float side = rect.width - 2 * kPadding;
  const Rect picture{rect.x + kPadding, rect.y + kPadding + kTitleHeight, side, side};
  ReconstructionPicture(view, picture);
  Losses(view, {picture.x, picture.bottom() + kGap, side, kLossesHeight});
}

}  // namespace app

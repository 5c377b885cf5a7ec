#include <algorithm>
#include <cstdio>
#include <string>

#include "app/panels.h"

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

}  // namespace

void ReconstructionPicture(View& view, const Rect& rect) {
  view.ui.rects["reconstruction"] = rect;
  Picture(rect, view.pictures.reconstruction.id);
}

void Losses(View& view, const Rect& rect) {
  const Ui& ui = view.ui;
  const Theme& theme = ui.theme;
  const Results& results = view.results;
  if (!view.state.model) return;
  ui.rects["losses"] = rect;
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::InvisibleButton("losses", {rect.width, rect.height});
  Tooltip(ui,
          "Negative ELBO of this digit, in nats: −log p(x|z) at the current z, summed over 784 "
          "pixels, plus KL(q(z|x) || N(0, I)). Lower is more digit-like.");

  const double mean = view.state.model->test_neg_elbo;
  const float y = rect.y + 8;
  Text(ui.fonts.strong, theme.text, {rect.x, y}, Nats("%.1f nats", results.neg_elbo()));
  if (mean > 0) {
    Text(ui.fonts.caption, theme.muted, {rect.right(), y}, Nats("test digits average %.1f", mean),
         Align::kRight);
  }

  // The bar: reconstruction, then KL; a mark at the mean of the test digits.
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const Rect bar{rect.x, rect.y + 22, rect.width, 12};
  const double scale = std::max({200.0, 1.15 * results.neg_elbo(), 1.5 * mean});
  const auto at = [&](double nats) {
    return bar.x + bar.width * static_cast<float>(std::clamp(nats / scale, 0.0, 1.0));
  };
  canvas.AddRectFilled(bar.min(), bar.max(), theme.soft, 6);
  canvas.PushClipRect(bar.min(), {at(results.neg_elbo()), bar.bottom()}, true);
  canvas.AddRectFilled(bar.min(), bar.max(), theme.second, 6);
  canvas.PopClipRect();
  canvas.PushClipRect(bar.min(), {at(results.recon_nats), bar.bottom()}, true);
  canvas.AddRectFilled(bar.min(), bar.max(), theme.accent, 6);
  canvas.PopClipRect();
  if (mean > 0) {
    canvas.AddRectFilled({at(mean) - 1, bar.y - 3}, {at(mean) + 1, bar.bottom() + 3}, theme.text,
                         1);
  }

  const float legend = bar.bottom() + 18;
  Legend(view, {rect.x, legend}, theme.accent, Nats("reconstruction %.1f", results.recon_nats),
         Align::kLeft);
  Legend(view, {rect.right(), legend}, theme.second, Nats("KL %.1f", results.kl_nats),
         Align::kRight);
}

void ReconstructionPanel(View& view, const Rect& rect) {
  Card(view.ui, rect, "Reconstruction", "p(x | z)");
  const float side = rect.width - 2 * kPadding;
  const Rect picture{rect.x + kPadding, rect.y + kPadding + kTitleHeight, side, side};
  ReconstructionPicture(view, picture);
  Losses(view, {picture.x, picture.bottom() + kGap, side, kLossesHeight});
}

}  // namespace app

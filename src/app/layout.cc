#include "app/layout.h"

#include <algorithm>

namespace app {
namespace {

constexpr float kMargin = 24;
constexpr float kPhoneMargin = 16;
constexpr float kBetween = 16;  // cards

// The height of the pad's card without the pad.
float CardChrome(const Ui& ui) { return 2 * kPadding + kTitleHeight + kGap + ToolsHeight(ui); }

void Arrow(const View& view, ImVec2 center) {
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const ImU32 color = view.ui.theme.muted;
  canvas.AddLine({center.x - 7, center.y}, {center.x + 6, center.y}, color, 1.5f);
  canvas.AddLine({center.x + 2, center.y - 5}, {center.x + 7, center.y}, color, 1.5f);
  canvas.AddLine({center.x + 2, center.y + 5}, {center.x + 7, center.y}, color, 1.5f);
}

// Ink, code, reconstruction from left to right; samples below.
float DrawDesktop(View& view, ImVec2 origin, ImVec2 size) {
  const float width = size.x - 2 * kMargin;
  const float below = size.y - kHeaderHeight - 2 * kBetween - kMargin;
  const float chrome = CardChrome(view.ui);
  const float side = std::clamp(std::min(0.62f * below - chrome, 0.25f * width), 170.0f, 460.0f);
  const float height = side + chrome;
  const float card = side + 2 * kPadding;
  const float arrow = size.x < 1200 ? 28.0f : 40.0f;
  const float left = origin.x + kMargin;
  const float top = origin.y + kHeaderHeight + kBetween;

  DrawPanel(view, {left, top, card, height});
  const Rect code{left + card + arrow, top, width - 2 * card - 2 * arrow, height};
  CodePanel(view, code);
  const Rect reconstruction{left + width - card, top, card, height};
  ReconstructionPanel(view, reconstruction);
  const float middle = top + kPadding + kTitleHeight + side / 2;
  Arrow(view, {code.x - arrow / 2, middle});
  Arrow(view, {reconstruction.x - arrow / 2, middle});

  const float sample_top = top + height + kBetween;
  const float sample_height = std::max(below - height, 150.0f);
  SamplePanel(view, {left, sample_top, width, sample_height});
  return sample_top + sample_height + kMargin - origin.y;
}

// Ink and reconstruction side by side, then the code, then samples.
float DrawTablet(View& view, ImVec2 origin, ImVec2 size) {
  const float width = size.x - 2 * kMargin;
  const float card = (width - kBetween) / 2;
  const float height = card - 2 * kPadding + CardChrome(view.ui);
  const float left = origin.x + kMargin;
  float y = origin.y + kHeaderHeight + kBetween;
  DrawPanel(view, {left, y, card, height});
  ReconstructionPanel(view, {left + card + kBetween, y, card, height});
  y += height + kBetween;
  const auto rows = static_cast<float>(view.state.z.size());
  const float code = std::clamp(130 + 26 * rows, 270.0f, 480.0f);
  CodePanel(view, {left, y, width, code});
  y += code + kBetween;
  const float samples = std::max(origin.y + size.y - kMargin - y, 250.0f);
  SamplePanel(view, {left, y, width, samples});
  return y + samples + kMargin - origin.y;
}

// The content of the current tab. Returns its height.
float DrawTab(View& view, const Rect& rect) {
  const Ui& ui = view.ui;
  switch (view.state.tab) {
    case Tab::kCode: {
      const float rows = static_cast<float>(view.state.z.size());
      const float height = std::max(rows * 26, rect.height - ui.control_height - kGap);
      LatentSliders(view, {rect.x, rect.y, rect.width, height});
      CodeActions(view, {rect.x, rect.y + height + kGap, rect.width, ui.control_height});
      return height + kGap + ui.control_height;
    }
    case Tab::kSample: {
      SampleControls(view, {rect.x, rect.y, rect.width, ui.control_height});
      const float top = ui.control_height + kGap;
      const float height = std::max(rect.height - top, 220.0f);
      SampleGrid(view, {rect.x, rect.y + top, rect.width, height});
      return top + height;
    }
    case Tab::kDigit: {
      const float side = (rect.width - kGap) / 2;
      const Rect input{rect.x, rect.y + 20, side, side};
      Text(ui.fonts.caption, ui.theme.muted, {rect.x, rect.y + 6}, "as the encoder sees it");
      Picture(input, view.pictures.input.id);
      ui.rects["input"] = input;
      Text(ui.fonts.caption, ui.theme.muted, {input.right() + kGap, rect.y + 6}, "reconstruction");
      Picture({input.right() + kGap, input.y, side, side}, view.pictures.reconstruction.id);
      InputSwitch(view, {rect.x, input.bottom() + kGap, side, ui.control_height});
      return 20 + side + kGap + ui.control_height;
    }
  }
  return 0;
}

// A small reconstruction beside the tools, losses, and one panel at a time. `rect.height` is what
// there is; returns what it takes.
float DrawColumn(View& view, const Rect& rect) {
  const Ui& ui = view.ui;
  float y = rect.y;
  const Rect tile{rect.x, y, ToolsHeight(ui), ToolsHeight(ui)};
  ReconstructionPicture(view, tile);
  ImGui::GetWindowDrawList()->AddRectFilled({tile.x, tile.bottom() - 18}, tile.max(),
                                            Faded(ui.theme.digit_ground, 0.8f), kDigitCorner,
                                            ImDrawFlags_RoundCornersBottom);
  Text(ui.fonts.caption, Faded(ui.theme.digit_ink, 0.8f), {tile.center().x, tile.bottom() - 9},
       "reconstruction", Align::kCenter);
  const float left = tile.right() + kGap;
  DrawTools(view, {left, y, rect.right() - left, ToolsHeight(ui)});
  y += ToolsHeight(ui) + kGap;
  Losses(view, {rect.x, y, rect.width, kLossesHeight});
  y += kLossesHeight;
  view.state.tab = static_cast<Tab>(
      Tabs(ui, {{"tab_code", "Code"}, {"tab_sample", "Sample"}, {"tab_digit", "Digit"}},
           static_cast<int>(view.state.tab), {rect.x, y, rect.width, 44}));
  y += 44 + kGap;
  const float rest = std::max(rect.bottom() - y, 0.0f);
  return y - rect.y + DrawTab(view, {rect.x, y, rect.width, rest});
}

// The pad on top, everything else below it.
float DrawPhone(View& view, ImVec2 origin, ImVec2 size) {
  const float width = size.x - 2 * kPhoneMargin;
  const float top = origin.y + kHeaderHeight + kGap;
  const float side = std::min(width, std::max(0.44f * size.y, 200.0f));
  const float left = origin.x + kPhoneMargin;
  DrawPad(view, {left + (width - side) / 2, top, side, side});
  const Rect column{left, top + side + kGap, width,
                    size.y - kHeaderHeight - side - 2 * kGap - kPhoneMargin};
  return column.y + DrawColumn(view, column) + kPhoneMargin - origin.y;
}

// A phone on its side: the pad as high as the window, everything else beside it.
float DrawLandscape(View& view, ImVec2 origin, ImVec2 size) {
  const float top = origin.y + kHeaderHeight + kGap;
  const float height = size.y - kHeaderHeight - kGap - kPhoneMargin;
  const float side = std::clamp(height, 160.0f, 0.5f * size.x);
  const float left = origin.x + kPhoneMargin;
  DrawPad(view, {left, top, side, side});
  const float x = left + side + kPhoneMargin;
  const Rect column{x, top, origin.x + size.x - kPhoneMargin - x, height};
  return top + std::max(side, DrawColumn(view, column)) + kPhoneMargin - origin.y;
}

}  // namespace

float DrawPanels(View& view, ImVec2 origin, ImVec2 size) {
  HeaderPanel(view, {origin.x, origin.y, size.x, kHeaderHeight});
  if (size.x < kPhoneWidth) return DrawPhone(view, origin, size);
  if (size.y < kLandscapeHeight) return DrawLandscape(view, origin, size);
  if (size.x < kDesktopWidth) return DrawTablet(view, origin, size);
  return DrawDesktop(view, origin, size);
}

}  // namespace app

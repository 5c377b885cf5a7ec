#include "app/layout.h"

#include <algorithm>
#include <vector>

namespace app {
namespace {

constexpr float kMargin = 24;
constexpr float kPhoneMargin = 16;
constexpr float kBetween = 16;  // cards
constexpr float kTabsHeight = 44;

// The height of the pad's card without the pad.
float CardChrome(const Ui& ui) { return 2 * kPadding + kTitleHeight + kGap + ToolsHeight(ui); }

void Arrow(const View& view, ImVec2 center) {
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const ImU32 color = view.ui.theme.muted;
  canvas.AddLine({center.x - 7, center.y}, {center.x + 6, center.y}, color, 1.5f);
  canvas.AddLine({center.x + 2, center.y - 5}, {center.x + 7, center.y}, color, 1.5f);
  canvas.AddLine({center.x + 2, center.y + 5}, {center.x + 7, center.y}, color, 1.5f);
}

struct OfferedView {
  Tab tab;
  Choice choice;
  float (*draw)(View&, const Rect&);
};

// In the order of their tabs. The code is one of them where it has no card of its own.
std::vector<OfferedView> OfferedViews(const AppState& state, bool with_code) {
  std::vector<OfferedView> views;
  if (with_code) views.push_back({Tab::kCode, {"tab_code", "Code"}, CodeView});
  views.push_back({Tab::kMap, {"tab_map", "Map"}, MapView});
  views.push_back({Tab::kManifold, {"tab_manifold", "Manifold"}, ManifoldView});
  views.push_back({Tab::kSample, {"tab_sample", "Sample"}, SampleView});
  views.push_back({Tab::kMorph, {"tab_morph", "Morph"}, MorphView});
  views.push_back({Tab::kRepair, {"tab_repair", "Repair"}, RepairView});
  if (state.digits.offered) {
    views.push_back({Tab::kDigits, {"tab_digits", "Digits"}, DigitsView});
  }
  return views;
}

// The tabs and the current one's content. Returns the height.
float DrawViews(View& view, const Rect& rect, bool with_code) {
  const std::vector<OfferedView> views = OfferedViews(view.state, with_code);
  std::vector<Choice> choices;
  int current = 0;
  for (const OfferedView& offered : views) {
    if (offered.tab == view.state.tab) current = static_cast<int>(choices.size());
    choices.push_back(offered.choice);
  }
  current = Tabs(view.ui, choices, current, {rect.x, rect.y, rect.width, kTabsHeight});
  const OfferedView& chosen = views[static_cast<size_t>(current)];
  view.state.tab = chosen.tab;
  const float top = kTabsHeight + kGap;
  const Rect content{rect.x, rect.y + top, rect.width, std::max(rect.height - top, 0.0f)};
  return top + chosen.draw(view, content);
}

// The views on a card of their own. Returns its height.
float ViewsCard(View& view, const Rect& rect) {
  const Rect inside{rect.x + kPadding, rect.y + 4, rect.width - 2 * kPadding,
                    rect.height - 4 - kPadding};
  // The card lies below what stands on it, and is known to be high enough only after it.
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  canvas.ChannelsSplit(2);
  canvas.ChannelsSetCurrent(1);
  const float needed = DrawViews(view, inside, /*with_code=*/false) + 4 + kPadding;
  const float height = std::max(needed, rect.height);
  canvas.ChannelsSetCurrent(0);
  Card(view.ui, {rect.x, rect.y, rect.width, height}, "", "");
  canvas.ChannelsMerge();
  return height;
}

// Ink, code, reconstruction from left to right; the views below.
float DrawDesktop(View& view, ImVec2 origin, ImVec2 size) {
  const float width = size.x - 2 * kMargin;
  const float below = size.y - kHeaderHeight - 2 * kBetween - kMargin;
  const float chrome = CardChrome(view.ui);
  const float side = std::clamp(std::min(0.55f * below - chrome, 0.25f * width), 170.0f, 460.0f);
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

  const float views_top = top + height + kBetween;
  const float views_height = std::max(below - height, 300.0f);
  return views_top + ViewsCard(view, {left, views_top, width, views_height}) + kMargin - origin.y;
}

// Ink and reconstruction side by side, then the code, then the views.
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
  const float views = std::max(origin.y + size.y - kMargin - y, 480.0f);
  return y + ViewsCard(view, {left, y, width, views}) + kMargin - origin.y;
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
  const float rest = std::max(rect.bottom() - y, 0.0f);
  return y - rect.y + DrawViews(view, {rect.x, y, rect.width, rest}, /*with_code=*/true);
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

#include "app/shell/layout.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/model/panels.h"
#include "app/pad/panel.h"
#include "app/shell/panels.h"
#include "app/views/view.h"

namespace app {
namespace {

constexpr float kMargin = 24;
constexpr float kPhoneMargin = 16;
constexpr float kBetween = 16;  // cards
constexpr float kTabsHeight = 44;

// The height of the pad's card without the pad.
float CardChrome(const Ui& ui) { return 2 * kPadding + kTitleHeight + kGap + ToolsHeight(ui); }

void Arrow(const Frame& frame, ImVec2 center) {
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const ImU32 color = frame.ui.theme.muted;
  canvas.AddLine({center.x - 7, center.y}, {center.x + 6, center.y}, color, 1.5f);
  canvas.AddLine({center.x + 2, center.y - 5}, {center.x + 7, center.y}, color, 1.5f);
  canvas.AddLine({center.x + 2, center.y + 5}, {center.x + 7, center.y}, color, 1.5f);
}

// The tabs and the current one's content. Returns the height.
float DrawViews(Frame& frame, const Rect& rect, bool small_screen) {
  std::vector<const ViewRow*> views;
  std::vector<std::string> names;
  int current = 0;
  for (const ViewRow* view : Views()) {
    if (!IsOffered(*view, frame.state, small_screen)) continue;
    if (frame.state.view == view->name) current = static_cast<int>(views.size());
    views.push_back(view);
    names.push_back(std::string("tab_") + view->name);
  }
  std::vector<Choice> choices;
  for (size_t i = 0; i < views.size(); ++i) {
    choices.push_back({names[i].c_str(), views[i]->label});
  }
  current = Tabs(frame.ui, choices, current, {rect.x, rect.y, rect.width, kTabsHeight});
  const ViewRow& chosen = *views[static_cast<size_t>(current)];
  frame.state.view = chosen.name;
  const float top = kTabsHeight + kGap;
  const Rect content{rect.x, rect.y + top, rect.width, std::max(rect.height - top, 0.0f)};
  return top + chosen.draw(frame, content);
}

// The view that has a card of its own where there is room.
void DrawCard(Frame& frame, const Rect& rect) {
  for (const ViewRow* view : Views()) {
    if (view->draw_card != nullptr) return view->draw_card(frame, rect);
  }
}

// The views on a card of their own. Returns its height.
float ViewsCard(Frame& frame, const Rect& rect) {
  const Rect inside{rect.x + kPadding, rect.y + 4, rect.width - 2 * kPadding,
                    rect.height - 4 - kPadding};
  // The card lies below what stands on it, and is known to be high enough only after it.
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  canvas.ChannelsSplit(2);
  canvas.ChannelsSetCurrent(1);
  const float needed = DrawViews(frame, inside, /*small_screen=*/false) + 4 + kPadding;
  const float height = std::max(needed, rect.height);
  canvas.ChannelsSetCurrent(0);
  Card(frame.ui, {rect.x, rect.y, rect.width, height}, "", "");
  canvas.ChannelsMerge();
  return height;
}

// Ink, code, reconstruction from left to right; the views below.
float DrawDesktop(Frame& frame, ImVec2 origin, ImVec2 size) {
  const float width = size.x - 2 * kMargin;
  const float below = size.y - kHeaderHeight - 2 * kBetween - kMargin;
  const float chrome = CardChrome(frame.ui);
  const float side = std::clamp(std::min(0.55f * below - chrome, 0.25f * width), 170.0f, 460.0f);
  const float height = side + chrome;
  const float card = side + 2 * kPadding;
  const float arrow = size.x < 1200 ? 28.0f : 40.0f;
  const float left = origin.x + kMargin;
  const float top = origin.y + kHeaderHeight + kBetween;

  DrawPanel(frame, {left, top, card, height});
  const Rect code{left + card + arrow, top, width - 2 * card - 2 * arrow, height};
  DrawCard(frame, code);
  const Rect reconstruction{left + width - card, top, card, height};
  ReconstructionPanel(frame, reconstruction);
  const float middle = top + kPadding + kTitleHeight + side / 2;
  Arrow(frame, {code.x - arrow / 2, middle});
  Arrow(frame, {reconstruction.x - arrow / 2, middle});

  const float views_top = top + height + kBetween;
  const float views_height = std::max(below - height, 300.0f);
  return views_top + ViewsCard(frame, {left, views_top, width, views_height}) + kMargin - origin.y;
}

// Ink and reconstruction side by side, then the code, then the views.
float DrawTablet(Frame& frame, ImVec2 origin, ImVec2 size) {
  const float width = size.x - 2 * kMargin;
  const float card = (width - kBetween) / 2;
  const float height = card - 2 * kPadding + CardChrome(frame.ui);
  const float left = origin.x + kMargin;
  float y = origin.y + kHeaderHeight + kBetween;
  DrawPanel(frame, {left, y, card, height});
  ReconstructionPanel(frame, {left + card + kBetween, y, card, height});
  y += height + kBetween;
  const auto rows = static_cast<float>(frame.state.z.size());
  const float code = std::clamp(130 + 26 * rows, 270.0f, 480.0f);
  DrawCard(frame, {left, y, width, code});
  y += code + kBetween;
  const float views = std::max(origin.y + size.y - kMargin - y, 480.0f);
  return y + ViewsCard(frame, {left, y, width, views}) + kMargin - origin.y;
}

// A small reconstruction beside the tools, losses, and one panel at a time. `rect.height` is what
// there is; returns what it takes.
float DrawColumn(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  float y = rect.y;
  const Rect tile{rect.x, y, ToolsHeight(ui), ToolsHeight(ui)};
  ReconstructionPicture(frame, tile);
  ImGui::GetWindowDrawList()->AddRectFilled({tile.x, tile.bottom() - 18}, tile.max(),
                                            Faded(ui.theme.digit_ground, 0.8f), kDigitCorner,
                                            ImDrawFlags_RoundCornersBottom);
  Text(ui.fonts.caption, Faded(ui.theme.digit_ink, 0.8f), {tile.center().x, tile.bottom() - 9},
       "reconstruction", Align::kCenter);
  const float left = tile.right() + kGap;
  DrawTools(frame, {left, y, rect.right() - left, ToolsHeight(ui)});
  y += ToolsHeight(ui) + kGap;
  Losses(frame, {rect.x, y, rect.width, kLossesHeight});
  y += kLossesHeight;
  const float rest = std::max(rect.bottom() - y, 0.0f);
  return y - rect.y + DrawViews(frame, {rect.x, y, rect.width, rest}, /*small_screen=*/true);
}

// The pad on top, everything else below it.
float DrawPhone(Frame& frame, ImVec2 origin, ImVec2 size) {
  const float width = size.x - 2 * kPhoneMargin;
  const float top = origin.y + kHeaderHeight + kGap;
  const float side = std::min(width, std::max(0.44f * size.y, 200.0f));
  const float left = origin.x + kPhoneMargin;
  DrawPad(frame, {left + (width - side) / 2, top, side, side});
  const Rect column{left, top + side + kGap, width,
                    size.y - kHeaderHeight - side - 2 * kGap - kPhoneMargin};
  return column.y + DrawColumn(frame, column) + kPhoneMargin - origin.y;
}

// A phone on its side: the pad as high as the window, everything else beside it.
float DrawLandscape(Frame& frame, ImVec2 origin, ImVec2 size) {
  const float top = origin.y + kHeaderHeight + kGap;
  const float height = size.y - kHeaderHeight - kGap - kPhoneMargin;
  const float side = std::clamp(height, 160.0f, 0.5f * size.x);
  const float left = origin.x + kPhoneMargin;
  DrawPad(frame, {left, top, side, side});
  const float x = left + side + kPhoneMargin;
  const Rect column{x, top, origin.x + size.x - kPhoneMargin - x, height};
  return top + std::max(side, DrawColumn(frame, column)) + kPhoneMargin - origin.y;
}

}  // namespace

float DrawPanels(Frame& frame, ImVec2 origin, ImVec2 size) {
  HeaderPanel(frame, {origin.x, origin.y, size.x, kHeaderHeight});
  if (size.x < kPhoneWidth) return DrawPhone(frame, origin, size);
  if (size.y < kLandscapeHeight) return DrawLandscape(frame, origin, size);
  if (size.x < kDesktopWidth) return DrawTablet(frame, origin, size);
  return DrawDesktop(frame, origin, size);
}

}  // namespace app

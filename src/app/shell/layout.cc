#include "app/shell/layout.h"

#include <imgui_internal.h>

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
constexpr float kArrow = 28;    // between cards with an arrow
// Pictures smaller than this have cards without a title.
constexpr float kTitledSide = 170;
constexpr float kLeastSide = 120;
// Tools and costs need a column of this width, though its pictures be smaller.
constexpr float kLeastInside = 200;
constexpr float kMostSide = 460;
// Beside the pad of a phone: undo and redo.
constexpr float kLeastColumn = 96;
constexpr double kRevealSeconds = 0.2;

// Scrolls so far that the views, from the tabs at `top` to `bottom`, are seen, if they are not and
// one has just been chosen.
void Reveal(Frame& frame, float top, float bottom) {
  AppState& state = frame.state;
  if (!state.reveal) return;
  const ImGuiIO& io = ImGui::GetIO();
  if (io.MouseWheel != 0 || io.MouseDown[ImGuiMouseButton_Left]) return state.reveal.reset();
  if (state.reveal->from < 0) {
    if (bottom <= ImGui::GetIO().DisplaySize.y) {
      // It may be higher once it has all that it shows.
      state.moving = true;
      if (--state.reveal->frames_to_wait < 0) state.reveal.reset();
      return;
    }
    state.reveal->began = frame.seconds;
    state.reveal->from = ImGui::GetScrollY();
  }
  const double share = std::min(1.0, (frame.seconds - state.reveal->began) / kRevealSeconds);
  const auto eased = state.reduced_motion ? 1.0f : static_cast<float>(share * (2 - share));
  const float to = ImGui::GetScrollY() + top - kGap;
  ImGui::SetScrollY(state.reveal->from + eased * (to - state.reveal->from));
  state.moving = true;
  // One frame more: by now the window knows how far it can scroll.
  if (share == 1) {
    if (state.reveal->arrived) return state.reveal.reset();
    state.reveal->arrived = true;
  }
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
  const int before = current;
  const float tabs = TabsHeight(frame.ui, choices, rect.width);
  current = Tabs(frame.ui, choices, current, {rect.x, rect.y, rect.width, tabs});
  if (current != before) frame.state.reveal.emplace();
  const ViewRow& chosen = *views[static_cast<size_t>(current)];
  frame.state.view = chosen.name;
  const float top = tabs + kGap;
  const Rect content{rect.x, rect.y + top, rect.width, std::max(rect.height - top, 0.0f)};
  const float height = top + chosen.draw(frame, content);
  Reveal(frame, rect.y, rect.y + height);
  return height;
}

// The view that has a card of its own where there is room.
void DrawCard(Frame& frame, const Rect& rect) {
  for (const ViewRow* view : Views()) {
    if (view->draw_card != nullptr) return view->draw_card(frame, rect);
  }
}

// The views on a card of their own. Returns its height.
float ViewsCard(Frame& frame, const Rect& rect, bool small_screen) {
  const Rect inside{rect.x + kPadding, rect.y + 4, rect.width - 2 * kPadding,
                    rect.height - 4 - kPadding};
  // The card lies below what stands on it, and is known to be high enough only after it.
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  canvas.ChannelsSplit(2);
  canvas.ChannelsSetCurrent(1);
  const float needed = DrawViews(frame, inside, small_screen) + 4 + kPadding;
  const float height = std::max(needed, rect.height);
  canvas.ChannelsSetCurrent(0);
  Card(frame.ui, {rect.x, rect.y, rect.width, height}, "", "");
  canvas.ChannelsMerge();
  return height;
}

// While one lives, what is drawn belongs to a column: the keys up and down stay within the one
// where they are pressed. Dear ImGui would take what is next in height, wherever it is.
class OwnColumn {
 public:
  explicit OwnColumn(const Rect& column) {
    const ImGuiContext& imgui = *ImGui::GetCurrentContext();
    const bool upright = imgui.NavMoveDir == ImGuiDir_Up || imgui.NavMoveDir == ImGuiDir_Down;
    const ImVec2 from = imgui.NavScoringRect.GetCenter();
    const bool elsewhere = from.y > kHeaderHeight && (from.x < column.x || from.x > column.right());
    ImGui::PushItemFlag(ImGuiItemFlags_NoNav, imgui.NavMoveScoringItems && upright && elsewhere);
  }
  ~OwnColumn() { ImGui::PopItemFlag(); }
  OwnColumn(const OwnColumn&) = delete;
  OwnColumn& operator=(const OwnColumn&) = delete;
};

// The ink above what the model makes of it; the code beside them where there is room for it, else
// it is one of the views; the views from top to bottom.
float DrawColumns(Frame& frame, ImVec2 origin, ImVec2 size) {
  const bool with_code = !CodeIsAView(size);
  const Ui& ui = frame.ui;
  const float left = origin.x + kMargin;
  const float top = origin.y + kHeaderHeight + kBetween;
  const float width = size.x - 2 * kMargin;
  const float height = size.y - kHeaderHeight - kBetween - kMargin;
  const auto side_of = [&](bool titled) {
    const float chrome = PanelChrome(ui, titled) + ReconstructionChrome(titled);
    return std::min((height - kBetween - chrome) / 2, (with_code ? 0.25f : 0.36f) * width);
  };
  const bool titled = side_of(true) >= kTitledSide;
  const float side = std::clamp(side_of(titled), kLeastSide, kMostSide);
  const float card = std::max(side, kLeastInside) + 2 * kPadding;
  const Rect ink{left, top, card, side + PanelChrome(ui, titled)};
  const Rect drawn{left, ink.bottom() + kBetween, card, side + ReconstructionChrome(titled)};
  const float bottom = std::max(drawn.bottom(), top + height);
  {
    const OwnColumn column(ink);
    DrawPanel(frame, ink, titled);
    ReconstructionPanel(frame, drawn, titled);
  }

  float x = ink.right() + kBetween;
  if (with_code) {
    x = ink.right() + kArrow;
    const Rect code{x, top, std::clamp(0.22f * size.x, 250.0f, 380.0f), bottom - top};
    const OwnColumn column(code);
    DrawCard(frame, code);
    const float middle = ink.right() + kArrow / 2;
    const float title = kPadding + (titled ? kTitleHeight : 0.0f);
    FlowArrow(frame.ui, {middle, ink.y + title + side / 2}, 1);
    FlowArrow(frame.ui, {middle, drawn.y + title + side / 2}, -1);
    x = code.right() + kBetween;
  }
  const Rect card_of_views{x, top, left + width - x, bottom - top};
  const OwnColumn column(card_of_views);
  const float views = ViewsCard(frame, card_of_views, !with_code);
  return std::max(bottom, top + views) + kMargin - origin.y;
}

void SmallReconstruction(Frame& frame, const Rect& tile) {
  const Ui& ui = frame.ui;
  ReconstructionPicture(frame, tile);
  CaptionOnDigit(ui, tile, "reconstruction");
}

// The pad, and beside it what the model makes of it with the tools below. Returns the height.
float DrawPadAndTools(Frame& frame, const Rect& rect, float side) {
  const float control = frame.ui.control_height;
  DrawPad(frame, {rect.x, rect.y, side, side});
  const float x = rect.x + side + kGap;
  const float width = rect.right() - x;
  const float stacked = 2 * (control + kGap);  // of controls below the reconstruction
  if (width >= 0.75f * side) {
    const float tile = std::min(side, width);
    SmallReconstruction(frame, {x + (width - tile) / 2, rect.y + (side - tile) / 2, tile, tile});
    DrawTools(frame, {rect.x, rect.y + side + kGap, rect.width, ToolsHeight(frame.ui)});
    return side + kGap + ToolsHeight(frame.ui);
  }
  const float tile = std::min(width, side - stacked);
  SmallReconstruction(frame, {x + (width - tile) / 2, rect.y, tile, tile});
  const float below = rect.y + side - stacked + kGap;
  DrawHistoryTools(frame, {x, below, width, 2 * control + kGap});
  DrawBrushTools(frame, {rect.x, rect.y + side + kGap, rect.width, control});
  return side + kGap + control;
}

// The pad with its tools, what the digit costs, and one view at a time.
float DrawPhone(Frame& frame, ImVec2 origin, ImVec2 size) {
  const float width = size.x - 2 * kPhoneMargin;
  const float left = origin.x + kPhoneMargin;
  float y = origin.y + kHeaderHeight + kGap;
  // The reconstruction is a square above two rows of tools, as wide as they.
  const float stacked = 2 * (frame.ui.control_height + kGap);
  const float square = (width - kGap + stacked) / 2;
  const float side = std::min(square, std::max(0.31f * size.y, 190.0f));
  y += DrawPadAndTools(frame, {left, y, width, 0}, side) + kGap;
  Losses(frame, {left, y, width, kLossesHeight});
  y += kLossesHeight;
  const float rest = std::max(origin.y + size.y - kPhoneMargin - y, 0.0f);
  y += DrawViews(frame, {left, y, width, rest}, /*small_screen=*/true);
  return y + kPhoneMargin - origin.y;
}

// A phone on its side: the pad with its tools as high as the window, everything else beside it.
float DrawLandscape(Frame& frame, ImVec2 origin, ImVec2 size) {
  const float top = origin.y + kHeaderHeight + kGap;
  const float height = size.y - kHeaderHeight - kGap - kPhoneMargin;
  const float control = frame.ui.control_height;
  const float side = std::clamp(height - kGap - control, 160.0f, 0.36f * size.x);
  const float left = origin.x + kPhoneMargin;
  const float block = side + kGap + kLeastColumn;
  const float tools = DrawPadAndTools(frame, {left, top, block, 0}, side);
  const float x = left + block + kPhoneMargin;
  const float width = origin.x + size.x - kPhoneMargin - x;
  Losses(frame, {x, top, width, kLossesHeight});
  const float y = top + kLossesHeight;
  const float views =
      DrawViews(frame, {x, y, width, std::max(top + height - y, 0.0f)}, /*small_screen=*/true);
  return std::max(top + tools, y + views) + kPhoneMargin - origin.y;
}

}  // namespace

float DrawPanels(Frame& frame, ImVec2 origin, ImVec2 size) {
  HeaderPanel(frame, {origin.x, origin.y, size.x, kHeaderHeight});
  if (size.x < kPhoneWidth) return DrawPhone(frame, origin, size);
  if (size.y < kLandscapeHeight) return DrawLandscape(frame, origin, size);
  return DrawColumns(frame, origin, size);
}

}  // namespace app

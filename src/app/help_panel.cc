#include <algorithm>
#include <iterator>

#include "app/guide.h"

namespace app {
namespace {

struct Shortcut {
  const char* keys;
  const char* what;
};

constexpr Shortcut kShortcuts[] = {
    {"1 2 3 4", "2, 5, 10 or 20 latent dimensions"},
    {"Space", "new samples"},
    {"Ctrl+Z", "undo"},
    {"Ctrl+Shift+Z", "redo"},
    {"Delete", "clear the pad"},
    {"Ctrl+C, Ctrl+V", "copy z, paste z or a picture"},
    {"Tab, arrows, Enter", "reach and use every control"},
    {"?", "this help"},
};
constexpr float kRow = 24;

bool PressedOutside(const Rect& card) {
  return ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !card.Contains(ImGui::GetIO().MousePos);
}

void Shortcuts(const View& view, const Rect& rect) {
  const Ui& ui = view.ui;
  float y = rect.y + kRow / 2;
  for (const Shortcut& shortcut : kShortcuts) {
    Text(ui.fonts.control, ui.theme.text, {rect.x, y}, shortcut.keys);
    Text(ui.fonts.body, ui.theme.muted, {rect.x + 150, y}, shortcut.what);
    y += kRow;
  }
}

// The acts of the card, in two columns.
void Acts(View& view, const Rect& rect) {
  const Ui& ui = view.ui;
  AppState& state = view.state;
  const float width = (rect.width - 8) / 2;
  const Rect left{rect.x, rect.y, width, ui.control_height};
  const Rect right{rect.x + width + 8, rect.y, width, ui.control_height};
  if (Button(ui, "start_walk", "Take the tour", left, true, ButtonStyle::kPrimary)) {
    StartWalk(state);
  }
  if (ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
  if (Button(ui, "about", "What is this?", right)) {
    state.guide.help = false;
    state.requests.push_back({Request::Kind::kAbout, {}, {}});
  }
  const float below = rect.y + ui.control_height + 8;
  const char* const theme = state.night ? "Light colours" : "Dark colours";
  if (Button(ui, "help_theme", theme, {left.x, below, width, ui.control_height})) {
    state.night = !state.night;
  }
  if (Button(ui, "open_picture", "Open a picture", {right.x, below, width, ui.control_height},
             state.has_address)) {
    state.guide.help = false;
    state.requests.push_back({Request::Kind::kOpen, {}, {}});
  }
}

}  // namespace

void HelpPanel(View& view, const Rect& screen) {
  GuideState& guide = view.state.guide;
  if (!guide.help) return;
  const Ui& ui = view.ui;
  ImGui::GetWindowDrawList()->AddRectFilled(screen.min(), screen.max(),
                                            Faded(IM_COL32_BLACK, 0.25f));
  const float rows = kRow * static_cast<float>(std::size(kShortcuts));
  const float acts = 2 * ui.control_height + 8;
  const float width = std::min(440.0f, screen.width - 32);
  const float height = 2 * kPadding + kTitleHeight + rows + kPadding + acts;
  const Rect card{screen.center().x - width / 2,
                  std::max(screen.center().y - height / 2, screen.y + 8), width, height};
  const Rect inside = card.Inset(kPadding);
  BeginOverlay(view, "help_card", card);
  Text(ui.fonts.strong, ui.theme.text, {inside.x, inside.y + 9}, "Help");
  const float close = ButtonWidth(ui, "Close");
  if (Button(ui, "help_close", "Close", {inside.right() - close, inside.y - 6, close, 32})) {
    guide.help = false;
  }
  Shortcuts(view, {inside.x, inside.y + kTitleHeight, inside.width, rows});
  Acts(view, {inside.x, inside.bottom() - acts, inside.width, acts});
  const bool appearing = ImGui::IsWindowAppearing();
  EndOverlay();
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false) || (!appearing && PressedOutside(card))) {
    guide.help = false;
  }
}

}  // namespace app

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "app/pad/panel.h"
#include "app/shell/commands.h"
#include "app/shell/guide.h"
#include "app/shell/layout.h"
#include "app/ui/overlay.h"
#include "app/views/view.h"

namespace app {
namespace {

struct Line {
  std::string what;
  std::string text;  // empty: `what` is a heading
};

// Those of a list as one, where they have the same key.
void Add(std::vector<Line>& lines, const Command& command) {
  if (command.keys == nullptr) return;
  for (Line& line : lines) {
    if (line.what != command.keys) continue;
    line.text += std::string(", ") + command.help;
    return;
  }
  lines.push_back({command.keys, command.help});
}

std::vector<Line> KeyLines() {
  std::vector<Line> lines;
  for (const Command& command : ModelCommands()) Add(lines, command);
  for (const ViewRow* view : Views()) {
    if (view->draw_card != nullptr) continue;  // what is always there comes after the drawing
    for (const Command& command : view->commands) Add(lines, command);
  }
  for (const Command& command : PadCommands()) Add(lines, command);
  for (const ViewRow* view : Views()) {
    if (view->draw_card == nullptr) continue;
    for (const Command& command : view->commands) Add(lines, command);
  }
  lines.push_back({"Tab, arrows, Enter", "reach and use every control"});
  lines.push_back({"Escape, then Tab", "leave the canvas"});
  for (const Command& command : ShellCommands()) Add(lines, command);
  return lines;
}

std::vector<Line> FingerLines(const AppState& state) {
  std::vector<Line> lines = {
      {"With your fingers", ""},
      {"Draw", "on the pad, with one finger or a pen."},
      {"Swipe up, down", "scrolls the page, wherever it begins but on the pad."},
      {"Tap a slider",
       "sets it there; swipe across and it follows. Tap twice and z is your digit's."},
      {"Hold", "a finger still on something, and it is explained."},
      {"Two fingers", "make the map larger and move it."},
      {"What the views are for", ""},
  };
  for (const ViewRow* view : Views()) {
    if (IsOffered(*view, state, /*small_screen=*/true)) lines.push_back({view->label, view->help});
  }
  return lines;
}

constexpr float kBetweenLines = 6;
constexpr float kHeading = 30;

bool PressedOutside(const Rect& card) {
  return ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !card.Contains(ImGui::GetIO().MousePos);
}

// From the left end of `width` on. Returns the height; with a transparent colour nothing is drawn.
float Lines(const Ui& ui, std::span<const Line> lines, ImVec2 at, float width, ImU32 what_color,
            ImU32 text_color) {
  const float column = std::min(150.0f, 0.34f * width);
  float y = at.y;
  for (const Line& line : lines) {
    if (line.text.empty()) {
      Paragraph(ui.fonts.caption, text_color, {at.x, y + kHeading - 20}, width, line.what);
      y += kHeading;
      continue;
    }
    const float what = Paragraph(ui.fonts.control, what_color, {at.x, y}, column - kGap, line.what);
    const float text =
        Paragraph(ui.fonts.body, text_color, {at.x + column, y}, width - column, line.text);
    y += std::max(what, text) + kBetweenLines;
  }
  return y - at.y;
}

// Keys, or what fingers do and what the views are for, where there are fingers. Returns the height.
float HelpLines(const Frame& frame, bool fingers, ImVec2 at, float width, bool drawn) {
  const Ui& ui = frame.ui;
  const ImU32 what = drawn ? ui.theme.text : 0, text = drawn ? ui.theme.muted : 0;
  const std::vector<Line> lines = fingers ? FingerLines(frame.state) : KeyLines();
  return Lines(ui, lines, at, width, what, text);
}

// The lines in a window of their own, which scrolls where they do not fit.
void ScrollingLines(Frame& frame, bool fingers, const Rect& rect) {
  frame.ui.rects["help_lines"] = rect;
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::BeginChild("help_lines", {rect.width, rect.height}, ImGuiChildFlags_None,
                    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav);
  const float width = rect.width - ImGui::GetStyle().ScrollbarSize - 4;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = HelpLines(frame, fingers, at, width, true);
  ImGui::SetCursorScreenPos({at.x, at.y + height - 1});
  ImGui::Dummy({1, 1});
  ScrollWindow(frame.ui);
  ImGui::EndChild();
}

// The acts of the card, in two columns.
void Acts(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  AppState& state = frame.state;
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

void HelpPanel(Frame& frame, const Rect& screen) {
  GuideState& guide = frame.state.guide;
  if (!guide.help) return;
  const Ui& ui = frame.ui;
  ImGui::GetWindowDrawList()->AddRectFilled(screen.min(), screen.max(),
                                            Faded(IM_COL32_BLACK, 0.25f));
  const bool fingers = IsPhone({screen.width, screen.height}) || ui.press.finger;
  const float acts = 2 * ui.control_height + 8;
  const float width = std::min(480.0f, screen.width - 32);
  const float around = 2 * kPadding + kTitleHeight + kPadding + acts;
  const float lines_width = width - 2 * kPadding - ImGui::GetStyle().ScrollbarSize - 4;
  const float wanted = HelpLines(frame, fingers, {}, lines_width, false);
  const float lines = std::max(std::min(wanted, screen.height - 16 - around), 60.0f);
  const float height = around + lines;
  const Rect card{screen.center().x - width / 2,
                  std::max(screen.center().y - height / 2, screen.y + 8), width, height};
  const Rect inside = card.Inset(kPadding);
  BeginOverlay(frame.ui, "help_card", card);
  Text(ui.fonts.strong, ui.theme.text, {inside.x, inside.y + 9}, "Help");
  const float close = ButtonWidth(ui, "Close");
  if (Button(ui, "help_close", "Close", {inside.right() - close, inside.y - 6, close, 32})) {
    guide.help = false;
  }
  ScrollingLines(frame, fingers, {inside.x, inside.y + kTitleHeight, inside.width, lines});
  Acts(frame, {inside.x, inside.bottom() - acts, inside.width, acts});
  const bool appearing = ImGui::IsWindowAppearing();
  EndOverlay();
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false) || (!appearing && PressedOutside(card))) {
    guide.help = false;
  }
}

}  // namespace app

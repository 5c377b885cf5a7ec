#include <algorithm>
#include <cstdio>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "app/shell/guide.h"
#include "app/shell/layout.h"
#include "app/ui/overlay.h"

namespace app {
namespace {

constexpr char kSliders[] = "z";

struct Step {
  const char* target;  // the rectangle that is pointed at; kSliders for those of z together
  const char* view;    // shown with it, the code only where it is one; null: any
  const char* title;
  const char* text;
};

constexpr Step kSteps[] = {
    {"draw_pad", nullptr, "Draw a digit",
     "With the mouse, a finger or a pen. Everything else on this page follows each stroke."},
    {kSliders, "code", "Its code",
     "The encoder describes your digit by a few numbers z, each with a band of uncertainty. Drag a "
     "knob and watch the picture change."},
    {"reconstruction", nullptr, "Its reconstruction",
     "The decoder sees nothing but z and draws the digit again. What it leaves out, z does not "
     "say."},
    {"losses", nullptr, "Its price",
     "What the digit costs in nats: the error of the reconstruction plus KL, what it takes to say "
     "z. Training makes the sum small for handwritten digits, so odd drawings are dear."},
    {"map", "map", "Its neighbours",
     "Ten thousand test digits, each where its code is. Yours stands among them. Click a place to "
     "see what the decoder draws there."},
    {"tab_sample", "sample", "Digits nobody wrote",
     "Draw z at random and decode it: new digits. Morph goes from one to another, Repair mends "
     "damaged ones."},
};
constexpr int kStepCount = static_cast<int>(std::size(kSteps));
constexpr float kCardWidth = 330;
constexpr float kEdge = 16;  // the least between the card and the screen's edge
constexpr float kAway = 20;  // between the card and its target

// What a step points at: one widget, or all the sliders.
std::optional<Rect> Target(const Ui& ui, const Step& step) {
  std::optional<Rect> target;
  for (const auto& [name, rect] : ui.rects) {
    const bool slider = step.target == kSliders && name.size() > 1 && name[0] == 'z' &&
                        name.find_first_not_of("0123456789", 1) == std::string::npos;
    if (name != step.target && !slider) continue;
    if (!target) {
      target = rect;
      continue;
    }
    const float x = std::min(target->x, rect.x), y = std::min(target->y, rect.y);
    target = Rect{x, y, std::max(target->right(), rect.right()) - x,
                  std::max(target->bottom(), rect.bottom()) - y};
  }
  return target;
}

// Everything but the target a little darker, and a ring around the target.
void Spotlight(const Frame& frame, const Rect& target, const Rect& screen) {
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const ImU32 shade = Faded(IM_COL32_BLACK, frame.ui.theme.night ? 0.45f : 0.22f);
  const Rect hole = target.Inset(-8);
  canvas.AddRectFilled(screen.min(), {screen.right(), hole.y}, shade);
  canvas.AddRectFilled({screen.x, hole.bottom()}, screen.max(), shade);
  canvas.AddRectFilled({screen.x, hole.y}, {hole.x, hole.bottom()}, shade);
  canvas.AddRectFilled({hole.right(), hole.y}, {screen.right(), hole.bottom()}, shade);
  canvas.AddRect(hole.min(), hole.max(), frame.ui.theme.accent, 4, 0, 2.5f);
}

// Beside the target where there is room: below, right, left, above; else at the screen's bottom.
Rect PlaceCard(const Rect& target, float height, const Rect& screen) {
  const float width = std::min(kCardWidth, screen.width - 2 * kEdge);
  const auto clamp_x = [&](float x) {
    return std::clamp(x, screen.x + kEdge, screen.right() - kEdge - width);
  };
  const auto clamp_y = [&](float y) {
    return std::clamp(y, screen.y + kEdge,
                      std::max(screen.bottom() - kEdge - height, screen.y + kEdge));
  };
  const float x = clamp_x(target.center().x - width / 2);
  const float y = clamp_y(target.center().y - height / 2);
  if (target.bottom() + kAway + height <= screen.bottom() - kEdge) {
    return {x, target.bottom() + kAway, width, height};
  }
  if (target.right() + kAway + width <= screen.right() - kEdge) {
    return {target.right() + kAway, y, width, height};
  }
  if (target.x - kAway - width >= screen.x + kEdge)
    return {target.x - kAway - width, y, width, height};
  if (target.y - kAway - height >= screen.y + kEdge) {
    return {x, target.y - kAway - height, width, height};
  }
  return {x, clamp_y(screen.bottom()), width, height};
}

void GoTo(AppState& state, int step, bool code_is_a_view) {
  if (step < 0 || step >= kStepCount) {
    state.guide.step = -1;
    return;
  }
  state.guide.step = step;
  const char* const view = kSteps[step].view;
  if (view != nullptr && (std::string_view(view) != "code" || code_is_a_view)) state.view = view;
}

void WalkButtons(Frame& frame, const Rect& row, bool code_is_a_view) {
  const Ui& ui = frame.ui;
  AppState& state = frame.state;
  const int step = state.guide.step;
  const bool last = step + 1 == kStepCount;
  const char* const forward = last ? "Done" : "Next";
  float x = row.right() - ButtonWidth(ui, forward);
  if (Button(ui, "walk_next", forward, {x, row.y, ButtonWidth(ui, forward), row.height}, true,
             ButtonStyle::kPrimary)) {
    GoTo(state, step + 1, code_is_a_view);
  }
  if (ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
  x -= 8 + ButtonWidth(ui, "Back");
  if (Button(ui, "walk_back", "Back", {x, row.y, ButtonWidth(ui, "Back"), row.height}, step > 0)) {
    GoTo(state, step - 1, code_is_a_view);
  }
  if (last) return;
  if (Button(ui, "walk_skip", "Skip", {row.x, row.y, ButtonWidth(ui, "Skip"), row.height})) {
    GoTo(state, -1, code_is_a_view);
  }
}

float CardHeight(const Ui& ui, const Step& step, const Rect& screen) {
  const float width = std::min(kCardWidth, screen.width - 2 * kEdge);
  const float text = Paragraph(ui.fonts.body, 0, {}, width - 2 * kPadding, step.text);
  return 2 * kPadding + kTitleHeight + text + kPadding + ui.control_height;
}

// Scrolls so that the target is on the screen and leaves room for the card, as far as both fit.
void Reveal(const Rect& target, float card_height, const Rect& screen) {
  const Rect card = PlaceCard(target, card_height, screen);
  const bool covered = card.y < target.bottom() && target.y < card.bottom() &&
                       card.x < target.right() && target.x < card.right();
  if (target.y >= screen.y && target.bottom() <= screen.bottom() && !covered) return;
  ImGui::SetScrollY(std::max(ImGui::GetScrollY() + target.y - screen.y - kAway, 0.0f));
}

void Card(Frame& frame, const Step& step, const Rect& card, const Rect& screen) {
  const Ui& ui = frame.ui;
  const float width = card.width;
  const bool code_is_a_view = CodeIsAView({screen.width, screen.height});
  BeginOverlay(frame.ui, "walk", card);
  char count[32];
  std::snprintf(count, sizeof count, "%d of %d", frame.state.guide.step + 1, kStepCount);
  const float y = card.y + kPadding + 9;
  Text(ui.fonts.strong, ui.theme.text, {card.x + kPadding, y}, step.title);
  Text(ui.fonts.caption, ui.theme.muted, {card.right() - kPadding, y}, count, Align::kRight);
  const float top = card.y + kPadding + kTitleHeight;
  Paragraph(ui.fonts.body, ui.theme.text, {card.x + kPadding, top}, width - 2 * kPadding,
            step.text);
  WalkButtons(frame,
              {card.x + kPadding, card.bottom() - kPadding - ui.control_height,
               width - 2 * kPadding, ui.control_height},
              code_is_a_view);
  EndOverlay();
}

}  // namespace

void StartWalk(AppState& state) {
  state.guide.help = false;
  state.guide.step = 0;
  state.guide.revealed_step = -1;
  if (!state.guide.offered) return;
  state.guide.offered = false;
  state.requests.push_back({Request::Kind::kRemember, "walk", {}});
}

void WalkPanel(Frame& frame, const Rect& screen) {
  GuideState& guide = frame.state.guide;
  if (guide.step < 0) return;
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
    guide.step = -1;
    return;
  }
  const Step& step = kSteps[guide.step];
  // A map is not there before it is loaded.
  const std::optional<Rect> found = Target(frame.ui, step);
  const Rect target = found.value_or(Rect{screen.center().x, screen.y, 1, 1});
  const float height = CardHeight(frame.ui, step, screen);
  if (found && guide.revealed_step != guide.step) {
    guide.revealed_step = guide.step;
    Reveal(target, height, screen);
  }
  Spotlight(frame, target, screen);
  Card(frame, step, PlaceCard(target, height, screen), screen);
}

}  // namespace app

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "app/morph.h"
#include "app/panels.h"
#include "app/save.h"

namespace app {
namespace {

constexpr float kWide = 860;  // everything in one row
constexpr float kSmall = 480;
constexpr float kCaption = 20;

constexpr Choice kRepeatChoices[] = {{"morph_once", "once"}, {"morph_loop", "loop"}};
constexpr Choice kPathChoices[] = {{"morph_linear", "straight"},
                                   {"morph_spherical", "along the arc"}};

float TimeOf(int step) { return static_cast<float>(step) / (kMorphSteps - 1); }

void PlayButton(View& view, const Rect& rect) {
  const bool playing = view.state.morph.playing;
  if (!Button(view.ui, "morph_play", playing ? "Pause" : "Play", rect, true,
              ButtonStyle::kPrimary)) {
    return;
  }
  if (playing) {
    StopMorph(view.state);
  } else {
    PlayMorph(view.state, view.results, view.seconds);
  }
}

void RepeatSwitch(View& view, const Rect& rect) {
  bool& loop = view.state.morph.loop;
  loop = Segmented(view.ui, kRepeatChoices, loop ? 1 : 0, rect) == 1;
  Explain(view.ui, rect, "Once from A to B, or there and back again and again.");
}

void PathSwitch(View& view, const Rect& rect) {
  vae::Path& path = view.state.morph.path;
  const int current = path == vae::Path::kSpherical ? 1 : 0;
  const int chosen = Segmented(view.ui, kPathChoices, current, rect);
  Explain(view.ui, rect,
          "Straight: z = (1 − t)A + tB. Along the arc: sin((1 − t)ω)/sin ω and "
          "sin(tω)/sin ω instead, ω the angle between A and B, so that |z| does not shrink on the "
          "way.");
  if (chosen == current) return;
  path = chosen == 1 ? vae::Path::kSpherical : vae::Path::kLinear;
  if (OnMorph(view.state)) FollowMorph(view.state, view.results, view.state.morph.t);
}

// One digit of the way; pressing it takes its z.
void Step(View& view, int step, const Rect& rect) {
  const Ui& ui = view.ui;
  const std::string name = "morph_" + std::to_string(step);
  ui.rects[name] = rect;
  ImGui::SetCursorScreenPos(rect.min());
  if (ImGui::InvisibleButton(name.c_str(), {rect.width, rect.height})) {
    StopMorph(view.state);
    TakeMorph(view.state, view.results, TimeOf(step));
  }
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const SheetPlace place = PlaceInSheet(step, kMorphSteps);
  Picture(rect, view.pictures.morph.digits.id, place.uv0, place.uv1);
  const float away = std::abs(view.state.morph.t * (kMorphSteps - 1) - static_cast<float>(step));
  const bool current = OnMorph(view.state) && away <= 0.5f;
  if (hovered || current || (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible)) {
    const Rect ring = rect.Inset(-2);
    ImGui::GetWindowDrawList()->AddRect(ring.min(), ring.max(),
                                        Faded(ui.theme.accent, current ? 1.0f : 0.6f),
                                        kDigitCorner + 2, 0, 2);
  }
}

// "|z| 2.9"
void Length(const View& view, int step, ImVec2 at) {
  char text[24];
  std::snprintf(text, sizeof text, "%.1f",
                static_cast<double>(view.results.morph.z.col(step).norm()));
  Text(view.ui.fonts.caption, view.ui.theme.muted, at, text, Align::kCenter);
  Explain(view.ui, {at.x - 16, at.y - 8, 32, 16},
          "|z|, the length of the code: how far it is from 0, around which all codes lie.");
}

void Position(View& view, const Rect& rect) {
  float t = view.state.morph.t;
  if (!Slider(view.ui, "morph_position", rect, t, 0, 1)) return;
  StopMorph(view.state);
  FollowMorph(view.state, view.results, t);
}

// ---- The ends.

struct EndWords {
  const char* title;
  const char* take_name;
  const char* reset_name;
  const char* reset_label;
  const char* reset_tip;
};

EndWords WordsOf(End end) {
  if (end == End::kA) {
    return {"A", "morph_take_a", "morph_reset_a", "My digit",
            "A is the code of your drawing, μ, again."};
  }
  return {"B", "morph_take_b", "morph_reset_b", "Sample",
          "B is another sample, drawn from N(0, I)."};
}

void EndCaption(View& view, End end, const Rect& rect) {
  const float y = rect.y + 7;
  const float title =
      Text(view.ui.fonts.strong, view.ui.theme.text, {rect.x, y}, WordsOf(end).title);
  Text(view.ui.fonts.caption, view.ui.theme.muted, {rect.x + title + 8, y},
       MorphOrigin(view.state, end));
}

void EndButtons(View& view, End end, const Rect& rect) {
  const EndWords words = WordsOf(end);
  const float control = view.ui.control_height;
  if (Button(view.ui, words.take_name, "Use current", {rect.x, rect.y, rect.width, control})) {
    TakeMorphEnd(view.state, end);
  }
  Tooltip(view.ui,
          "The current code becomes this end: of what you drew, sampled, or took from the map.");
  if (Button(view.ui, words.reset_name, words.reset_label,
             {rect.x, rect.y + control + 8, rect.width, control})) {
    ResetMorphEnd(view.state, view.results, end);
  }
  Tooltip(view.ui, words.reset_tip);
}

int StepOf(End end) { return end == End::kA ? 0 : kMorphSteps - 1; }

// ---- The two arrangements.

// Returns the right end.
float Controls(View& view, const Rect& rect, bool with_path) {
  const Ui& ui = view.ui;
  const float play = std::max(ButtonWidth(ui, "Play"), ButtonWidth(ui, "Pause"));
  PlayButton(view, {rect.x, rect.y, play, rect.height});
  float x = rect.x + play + kGap;
  const float repeat = SegmentedWidth(ui, kRepeatChoices);
  RepeatSwitch(view, {x, rect.y, repeat, rect.height});
  x += repeat + kGap;
  if (!with_path) return x;
  const float path = SegmentedWidth(ui, kPathChoices);
  PathSwitch(view, {x, rect.y, path, rect.height});
  return x + path + kGap;
}

void WideEnd(View& view, End end, const Rect& rect, float side) {
  EndCaption(view, end, rect);
  Step(view, StepOf(end), {rect.x, rect.y + kCaption, side, side});
  EndButtons(view, end, {rect.x, rect.y + kCaption + side + kGap, rect.width, 0});
}

float WideView(View& view, const Rect& rect) {
  const Ui& ui = view.ui;
  const float control = ui.control_height;
  const float x = Controls(view, {rect.x, rect.y, rect.width, control}, /*with_path=*/true);
  SaveSheet(view, {rect.x, rect.y, rect.width, control}, "latentpad-morph.png",
            view.results.morph.digits, kMorphSteps);
  const char* const caption = "click a digit to take its code; the figures are lengths of codes";
  if (x + 8 + TextWidth(ui.fonts.caption, caption) < rect.right() - kSaveRoom) {
    Text(ui.fonts.caption, ui.theme.muted, {x + 8, rect.y + control / 2}, caption);
  }
  const float top = rect.y + control + kGap + 4;
  const float buttons = 2 * control + 8;
  constexpr float kEnd = 132;
  const float side = std::clamp(rect.bottom() - top - kCaption - kGap - buttons, 72.0f, kEnd);
  const Rect a{rect.x, top, kEnd, 0};
  const Rect b{rect.right() - kEnd, top, kEnd, 0};
  WideEnd(view, End::kA, a, side);
  // Digit i stands above i / (kMorphSteps - 1) of the track.
  const float from = a.right() + 24;
  const float to = b.x - 24;
  const float spacing = (to - from) / (kMorphSteps - 1);
  const float cell = std::min(spacing - 8, side);
  const float middle = top + kCaption + side / 2;
  for (int step = 1; step < kMorphSteps - 1; ++step) {
    const float center = from + spacing * static_cast<float>(step);
    Step(view, step, {center - cell / 2, middle - cell / 2, cell, cell});
    Length(view, step, {center, middle + cell / 2 + 14});
  }
  const float y = top + kCaption + side + kGap + (buttons - control) / 2;
  const float knob = SliderX({}, 0, 0, 1);  // the track ends so far inside
  Position(view, {from - knob, y, to - from + 2 * knob, control});
  WideEnd(view, End::kB, b, side);
  return top + kCaption + side + kGap + buttons - rect.y;
}

void NarrowEnd(View& view, End end, const Rect& rect, float side) {
  EndCaption(view, end, rect);
  Step(view, StepOf(end), {rect.x, rect.y + kCaption, side, side});
  EndButtons(view, end, {rect.x, rect.y + kCaption + side + 8, rect.width, 0});
}

// The digits between A and B in rows. Returns the height.
float Rows(View& view, const Rect& rect) {
  const int columns = rect.width < kSmall ? 5 : kMorphSteps - 2;
  const float cell =
      (rect.width - 8 * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  for (int step = 1; step < kMorphSteps - 1; ++step) {
    const auto column = static_cast<float>((step - 1) % columns);
    const auto row = static_cast<float>((step - 1) / columns);
    Step(view, step, {rect.x + column * (cell + 8), rect.y + row * (cell + 8), cell, cell});
  }
  return static_cast<float>((kMorphSteps - 2) / columns) * (cell + 8) - 8;
}

// Where the screen is smallest the way comes before its ends.
float NarrowView(View& view, const Rect& rect) {
  const float control = view.ui.control_height;
  const bool small = rect.width < kSmall;
  float y = rect.y;
  Controls(view, {rect.x, y, rect.width, control}, /*with_path=*/!small);
  SaveSheet(view, {rect.x, y, rect.width, control}, "latentpad-morph.png",
            view.results.morph.digits, kMorphSteps);
  y += control + kGap;
  y += Rows(view, {rect.x, y, rect.width, 0}) + 4;
  Position(view, {rect.x, y, rect.width, control});
  y += control + 8;
  const float half = (rect.width - 16) / 2;
  const float side = std::min(half, 104.0f);
  NarrowEnd(view, End::kA, {rect.x, y, half, 0}, side);
  NarrowEnd(view, End::kB, {rect.x + half + 16, y, half, 0}, side);
  y += kCaption + side + 8 + 2 * control + 8;
  if (small) {
    y += kGap;
    PathSwitch(view, {rect.x, y, SegmentedWidth(view.ui, kPathChoices), control});
    y += control;
  }
  return y - rect.y;
}

// While it plays another frame is wanted: the next one, or the one in which z steps.
void KeepPlaying(View& view) {
  AppState& state = view.state;
  AdvanceMorph(state, view.results, view.seconds);
  if (!state.morph.playing) return;
  if (state.reduced_motion) {
    state.wake_at = std::min(state.wake_at, state.morph.seconds + kMorphStepSeconds);
  } else {
    state.moving = true;
  }
}

}  // namespace

float MorphView(View& view, const Rect& rect) {
  if (!view.state.model) return rect.height;
  const float height = [&] {
    if (view.results.morph.z.rows() != view.state.z.size()) return rect.height;
    return rect.width >= kWide ? WideView(view, rect) : NarrowView(view, rect);
  }();
  KeepPlaying(view);
  return height;
}

void UpdateMorphPictures(const Theme& theme, bool all, const MorphResults& results,
                         MorphPictures& pictures) {
  if (results.version == 0 || (!all && pictures.version == results.version)) return;
  UpdateSheet(theme, results.digits, pictures.digits, Filter::kLinear);
  pictures.version = results.version;
}

}  // namespace app

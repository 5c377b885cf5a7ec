#include "app/views/morph/view.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "app/frame.h"
#include "app/model/save.h"
#include "app/ui/pictures.h"
#include "app/views/morph/state.h"
#include "app/views/morph/way.h"

namespace app {
namespace {

constexpr float kWide = 860;  // everything in one row
constexpr float kSmall = 480;
constexpr float kCaption = 20;

constexpr Choice kRepeatChoices[] = {{"morph_once", "once"}, {"morph_loop", "loop"}};
constexpr Choice kPathChoices[] = {{"morph_linear", "straight"},
                                   {"morph_spherical", "along the arc"}};

float TimeOf(int step) { return static_cast<float>(step) / (kMorphSteps - 1); }

void PlayButton(Frame& frame, const Rect& rect) {
  const bool playing = frame.state.views.Of<MorphState>().playing;
  if (!Button(frame.ui, "morph_play", playing ? "Pause" : "Play", rect, true,
              ButtonStyle::kPrimary)) {
    return;
  }
  if (playing) {
    StopMorph(frame.state);
  } else {
    PlayMorph(frame.state, frame.results, frame.seconds);
  }
}

void RepeatSwitch(Frame& frame, const Rect& rect) {
  bool& loop = frame.state.views.Of<MorphState>().loop;
  loop = Segmented(frame.ui, kRepeatChoices, loop ? 1 : 0, rect) == 1;
  Explain(frame.ui, rect, "Once from A to B, or there and back again and again.");
}

void PathSwitch(Frame& frame, const Rect& rect) {
  const vae::Path path = frame.state.views.Of<MorphState>().path;
  const int current = path == vae::Path::kSpherical ? 1 : 0;
  const int chosen = Segmented(frame.ui, kPathChoices, current, rect);
  Explain(frame.ui, rect,
          "Straight: z = (1 − t)A + tB. Along the arc: sin((1 − t)ω)/sin ω and "
          "sin(tω)/sin ω instead, ω the angle between A and B, so that |z| does not shrink on the "
          "way.");
  ChooseMorphPath(frame.state, frame.results,
                  chosen == 1 ? vae::Path::kSpherical : vae::Path::kLinear);
}

// One digit of the way; pressing it takes its z.
void Step(Frame& frame, int step, const Rect& rect) {
  const Ui& ui = frame.ui;
  const std::string name = "morph_" + std::to_string(step);
  ui.rects[name] = rect;
  ImGui::SetCursorScreenPos(rect.min());
  if (ImGui::InvisibleButton(name.c_str(), {rect.width, rect.height})) {
    StopMorph(frame.state);
    TakeMorph(frame.state, frame.results, TimeOf(step));
  }
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const SheetPlace place = PlaceInSheet(step, kMorphSteps);
  Picture(rect, frame.pictures.views.Of<MorphPictures>().digits.id, place.uv0, place.uv1);
  const float away =
      std::abs(frame.state.views.Of<MorphState>().t * (kMorphSteps - 1) - static_cast<float>(step));
  const bool current = OnMorph(frame.state) && away <= 0.5f;
  if (hovered || current || (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible)) {
    const Rect ring = rect.Inset(-2);
    ImGui::GetWindowDrawList()->AddRect(ring.min(), ring.max(),
                                        Faded(ui.theme.accent, current ? 1.0f : 0.6f),
                                        kDigitCorner + 2, 0, 2);
  }
}

// "|z| 2.9"
void Length(const Frame& frame, int step, ImVec2 at) {
  char text[24];
  std::snprintf(text, sizeof text, "%.1f",
                static_cast<double>(frame.results.views.Of<MorphResults>().z.col(step).norm()));
  Text(frame.ui.fonts.caption, frame.ui.theme.muted, at, text, Align::kCenter);
  Explain(frame.ui, {at.x - 16, at.y - 8, 32, 16},
          "|z|, the length of the code: how far it is from 0, around which all codes lie.");
}

void Position(Frame& frame, const Rect& rect) {
  float t = frame.state.views.Of<MorphState>().t;
  if (!Slider(frame.ui, "morph_position", rect, t, 0, 1)) return;
  StopMorph(frame.state);
  FollowMorph(frame.state, frame.results, t);
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

void EndCaption(Frame& frame, End end, const Rect& rect) {
  const float y = rect.y + 7;
  const float title =
      Text(frame.ui.fonts.strong, frame.ui.theme.text, {rect.x, y}, WordsOf(end).title);
  Text(frame.ui.fonts.caption, frame.ui.theme.muted, {rect.x + title + 8, y},
       MorphOrigin(frame.state, end));
}

void EndButtons(Frame& frame, End end, const Rect& rect) {
  const EndWords words = WordsOf(end);
  const float control = frame.ui.control_height;
  if (Button(frame.ui, words.take_name, "Use current", {rect.x, rect.y, rect.width, control})) {
    TakeMorphEnd(frame.state, end);
  }
  Tooltip(frame.ui,
          "The current code becomes this end: of what you drew, sampled, or took from the map.");
  if (Button(frame.ui, words.reset_name, words.reset_label,
             {rect.x, rect.y + control + 8, rect.width, control})) {
    ResetMorphEnd(frame.state, frame.results, end);
  }
  Tooltip(frame.ui, words.reset_tip);
}

int StepOf(End end) { return end == End::kA ? 0 : kMorphSteps - 1; }

// ---- The two arrangements.

// Returns the right end.
float Controls(Frame& frame, const Rect& rect, bool with_path) {
  const Ui& ui = frame.ui;
  const float play = std::max(ButtonWidth(ui, "Play"), ButtonWidth(ui, "Pause"));
  PlayButton(frame, {rect.x, rect.y, play, rect.height});
  float x = rect.x + play + kGap;
  const float repeat = SegmentedWidth(ui, kRepeatChoices);
  RepeatSwitch(frame, {x, rect.y, repeat, rect.height});
  x += repeat + kGap;
  if (!with_path) return x;
  const float path = SegmentedWidth(ui, kPathChoices);
  PathSwitch(frame, {x, rect.y, path, rect.height});
  return x + path + kGap;
}

void WideEnd(Frame& frame, End end, const Rect& rect, float side) {
  EndCaption(frame, end, rect);
  Step(frame, StepOf(end), {rect.x, rect.y + kCaption, side, side});
  EndButtons(frame, end, {rect.x, rect.y + kCaption + side + kGap, rect.width, 0});
}

float WideView(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const float control = ui.control_height;
  const float x = Controls(frame, {rect.x, rect.y, rect.width, control}, /*with_path=*/true);
  SaveSheet(frame, {rect.x, rect.y, rect.width, control}, "latentpad-morph.png",
            frame.results.views.Of<MorphResults>().digits, kMorphSteps);
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
  WideEnd(frame, End::kA, a, side);
  // Digit i stands above i / (kMorphSteps - 1) of the track.
  const float from = a.right() + 24;
  const float to = b.x - 24;
  const float spacing = (to - from) / (kMorphSteps - 1);
  const float cell = std::min(spacing - 8, side);
  const float middle = top + kCaption + side / 2;
  for (int step = 1; step < kMorphSteps - 1; ++step) {
    const float center = from + spacing * static_cast<float>(step);
    Step(frame, step, {center - cell / 2, middle - cell / 2, cell, cell});
    Length(frame, step, {center, middle + cell / 2 + 14});
  }
  const float y = top + kCaption + side + kGap + (buttons - control) / 2;
  const float knob = SliderX({}, 0, 0, 1);  // the track ends so far inside
  Position(frame, {from - knob, y, to - from + 2 * knob, control});
  WideEnd(frame, End::kB, b, side);
  return top + kCaption + side + kGap + buttons - rect.y;
}

void NarrowEnd(Frame& frame, End end, const Rect& rect, float side) {
  EndCaption(frame, end, rect);
  Step(frame, StepOf(end), {rect.x, rect.y + kCaption, side, side});
  EndButtons(frame, end, {rect.x, rect.y + kCaption + side + 8, rect.width, 0});
}

// The digits between A and B in rows. Returns the height.
float Rows(Frame& frame, const Rect& rect) {
  const int columns = rect.width < kSmall ? 5 : kMorphSteps - 2;
  const float cell =
      (rect.width - 8 * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  for (int step = 1; step < kMorphSteps - 1; ++step) {
    const auto column = static_cast<float>((step - 1) % columns);
    const auto row = static_cast<float>((step - 1) / columns);
    Step(frame, step, {rect.x + column * (cell + 8), rect.y + row * (cell + 8), cell, cell});
  }
  return static_cast<float>((kMorphSteps - 2) / columns) * (cell + 8) - 8;
}

// Where the screen is smallest the way comes before its ends.
float NarrowView(Frame& frame, const Rect& rect) {
  const float control = frame.ui.control_height;
  const bool small = rect.width < kSmall;
  float y = rect.y;
  Controls(frame, {rect.x, y, rect.width, control}, /*with_path=*/!small);
  SaveSheet(frame, {rect.x, y, rect.width, control}, "latentpad-morph.png",
            frame.results.views.Of<MorphResults>().digits, kMorphSteps);
  y += control + kGap;
  y += Rows(frame, {rect.x, y, rect.width, 0}) + 4;
  Position(frame, {rect.x, y, rect.width, control});
  y += control + 8;
  const float half = (rect.width - 16) / 2;
  const float side = std::min(half, 104.0f);
  NarrowEnd(frame, End::kA, {rect.x, y, half, 0}, side);
  NarrowEnd(frame, End::kB, {rect.x + half + 16, y, half, 0}, side);
  y += kCaption + side + 8 + 2 * control + 8;
  if (small) {
    y += kGap;
    PathSwitch(frame, {rect.x, y, SegmentedWidth(frame.ui, kPathChoices), control});
    y += control;
  }
  return y - rect.y;
}

// While it plays another frame is wanted: the next one, or the one in which z steps.
void KeepPlaying(Frame& frame) {
  AppState& state = frame.state;
  AdvanceMorph(state, frame.results, frame.seconds);
  if (!state.views.Of<MorphState>().playing) return;
  if (state.reduced_motion) {
    state.wake_at =
        std::min(state.wake_at, state.views.Of<MorphState>().seconds + kMorphStepSeconds);
  } else {
    state.moving = true;
  }
  state.z_moves = true;
}

}  // namespace

float MorphView(Frame& frame, const Rect& rect) {
  if (!frame.state.model) return rect.height;
  const float height = [&] {
    if (frame.results.views.Of<MorphResults>().z.rows() != frame.state.z.size()) return rect.height;
    return rect.width >= kWide ? WideView(frame, rect) : NarrowView(frame, rect);
  }();
  KeepPlaying(frame);
  return height;
}

void UpdateMorphPictures(const Theme& theme, bool all, const AppState& /*state*/,
                         const Results& all_results, Pictures& all_pictures) {
  const MorphResults& results = all_results.views.Of<MorphResults>();
  MorphPictures& pictures = all_pictures.views.Of<MorphPictures>();
  if (results.version == 0 || (!all && pictures.version == results.version)) return;
  UpdateSheet(theme, results.digits, pictures.digits, Filter::kLinear);
  pictures.version = results.version;
}

}  // namespace app

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

constexpr float kWithPath = 540;  // all controls on one row
constexpr float kSmall = 480;
constexpr float kCaption = 20;
constexpr float kLength = 20;  // below a digit: the length of its code
constexpr float kMostEnd = 360;

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
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const SheetPlace place = PlaceInSheet(step, kMorphSteps);
  Picture(rect, frame.pictures.views.Of<MorphPictures>().digits.id, place.uv0, place.uv1);
  const float away =
      std::abs(frame.state.views.Of<MorphState>().t * (kMorphSteps - 1) - static_cast<float>(step));
  const bool current = OnMorph(frame.state) && away <= 0.5f;
  PictureRing(ui, rect, current);
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

// ---- What stands where.

void Controls(Frame& frame, const Rect& rect, bool with_path) {
  const Ui& ui = frame.ui;
  const float play = std::max(ButtonWidth(ui, "Play"), ButtonWidth(ui, "Pause"));
  PlayButton(frame, {rect.x, rect.y, play, rect.height});
  float x = rect.x + play + kGap;
  const float repeat = SegmentedWidth(ui, kRepeatChoices);
  RepeatSwitch(frame, {x, rect.y, repeat, rect.height});
  x += repeat + kGap;
  if (with_path) PathSwitch(frame, {x, rect.y, SegmentedWidth(ui, kPathChoices), rect.height});
  SaveSheet(frame, rect, "latentpad-morph.png", frame.results.views.Of<MorphResults>().digits,
            kMorphSteps);
}

// Of an end without its picture.
float EndChrome(const Ui& ui) { return kCaption + 8 + 2 * ui.control_height + 8; }

void DrawEnd(Frame& frame, End end, const Rect& rect, float side) {
  EndCaption(frame, end, rect);
  Step(frame, StepOf(end), {rect.x, rect.y + kCaption, side, side});
  EndButtons(frame, end, {rect.x, rect.y + kCaption + side + 8, std::max(side, rect.width), 0});
}

// A on the left, B on the right, pictures of at most `side`. Returns the height.
float Ends(Frame& frame, const Rect& rect, float side) {
  const float half = (rect.width - 16) / 2;
  side = std::min(half, side);
  const float width = std::min(half, std::max(side, 132.0f));
  DrawEnd(frame, End::kA, {rect.x, rect.y, width, 0}, side);
  DrawEnd(frame, End::kB, {rect.right() - width, rect.y, width, 0}, side);
  return side + EndChrome(frame.ui);
}

int WayColumns(float width) { return width < kSmall ? 5 : kMorphSteps - 2; }

float WayCell(float width) {
  const auto columns = static_cast<float>(WayColumns(width));
  return (width - 8 * (columns - 1)) / columns;
}

float WayHeight(float width) {
  const auto rows = static_cast<float>((kMorphSteps - 2) / WayColumns(width));
  return rows * (WayCell(width) + kLength);
}

// The digits between A and B in rows.
void Way(Frame& frame, const Rect& rect) {
  const int columns = WayColumns(rect.width);
  const float cell = WayCell(rect.width);
  for (int step = 1; step < kMorphSteps - 1; ++step) {
    const auto column = static_cast<float>((step - 1) % columns);
    const auto row = static_cast<float>((step - 1) / columns);
    const Rect place{rect.x + column * (cell + 8), rect.y + row * (cell + kLength), cell, cell};
    Step(frame, step, place);
    Length(frame, step, {place.center().x, place.bottom() + kLength / 2});
  }
}

// The ends as large as there is room for, and the way from one to the other below. Where the screen
// is smallest the way comes first.
float DrawMorph(Frame& frame, const Rect& rect) {
  const float control = frame.ui.control_height;
  const bool small = rect.width < kSmall && control >= 44;
  const bool with_path = rect.width >= kWithPath;
  float y = rect.y;
  Controls(frame, {rect.x, y, rect.width, control}, with_path);
  y += control + kGap;
  if (!with_path) {
    PathSwitch(frame, {rect.x, y, SegmentedWidth(frame.ui, kPathChoices), control});
    y += control + kGap;
  }
  const float way = WayHeight(rect.width) + control;
  const auto draw_way = [&] {
    Way(frame, {rect.x, y, rect.width, 0});
    Position(frame, {rect.x, y + way - control, rect.width, control});
    y += way;
  };
  if (small) {
    draw_way();
    y += 8;
    return y + Ends(frame, {rect.x, y, rect.width, 0}, 104) - rect.y;
  }
  const float side = rect.bottom() - y - EndChrome(frame.ui) - kGap - way;
  y += Ends(frame, {rect.x, y, rect.width, 0}, std::clamp(side, 72.0f, kMostEnd)) + kGap;
  draw_way();
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
    return DrawMorph(frame, rect);
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

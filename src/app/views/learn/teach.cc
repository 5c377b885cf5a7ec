#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "app/frame.h"
#include "app/model/learning.h"
#include "app/ui/pictures.h"
#include "app/views/learn/plot.h"
#include "app/views/learn/state.h"
#include "app/views/learn/view.h"

namespace app {
namespace {

constexpr float kTile = 72;
constexpr float kTileGap = 8;
constexpr float kArrow = 36;

constexpr Choice kRehearsalChoices[] = {{"teach_without", "without"},
                                        {"teach_with", "with rehearsal"}};

std::string Count(size_t drawings) {
  if (drawings == 0) return "draw something that is no digit: a heart, a star, your initials";
  return std::to_string(drawings) + (drawings == 1 ? " drawing" : " drawings") +
         ", varied by small turns, shifts and strokes";
}

// The drawings, and where the next one goes. Returns the height.
float LessonRow(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  AppState& state = frame.state;
  const std::string count = Count(state.learning.lesson.size());
  PictureTitle(frame, rect, "Your lesson", count);
  float top = rect.y + kPictureTitle;
  if (TextWidth(ui.fonts.caption, count) + TextWidth(ui.fonts.strong, "Your lesson") + kGap >
      rect.width) {
    top += 6 + Paragraph(ui.fonts.caption, ui.theme.muted, {rect.x, top - 4}, rect.width, count);
  }
  const auto drawings = static_cast<int>(state.learning.lesson.size());
  const LearnResults& made = frame.results.views.Of<LearnResults>();
  const Texture& sheet = frame.pictures.views.Of<LearnPictures>().lesson;
  const int columns = std::max(2, static_cast<int>((rect.width + kTileGap) / (kTile + kTileGap)));
  const auto place = [&](int index) {
    return Rect{rect.x + static_cast<float>(index % columns) * (kTile + kTileGap),
                top + static_cast<float>(index / columns) * (kTile + kTileGap), kTile, kTile};
  };
  if (sheet.id != nullptr && made.lesson.cols() == drawings) {
    for (int i = 0; i < drawings; ++i) {
      const SheetPlace uv = PlaceInSheet(i, drawings);
      ui.rects["lesson_" + std::to_string(i)] = place(i);
      Picture(place(i), sheet.id, uv.uv0, uv.uv1);
    }
  }
  int last = drawings - 1;
  if (drawings < static_cast<int>(kMostLesson)) {
    last = drawings;
    const Rect add = place(drawings);
    const bool can = CanAddToLesson(state);
    if (Button(ui, "lesson_add", "", add, can)) AddToLesson(state);
    Tooltip(ui,
            "What is on the pad becomes part of the lesson. Draw it a few times, each a little "
            "different: it will be learned better.");
    const ImU32 color = can ? ui.theme.text : Faded(ui.theme.muted, 0.7f);
    Text(ui.fonts.strong, color, {add.center().x, add.center().y - 9}, "+", Align::kCenter);
    Text(ui.fonts.caption, color, {add.center().x, add.center().y + 10}, "add it", Align::kCenter);
  }
  return top - rect.y + static_cast<float>(last / columns + 1) * (kTile + kTileGap) - kTileGap;
}

// Returns the height.
float Controls(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  AppState& state = frame.state;
  Learning& learning = state.learning;
  const float control = ui.control_height;
  const bool running = learning.begun && learning.teaching && learning.running;
  const float teach = std::max(ButtonWidth(ui, "Teach"), ButtonWidth(ui, "Stop"));
  float x = rect.x;
  if (Button(ui, "teach", running ? "Stop" : "Teach", {x, rect.y, teach, control},
             running || !learning.lesson.empty(), ButtonStyle::kPrimary)) {
    if (running) {
      PauseCourse(state);
    } else {
      StartLesson(state, kLessonSteps);
    }
  }
  Tooltip(ui, "The current model learns your lesson, in a few seconds, and becomes “mine”.");
  x += teach + 8;
  const float rehearsal = SegmentedWidth(ui, kRehearsalChoices);
  const Rect place{x, rect.y, rehearsal, control};
  const int chosen = Segmented(ui, kRehearsalChoices, learning.rehearsal ? 1 : 0, place);
  if (!running) learning.rehearsal = chosen == 1;
  Explain(
      ui, place,
      "With rehearsal most of each batch is digits that the network dreams up itself, so that it "
      "does not forget them. Without, see it forget.");
  x += rehearsal + 8;
  const float clear = ButtonWidth(ui, "Clear lesson");
  const bool beside = x + clear <= rect.right();
  const Rect clear_place{beside ? rect.right() - clear : rect.x,
                         beside ? rect.y : rect.y + control + 8, clear, control};
  if (Button(ui, "lesson_clear", "Clear lesson", clear_place, !learning.lesson.empty())) {
    ClearLesson(state);
  }
  if (beside && learning.begun && learning.teaching) {
    char text[48];
    std::snprintf(text, sizeof text, "%d of %d steps", static_cast<int>(learning.step),
                  static_cast<int>(learning.steps));
    const char* const words = learning.told ? text : "starting …";
    if (x + TextWidth(ui.fonts.caption, words) < clear_place.x - 8) {
      Text(ui.fonts.caption, ui.theme.muted, {x, rect.y + control / 2}, words);
    }
  }
  return clear_place.bottom() - rect.y;
}

// A drawing that costs no more than this share of what digits cost is one that the network knows.
constexpr double kKnown = 1.25;
constexpr double kHardlyKnown = 1.6;

// What the network says of a drawing that costs `nats`, where digits cost `known` and the drawing
// cost `before` untaught.
std::string Words(double nats, double known, double before) {
  const char* words = "not a digit I know";
  if (nats <= kHardlyKnown * known) words = "hardly known";
  if (nats <= kKnown * known) words = before > kKnown * known ? "I know this now" : "I know this";
  char text[64];
  std::snprintf(text, sizeof text, "%.0f nats: %s", nats, words);
  return text;
}

// The drawing on the pad by the network as it was, and as it is. Returns the height.
float BeforeAndNow(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const Learning& learning = frame.state.learning;
  const LearnResults& made = frame.results.views.Of<LearnResults>();
  const Texture& untaught = frame.pictures.views.Of<LearnPictures>().untaught;
  const bool compared = made.untaught.size() > 0;
  PictureTitle(frame, rect, "Your drawing", "before → now");
  const float side =
      std::min((rect.width - kArrow) / 2, std::max(rect.height - kPictureTitle - 22, 60.0f));
  const Rect before{rect.x, rect.y + kPictureTitle, side, side};
  const Rect now{before.right() + kArrow, before.y, side, side};
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  if (compared && untaught.id != nullptr) {
    Picture(before, untaught.id);
  } else {
    canvas.AddRectFilled(before.min(), before.max(), ui.theme.soft, kDigitCorner);
  }
  Picture(now, frame.pictures.reconstruction.id);
  ui.rects["teach_before"] = before;
  ui.rects["teach_now"] = now;
  FlowArrow(ui, {before.right() + kArrow / 2, before.center().y}, 1);
  const float y = before.bottom() + 12;
  const double known = learning.progress ? learning.progress->known_before : 100;
  const double untaught_nats = compared ? made.untaught_nats : frame.results.mean_neg_elbo;
  const auto caption = [&](const Rect& picture, double nats) {
    std::string words = Words(nats, known, untaught_nats);
    if (TextWidth(ui.fonts.caption, words) > picture.width + kArrow / 2) {
      words = words.substr(0, words.find(':'));
    }
    Text(ui.fonts.caption, ui.theme.text, {picture.x, y}, words);
  };
  if (compared) caption(before, untaught_nats);
  caption(now, frame.results.mean_neg_elbo);
  return kPictureTitle + side + 22;
}

// Returns the height.
float Forgetting(Frame& frame, const Rect& rect) {
  const Ui& ui = frame.ui;
  const Learning& learning = frame.state.learning;
  PictureTitle(frame, rect, "Has it forgotten?", "nats, medians");
  const auto known = [](const LessonPoint& point) { return point.known; };
  const auto now = [](const LessonPoint& point) { return point.now; };
  const auto curve = [](const std::vector<LessonPoint>& went, auto value, ImU32 color,
                        bool dashed) {
    Curve made{{}, color, dashed};
    for (const LessonPoint& point : went) {
      made.points.push_back({static_cast<float>(point.step), value(point)});
    }
    return made;
  };
  const auto& [without, with] = learning.lesson_went;
  const Curve curves[] = {curve(without, known, ui.theme.muted, true),
                          curve(with, known, ui.theme.accent, false),
                          curve(learning.rehearsal ? with : without, now, ui.theme.second, false)};
  const Rect plot{rect.x, rect.y + kPictureTitle, rect.width, rect.height - kPictureTitle - 22};
  ui.rects["teach_plot"] = plot;
  DrawPlot(ui, plot, curves, /*from_zero=*/false);
  Explain(ui, plot,
          "What your drawings cost, and what digits cost that are not rehearsed. Without rehearsal "
          "the network forgets them: catastrophic forgetting.");
  ImDrawList& canvas = *ImGui::GetWindowDrawList();
  const float y = rect.bottom() - 8;
  float x = rect.x;
  const auto legend = [&](ImU32 color, const char* words, bool dashed) {
    canvas.AddRectFilled({x, y - 1}, {x + (dashed ? 4.0f : 10.0f), y + 1}, color);
    if (dashed) canvas.AddRectFilled({x + 6, y - 1}, {x + 10, y + 1}, color);
    x += 14 + Text(ui.fonts.caption, ui.theme.muted, {x + 14, y}, words) + 12;
  };
  legend(ui.theme.second, "your drawings", false);
  legend(ui.theme.accent, "digits", false);
  legend(ui.theme.muted, rect.width < 300 ? "without" : "without rehearsal", true);
  return rect.height;
}

}  // namespace

float DrawTeaching(Frame& frame, const Rect& rect) {
  const bool wide = rect.width >= kSideBySide;
  float y = rect.y;
  y += LessonRow(frame, {rect.x, y, rect.width, 0}) + kGap;
  y += Controls(frame, {rect.x, y, rect.width, 0}) + kGap;
  const std::string& error = frame.state.learning.error;
  if (!error.empty()) {
    y += 8 +
         Paragraph(frame.ui.fonts.caption, frame.ui.theme.second, {rect.x, y}, rect.width, error);
  }
  if (wide) {
    const float height = std::clamp(0.45f * (rect.bottom() - y), 170.0f, 240.0f);
    const float half = (rect.width - 2 * kGap) / 2;
    BeforeAndNow(frame, {rect.x, y, half, height});
    Forgetting(frame, {rect.right() - half, y, half, height});
    y += height + kGap;
  } else {
    // Where fingers point the page scrolls.
    const float rest = frame.ui.control_height >= 44 ? 560.0f : std::max(rect.bottom() - y, 320.0f);
    const float before = std::min(0.34f * rest, 210.0f);
    y += BeforeAndNow(frame, {rect.x, y, rect.width, before}) + 6;
    y += Forgetting(frame, {rect.x, y, rect.width, std::min(0.34f * rest, 190.0f)}) + kGap;
  }
  const float room = std::max(rect.bottom() - y, 80.0f);
  return y +
         DrawSamples(frame, {rect.x, y, rect.width, room}, "what it draws now, from N(0, I)", 48) -
         rect.y;
}

}  // namespace app

#include "app/pad/drawing.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <utility>

#include "app/model/errors.h"
#include "app/pad/history.h"
#include "data/picture.h"

namespace app {
namespace {

void Changed(AppState& state) {
  state.drawing_changed = true;
  state.z_source = ZSource::kMean;
}

void Replace(AppState& state, Drawing drawing) {
  state.drawing = std::move(drawing);
  state.ink = Rasterize(state.drawing);
  PictureChanged(state);
  Changed(state);
}

// A step of `kind` that starts here.
HistoryStep StepFrom(AppState& state, HistoryStep::Kind kind) {
  LeaveErrorBehind(state);
  NoteZ(state, /*held=*/false);
  HistoryStep step;
  step.kind = kind;
  step.z = ZForStep(state);
  step.example_shown = state.example_shown;
  return step;
}

vae::InkRows Joined(const vae::InkRows& a, const vae::InkRows& b) {
  if (a.begin == a.end) return b;
  if (b.begin == b.end) return a;
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

// The segments that end at points [from, to). Returns the rows that may have changed.
vae::InkRows DrawSegments(const vae::Stroke& stroke, size_t from, size_t to, vae::InkRaster& ink) {
  vae::InkRows rows;
  for (size_t last = from; last < to; ++last) {
    rows = Joined(rows, vae::DrawStrokeSegment(stroke, last, ink));
  }
  return rows;
}

void CopyRows(const vae::InkRows& rows, const vae::InkRaster& from, vae::InkRaster& to) {
  const auto begin = static_cast<size_t>(rows.begin) * static_cast<size_t>(from.side);
  const auto end = static_cast<size_t>(rows.end) * static_cast<size_t>(from.side);
  if (begin == end) return;
  std::memcpy(to.coverage.data() + begin, from.coverage.data() + begin,
              (end - begin) * sizeof(float));
}

// Takes the stroke that is under way to `point`, and its ink with it.
void AddPoint(AppState& state, vae::InkPoint point) {
  vae::Stroke& stroke = state.drawing.strokes.back();
  StrokeUnderWay& under_way = state.stroke;
  const size_t settled = under_way.pen.settled();
  under_way.pen.Move(point, stroke.points);
  const size_t end = under_way.pen.settled();
  const vae::InkRows drawn = DrawSegments(stroke, settled, end, under_way.settled);
  CopyRows(Joined(under_way.end, drawn), under_way.settled, state.ink);
  under_way.end = DrawSegments(stroke, end, stroke.points.size(), state.ink);
  Changed(state);
}

}  // namespace

vae::InkRaster Rasterize(const Drawing& drawing) {
  vae::InkRaster ink = drawing.picture ? *drawing.picture : vae::EmptyInk();
  for (const vae::Stroke& stroke : drawing.strokes) vae::DrawStroke(stroke, ink);
  return ink;
}

void ShowDrawing(AppState& state, Drawing drawing) {
  EndStroke(state);
  HistoryStep step = StepFrom(state, HistoryStep::Kind::kDrawing);
  step.drawing = std::move(state.drawing);
  const vae::InkRaster before = std::move(state.ink);
  state.example_shown = false;
  Replace(state, std::move(drawing));
  step.ink = vae::Difference(state.ink, before);
  Record(state, std::move(step));
}

void ShowDigit(AppState& state, const vae::Vector& digit) {
  ShowDrawing(state, {.picture = std::make_shared<const vae::InkRaster>(vae::DigitToInk(digit)),
                      .strokes = {}});
  if (state.input_mode == InputMode::kRaw) return;
  state.input_mode = InputMode::kRaw;
  state.raw_for = state.drawing.picture;
}

vae::Status ShowPicture(AppState& state, std::span<const uint8_t> rgba, int width, int height) {
  vae::Result<vae::InkRaster> ink = vae::PictureToInk(rgba, width, height);
  if (!ink) return vae::Failure(ink.error());
  ShowDrawing(state,
              {.picture = std::make_shared<const vae::InkRaster>(*std::move(ink)), .strokes = {}});
  return {};
}

void ShowExample(AppState& state, Drawing drawing) {
  state.pen_down = false;
  state.history = {};
  Replace(state, std::move(drawing));
  state.example_shown = true;
}

void BeginStroke(AppState& state, vae::InkPoint point) { BeginStroke(state, point, state.tool); }

void BeginStroke(AppState& state, vae::InkPoint point, Tool tool) {
  EndStroke(state);
  StrokeUnderWay& stroke = state.stroke;
  const bool replaces = state.example_shown && tool == Tool::kBrush;
  stroke.step =
      StepFrom(state, replaces ? HistoryStep::Kind::kDrawing : HistoryStep::Kind::kStroke);
  stroke.before = state.ink;
  if (replaces) {
    stroke.step.drawing = std::move(state.drawing);
    Replace(state, {});
  }
  stroke.settled = state.ink;
  stroke.end = {};
  stroke.pen = {};
  state.example_shown = false;
  state.drawing.strokes.push_back(
      {.points = {}, .width = state.brush_width, .eraser = tool == Tool::kEraser});
  state.pen_down = true;
  AddPoint(state, point);
}

void ExtendStroke(AppState& state, vae::InkPoint point) {
  if (!state.pen_down) return;
  const vae::InkPoint& last = state.stroke.pen.last();
  // Closer than this, and not pressed harder, adds points, not ink.
  const bool moved = std::hypot(point.x - last.x, point.y - last.y) >= 0.002f;
  if (!moved && point.width < last.width + 0.02f) return;
  AddPoint(state, point);
}

void EndStroke(AppState& state) {
  if (!std::exchange(state.pen_down, false)) return;
  StrokeUnderWay stroke = std::exchange(state.stroke, {});
  stroke.step.ink = vae::Difference(state.ink, stroke.before);
  state.drawing.strokes.back().points.shrink_to_fit();
  Record(state, std::move(stroke.step));
}

void TakeBackStroke(AppState& state) {
  if (!std::exchange(state.pen_down, false)) return;
  StrokeUnderWay stroke = std::exchange(state.stroke, {});
  state.drawing.strokes.pop_back();
  if (stroke.step.kind == HistoryStep::Kind::kDrawing)
    state.drawing = std::move(stroke.step.drawing);
  state.ink = std::move(stroke.before);
  state.example_shown = stroke.step.example_shown;
  state.drawing_changed = true;
  ShowZOfStep(state, stroke.step.z);
}

void PictureChanged(AppState& state) {
  if (!state.raw_for || state.drawing.picture == state.raw_for) return;
  state.input_mode = InputMode::kNormalized;
  state.raw_for.reset();
}

void Clear(AppState& state) {
  if (!CanClear(state)) return;
  ShowDrawing(state, {});
}

bool CanClear(const AppState& state) { return !state.drawing.empty(); }

}  // namespace app

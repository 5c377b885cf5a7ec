#include "app/drawing.h"

#include <cmath>
#include <memory>
#include <utility>

#include "data/picture.h"

namespace app {
namespace {

// Undo goes this far back.
constexpr size_t kHistory = 200;

void Changed(AppState& state) {
  state.drawing_changed = true;
  state.z_source = ZSource::kMean;
}

void Remember(AppState& state) {
  state.undo.push_back(state.drawing);
  if (state.undo.size() > kHistory) state.undo.erase(state.undo.begin());
  state.redo.clear();
}

void Replace(AppState& state, Drawing drawing) {
  if (state.raw_for && drawing.picture != state.raw_for) {
    state.input_mode = InputMode::kNormalized;
    state.raw_for.reset();
  }
  state.drawing = std::move(drawing);
  state.ink = Rasterize(state.drawing);
  state.pen_down = false;
  Changed(state);
}

// One step from the end of `from` to the current drawing, which goes to the end of `to`.
void Travel(AppState& state, std::vector<Drawing>& from, std::vector<Drawing>& to) {
  to.push_back(state.drawing);
  Drawing drawing = std::move(from.back());
  from.pop_back();
  Replace(state, std::move(drawing));
  state.example_shown = false;
}

// Adds `point` to the stroke that is under way, and its ink to the raster.
void AddPoint(AppState& state, vae::InkPoint point) {
  vae::Stroke& stroke = state.drawing.strokes.back();
  stroke.points.push_back(point);
  vae::DrawStrokeSegment(stroke, stroke.points.size() - 1, state.ink);
  Changed(state);
}

}  // namespace

vae::InkRaster Rasterize(const Drawing& drawing) {
  vae::InkRaster ink = drawing.picture ? *drawing.picture : vae::EmptyInk();
  for (const vae::Stroke& stroke : drawing.strokes) vae::DrawStroke(stroke, ink);
  return ink;
}

void ShowDrawing(AppState& state, Drawing drawing) {
  Remember(state);
  state.example_shown = false;
  Replace(state, std::move(drawing));
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
  Replace(state, std::move(drawing));
  state.example_shown = true;
}

void BeginStroke(AppState& state, vae::InkPoint point) {
  Remember(state);
  if (state.example_shown && state.tool == Tool::kBrush) Replace(state, {});
  state.example_shown = false;
  state.drawing.strokes.push_back(
      {.points = {}, .width = state.brush_width, .eraser = state.tool == Tool::kEraser});
  state.pen_down = true;
  AddPoint(state, point);
}

void ExtendStroke(AppState& state, vae::InkPoint point) {
  if (!state.pen_down) return;
  const vae::InkPoint last = state.drawing.strokes.back().points.back();
  // Closer than this, and not pressed harder, adds points, not ink.
  const bool moved = std::hypot(point.x - last.x, point.y - last.y) >= 0.002f;
  if (!moved && point.width < last.width + 0.02f) return;
  AddPoint(state, point);
}

void EndStroke(AppState& state) { state.pen_down = false; }

void Clear(AppState& state) {
  if (!CanClear(state)) return;
  ShowDrawing(state, {});
}

void Undo(AppState& state) {
  if (CanUndo(state)) Travel(state, state.undo, state.redo);
}

void Redo(AppState& state) {
  if (CanRedo(state)) Travel(state, state.redo, state.undo);
}

bool CanUndo(const AppState& state) { return !state.undo.empty(); }
bool CanRedo(const AppState& state) { return !state.redo.empty(); }
bool CanClear(const AppState& state) { return !state.drawing.empty(); }

}  // namespace app

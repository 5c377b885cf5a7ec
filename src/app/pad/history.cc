#include "app/pad/history.h"

#include <algorithm>
#include <utility>

#include "app/model/errors.h"
#include "app/model/results.h"
#include "app/pad/drawing.h"

namespace app {
namespace {

// Undo goes this far back.
constexpr size_t kMostSteps = 200;

bool SameZ(const SourcedZ& a, const SourcedZ& b) {
  return a.source == b.source && a.z.size() == b.z.size() && a.z == b.z;
}

bool IsShown(const AppState& state, const HistoryStep& step) {
  return step.kind != HistoryStep::Kind::kView || state.view == step.view;
}

uint64_t CurrentModel(const AppState& state) {
  return state.model == nullptr ? 0 : state.model->id;
}

bool HasShown(const AppState& state, const std::vector<HistoryStep>& steps) {
  return std::any_of(steps.begin(), steps.end(),
                     [&](const HistoryStep& step) { return IsShown(state, step); });
}

size_t BytesOf(const std::vector<vae::Stroke>& strokes) {
  size_t bytes = strokes.capacity() * sizeof(vae::Stroke);
  for (const vae::Stroke& stroke : strokes) {
    bytes += stroke.points.capacity() * sizeof(vae::InkPoint);
  }
  return bytes;
}

size_t BytesOf(const std::vector<HistoryStep>& steps) {
  size_t bytes = steps.capacity() * sizeof(HistoryStep);
  for (const HistoryStep& step : steps) {
    bytes += step.ink.runs.capacity() * sizeof(vae::InkPatch::Run);
    bytes += step.stroke.points.capacity() * sizeof(vae::InkPoint);
    bytes += BytesOf(step.drawing.strokes) + step.bytes;
    if (step.drawing.picture) bytes += step.drawing.picture->coverage.size() * sizeof(float);
  }
  return bytes;
}

// Another model's z mean nothing here.
void ForgetZ(AppState& state) {
  History& history = state.history;
  for (std::vector<HistoryStep>* const steps : {&history.undo, &history.redo}) {
    std::erase_if(*steps,
                  [](const HistoryStep& step) { return step.kind == HistoryStep::Kind::kZ; });
    for (HistoryStep& step : *steps) step.z = {};
  }
}

// Moves the last stroke of `strokes` into the step, or back.
void ExchangeLast(std::vector<vae::Stroke>& strokes, bool back, vae::Stroke& stroke) {
  if (back) {
    stroke = std::move(strokes.back());
    strokes.pop_back();
  } else {
    strokes.push_back(std::exchange(stroke, {}));
  }
}

void ExchangeInk(AppState& state, HistoryStep& step) {
  vae::InkRaster here = state.ink;
  Apply(step.ink, state.ink);
  step.ink = vae::Difference(state.ink, here);
  std::swap(state.example_shown, step.example_shown);
}

void ExchangeZ(AppState& state, HistoryStep& step) {
  const SourcedZ there = std::exchange(step.z, ZForStep(state));
  ShowZOfStep(state, there);
}

// What is on the other side of the step becomes current; what was is there now.
void Exchange(AppState& state, HistoryStep& step, bool back) {
  switch (step.kind) {
    case HistoryStep::Kind::kStroke:
      ExchangeLast(state.drawing.strokes, back, step.stroke);
      ExchangeInk(state, step);
      break;
    case HistoryStep::Kind::kDrawing:
      std::swap(state.drawing, step.drawing);
      ExchangeInk(state, step);
      PictureChanged(state);
      break;
    case HistoryStep::Kind::kZ:
      return ExchangeZ(state, step);
    case HistoryStep::Kind::kView:
      step.bytes = step.exchange(state, back);
      return;
  }
  state.drawing_changed = true;
  ExchangeZ(state, step);
}

// The last step of `from` that is shown.
void Travel(AppState& state, std::vector<HistoryStep>& from, std::vector<HistoryStep>& to,
            bool back) {
  const auto last = std::find_if(from.rbegin(), from.rend(),
                                 [&](const HistoryStep& step) { return IsShown(state, step); });
  if (last == from.rend()) return;
  HistoryStep step = std::move(*last);
  from.erase(std::next(last).base());
  Exchange(state, step, back);
  to.push_back(std::move(step));
  state.history.z = ZForStep(state);
}

void Settle(AppState& state) {
  LeaveErrorBehind(state);
  EndStroke(state);
  if (state.end_view_stroke != nullptr) state.end_view_stroke(state);
  NoteZ(state, /*held=*/false);
}

}  // namespace

void Record(AppState& state, HistoryStep step) {
  History& history = state.history;
  history.redo.clear();
  history.undo.push_back(std::move(step));
  while (history.undo.size() > kMostSteps ||
         (history.undo.size() > 1 && HistoryBytes(history) > kMostHistoryBytes)) {
    history.undo.erase(history.undo.begin());
  }
  history.z = ZForStep(state);
}

SourcedZ ZForStep(const AppState& state) {
  if (state.z_source == ZSource::kMean) return {};
  return {state.z, state.z_source};
}

void ShowZOfStep(AppState& state, const SourcedZ& z) {
  if (z.source != ZSource::kMean && z.z.size() == state.z.size()) {
    TakeZ(state, z.z, z.source);
  } else {
    FollowDrawing(state);
  }
}

void NoteZ(AppState& state, bool held) {
  History& history = state.history;
  SourcedZ now = ZForStep(state);
  if (history.model != CurrentModel(state)) {
    ForgetZ(state);
    history.model = CurrentModel(state);
    history.z = std::move(now);
  } else if (!held && !state.pen_down && !SameZ(history.z, now)) {
    HistoryStep step;
    step.z = std::move(history.z);
    Record(state, std::move(step));
  }
}

void Undo(AppState& state) {
  Settle(state);
  Travel(state, state.history.undo, state.history.redo, /*back=*/true);
}

void Redo(AppState& state) {
  Settle(state);
  Travel(state, state.history.redo, state.history.undo, /*back=*/false);
}

bool CanUndo(const AppState& state) {
  return HasShown(state, state.history.undo) ||
         (state.history.model == CurrentModel(state) && !SameZ(state.history.z, ZForStep(state)));
}

bool CanRedo(const AppState& state) { return HasShown(state, state.history.redo); }

size_t HistoryBytes(const History& history) {
  return BytesOf(history.undo) + BytesOf(history.redo);
}

}  // namespace app

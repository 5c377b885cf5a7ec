#include "app/views/repair/brush.h"

#include <memory>
#include <utility>

#include "app/pad/history.h"
#include "app/views/repair/state.h"

namespace app {
namespace {

bool Down(const AppState& state) { return state.end_view_stroke == EndErasing; }

size_t BytesOf(const vae::Stroke& stroke) {
  return sizeof stroke + stroke.points.capacity() * sizeof(vae::InkPoint);
}

size_t BytesOf(const Damage& damage) {
  size_t bytes = sizeof damage;
  for (const vae::Stroke& stroke : damage.erased) bytes += BytesOf(stroke);
  return bytes;
}

// Takes the last stroke back into `stroke`, or does it again.
size_t ExchangeStroke(AppState& state, bool back, vae::Stroke& stroke) {
  std::vector<vae::Stroke>& erased = DamageOf(state).erased;
  if (back) {
    stroke = std::move(erased.back());
    erased.pop_back();
  } else {
    erased.push_back(std::exchange(stroke, {}));
  }
  return BytesOf(stroke);
}

HistoryStep StepOf(std::function<size_t(AppState&, bool)> exchange, size_t bytes) {
  HistoryStep step;
  step.kind = HistoryStep::Kind::kView;
  step.view = "repair";
  step.exchange = std::move(exchange);
  step.bytes = bytes;
  return step;
}

}  // namespace

void BeginErasing(AppState& state, vae::InkPoint point, float width) {
  EndErasing(state);
  RepairState& repair = state.views.Of<RepairState>();
  repair.damage.erased.push_back({.points = {}, .width = width});
  state.end_view_stroke = EndErasing;
  repair.pen = {};
  repair.pen.Move(point, repair.damage.erased.back().points);
}

void ExtendErasing(AppState& state, vae::InkPoint point) {
  RepairState& repair = state.views.Of<RepairState>();
  if (!Down(state) || point == repair.pen.last()) return;
  repair.pen.Move(point, repair.damage.erased.back().points);
}

void EndErasing(AppState& state) {
  if (!Down(state)) return;
  state.end_view_stroke = nullptr;
  NoteZ(state, /*held=*/false);
  Record(state, StepOf(
                    [stroke = vae::Stroke()](AppState& other, bool back) mutable {
                      return ExchangeStroke(other, back, stroke);
                    },
                    BytesOf(vae::Stroke())));
}

void TakeBackErasing(AppState& state) {
  if (!Down(state)) return;
  state.end_view_stroke = nullptr;
  DamageOf(state).erased.pop_back();
}

HistoryStep DamageStep(const AppState& state) {
  const Damage& damage = state.views.Of<RepairState>().damage;
  return StepOf(
      [other = damage](AppState& current, bool /*back*/) mutable {
        std::swap(DamageOf(current), other);
        return BytesOf(other);
      },
      BytesOf(damage));
}

void SetDamage(AppState& state, Damage damage) {
  EndErasing(state);
  if (damage == DamageOf(state)) return;
  NoteZ(state, /*held=*/false);
  HistoryStep step = DamageStep(state);
  DamageOf(state) = std::move(damage);
  Record(state, std::move(step));
}

}  // namespace app

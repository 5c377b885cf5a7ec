#include "app/repair_brush.h"

#include <utility>

#include "app/history.h"

namespace app {

void BeginErasing(AppState& state, vae::InkPoint point, float width) {
  EndErasing(state);
  RepairState& repair = state.repair;
  repair.damage.erased.push_back({.points = {}, .width = width});
  repair.brush_down = true;
  repair.pen = {};
  repair.pen.Move(point, repair.damage.erased.back().points);
}

void ExtendErasing(AppState& state, vae::InkPoint point) {
  RepairState& repair = state.repair;
  if (!repair.brush_down || point == repair.pen.last()) return;
  repair.pen.Move(point, repair.damage.erased.back().points);
}

void EndErasing(AppState& state) {
  if (!std::exchange(state.repair.brush_down, false)) return;
  NoteZ(state, /*held=*/false);
  HistoryStep step;
  step.kind = HistoryStep::Kind::kErasing;
  Record(state, std::move(step));
}

void TakeBackErasing(AppState& state) {
  if (std::exchange(state.repair.brush_down, false)) state.repair.damage.erased.pop_back();
}

void SetDamage(AppState& state, Damage damage) {
  EndErasing(state);
  if (damage == state.repair.damage) return;
  NoteZ(state, /*held=*/false);
  HistoryStep step;
  step.kind = HistoryStep::Kind::kDamage;
  step.damage = std::exchange(state.repair.damage, std::move(damage));
  Record(state, std::move(step));
}

}  // namespace app

// What can be done to the damage of Repair besides its controls, each as a step of the history.
#pragma once

#include "app/state.h"
#include "app/views/repair/state.h"

namespace app {

inline const Damage& DamageOf(const AppState& state) {
  return state.views.Of<RepairState>().damage;
}
inline Damage& DamageOf(AppState& state) { return state.views.Of<RepairState>().damage; }

// A stroke that blacks out, on the damaged picture as the pad.
void BeginErasing(AppState& state, vae::InkPoint point, float width);
void ExtendErasing(AppState& state, vae::InkPoint point);
void EndErasing(AppState& state);
// As if it had not begun.
void TakeBackErasing(AppState& state);

// A step of the history back to the damage as it is now.
HistoryStep DamageStep(const AppState& state);

void SetDamage(AppState& state, Damage damage);

}  // namespace app

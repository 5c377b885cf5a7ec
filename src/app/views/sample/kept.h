// The samples that the user keeps: each model has its own, which other weights of it keep.
#pragma once

#include <vector>

#include "app/state.h"

namespace app {

inline constexpr int kMaxKept = 20;

// Those of the current model.
const std::vector<vae::Vector>& KeptSamples(const AppState& state);

// Which of them the current z is; -1 if none.
int KeptIndex(const AppState& state);

// Whether the current z is a sample that can be kept.
bool CanKeep(const AppState& state);

void Keep(AppState& state);

// The current z is kept no longer.
void Discard(AppState& state);

// Whichever of the two is possible.
void KeepOrDiscard(AppState& state);

}  // namespace app

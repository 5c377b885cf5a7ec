// The samples that the user keeps: each model has its own, in AppState::kept.
#pragma once

#include <vector>

#include "app/pictures.h"
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

// sample_view.cc. `all`: whether or not something has changed.
void UpdateKeptPictures(const Theme& theme, bool all, const KeptResults& results,
                        KeptPictures& pictures);

}  // namespace app

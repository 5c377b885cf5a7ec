// The samples that the user keeps, of the current model, in AppState::kept.
#pragma once

#include "app/pictures.h"
#include "app/state.h"

namespace app {

inline constexpr int kMaxKept = 20;

// Which of the kept ones the current z is; -1 if none.
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

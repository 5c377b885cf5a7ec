// How long AppState::error stays: until it is dismissed, or until the user has gone on to something
// else and has got it, a drawing or a model.
#pragma once

#include "app/state.h"

namespace app {

inline void LeaveErrorBehind(AppState& state) { state.error.clear(); }

// Of what needs a model before the first one is here.
inline constexpr char kNoModelYet[] = "No model is loaded yet: wait a moment, then try again.";

}  // namespace app

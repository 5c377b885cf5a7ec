// z as text, to copy.
#pragma once

#include <string>

#include "app/state.h"

namespace app {

// {"model": "latent10", "z": [...]}, empty without a model.
std::string CodeToText(const AppState& state);

// Asks for that text to be copied.
void CopyCode(AppState& state);

}  // namespace app

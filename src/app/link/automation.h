// The state of the program as JSON, for scripts, teachers' pages and tests; fields in README.md.
#pragma once

#include <map>
#include <span>
#include <string>

#include "app/state.h"
#include "app/ui/widgets.h"

namespace app {

std::string StateToJson(const AppState& state, const Results& results);
std::string RectsToJson(const std::map<std::string, Rect>& rects);

// {"mu": [...], "logSigma": [...]} of 784 pixels in [0, 1], or {"error": sentence}.
std::string EncodeToJson(const AppState& state, std::span<const float> pixels);

// {"pixels": [...]} of L values of z, or {"error": sentence}.
std::string DecodeToJson(const AppState& state, std::span<const float> z);

}  // namespace app

// A digit larger than where it stands, floating beside the pointer.
#pragma once

#include <span>
#include <string>

#include "app/ui/widgets.h"

namespace app {

// Above and to the right of `at` where there is room, so that a finger does not cover it; on top of
// what has been drawn before. Registered as `name`.
void FloatingDigit(const Ui& ui, const char* name, ImVec2 at, ImTextureID texture,
                   std::span<const std::string> lines);

// "+0.15", "−1.81": signed, with a minus as wide as the plus.
std::string Signed(float value);

}  // namespace app

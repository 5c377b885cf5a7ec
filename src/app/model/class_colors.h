// The colour of each class of digits, as in the evaluator's figures (explore/class_colors.h).
#pragma once

#include "app/ui/theme.h"

namespace app {

// 0 to 9.
ImU32 ClassColor(const Theme& theme, int digit);

}  // namespace app

// A value between two arrows that step it down and up.
#pragma once

#include <string>

#include "app/ui/widgets.h"

namespace app {

// Returns -1, 1 or, unless an arrow was pressed, 0. The arrows are registered as `name` with
// "_previous" and "_next".
int Stepper(const Ui& ui, const std::string& name, std::string_view label, const Rect& rect,
            bool can_go_back = true);
float StepperWidth(const Ui& ui, std::string_view label);

}  // namespace app

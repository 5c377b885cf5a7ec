// Buttons that carry a drawn sign instead of a label: for what there is no room to write out.
#pragma once

#include "app/ui/widgets.h"

namespace app {

enum class Sign { kSave, kShare, kCopy };

// Returns true when pressed. `explanation` appears when the pointer rests on it.
bool SignButton(const Ui& ui, const char* name, Sign sign, const Rect& rect,
                const char* explanation, bool enabled = true);

}  // namespace app

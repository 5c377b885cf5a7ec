// What addresses held of the views before each setting had a key of its own: one field for all.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "app/setting.h"

namespace app {

// The settings in a field "v". Nothing comes back of text that is damaged or says what no control
// could be set to.
std::optional<std::vector<std::pair<const Setting*, float>>> OldSettingsFromText(
    std::string_view text);

}  // namespace app

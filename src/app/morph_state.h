// The view "Morph": the way from one digit to another.
#pragma once

#include "app/texture.h"
#include "core/types.h"

namespace app {

// What the user did.
struct MorphState {};

// What the model makes of it.
struct MorphResults {};

struct MorphPictures {};

}  // namespace app

// The view "Repair": a damaged digit and what models make of it.
#pragma once

#include "app/texture.h"
#include "core/types.h"

namespace app {

// What the user did.
struct RepairState {};

// What the model makes of it.
struct RepairResults {};

struct RepairPictures {};

}  // namespace app

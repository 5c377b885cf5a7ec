// The view "Map": the test digits in latent space.
#pragma once

#include "app/texture.h"
#include "core/types.h"

namespace app {

// What the user did.
struct MapState {};

// What the model makes of it.
struct MapResults {};

struct MapPictures {};

}  // namespace app

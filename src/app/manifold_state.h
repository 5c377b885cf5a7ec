// The view "Manifold": digits decoded from a grid over two latent dimensions.
#pragma once

#include "app/texture.h"
#include "core/types.h"

namespace app {

// What the user did.
struct ManifoldState {};

// What the model makes of it.
struct ManifoldResults {};

struct ManifoldPictures {};

}  // namespace app

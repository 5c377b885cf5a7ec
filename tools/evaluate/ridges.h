// The picture of a latent space of one dimension.
#pragma once

#include "evaluate/embedding.h"
#include "figure/sheet.h"

namespace tools {

// How the means of each class are distributed along z1: ten densities above each other.
figure::Sheet DrawRidges(const Context& context, const TestMap& map);

}  // namespace tools

// How digit-like the drawing is: where its cost stands among the test digits'.
#pragma once

#include <array>
#include <string>

#include "app/state.h"

namespace app {

// Brings Results::percentile up to date, and asks for the model's map once there is nothing more
// urgent to do.
void UpdateLikeness(AppState& state, Results& results);

enum class Likeness { kTypical, kUnusual, kUnknown };

// Of a digit that costs more than `percentile` percent of the test digits: most of these are
// typical, one in 20 is unusual, and one in 200 so odd that the model does not know its like.
Likeness LikenessOf(double percentile);

// The judgement in words: "typical: 41 % of the test digits cost more", and "typical", where a line
// has no room.
std::array<std::string, 2> LikenessWords(double percentile);

}  // namespace app

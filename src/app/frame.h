// What everything that draws is given. Panels and views edit the state; they compute nothing: what
// they show comes from Results.
#pragma once

#include <span>

#include "app/rooms.h"
#include "app/state.h"
#include "app/ui/pointer.h"
#include "app/ui/texture.h"
#include "app/ui/widgets.h"

namespace app {

// Results and ink as textures, in the theme's colours.
struct Pictures {
  Texture ink;             // the pad
  Texture input;           // 28 x 28
  Texture reconstruction;  // 28 x 28
  Texture samples;         // a sheet of kMaxSamples digits
  Rooms views;             // what each view has of its own
};

struct Frame {
  Ui ui;
  AppState& state;
  const Results& results;
  const Pictures& pictures;
  const vae::Vector& z_shown;  // z, or on its way there
  std::span<const PointerEvent> pointer;
  const Pinch& pinch;
  double seconds;  // since the program started
};

}  // namespace app

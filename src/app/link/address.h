// What is shown, as the fragment of the page's address, and back: "#v1" and then, each after an
// "&", what differs from the first view:
//   m=latent5   the model
//   w=map       the view
//   p=...       a picture on the pad       (drawing_code.h)
//   s=...       the strokes on top of it   (drawing_code.h)
//   z=...       z, when it is not the drawing's
//   any other letter   what a view is set to: a value, strokes or a z, by the row that has this key
//                      (setting.h; the rows of src/app/views)
//   v=...       that of several views at once, as addresses once had it; only read (old_settings.h)
// Without p and s the pad shows the first view's example.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/setting.h"
#include "app/state.h"
#include "core/result.h"

namespace app {

// Shorter than what mail and chat programs cut.
inline constexpr size_t kLongestAddress = 7000;

// A z from outside (an address, a script, the clipboard) may have values this far from 0.
inline constexpr float kFurthestZ = 100;

struct Address {
  std::string model = kFirstModel;
  std::string view = AppState().view;
  std::optional<Drawing> drawing;  // none: the example
  std::optional<SourcedZ> z;       // none: the drawing's
  // What differs from the first view.
  std::vector<std::pair<const Setting*, float>> values;
  std::vector<std::pair<const StrokesSetting*, std::vector<vae::Stroke>>> strokes;
  std::vector<std::pair<const CodeSetting*, SourcedZ>> codes;
};

// Whether a model can be asked for: one of the switch, or one that was loaded to be looked at.
bool IsOffered(const AppState& state, std::string_view name);

// Empty for the first view. At most kLongestAddress characters: strokes that take more become
// coarser, and a picture in the end.
std::string AddressOf(const AppState& state);

// Fails with a sentence for the user when the address is damaged or of another version.
vae::Result<Address> ParseAddress(std::string_view text);

// Shows what the address says; a model that is not here yet is asked for, and its z taken when it
// arrives (SettleZ). Fails, and shows nothing of it, when that is not possible here.
vae::Status ShowAddress(AppState& state, Address address);

// `z` becomes the current z of `model`, which is asked for if it is not the current one. Fails when
// there is no such model or it takes another number of values.
vae::Status TakeZOf(AppState& state, std::string_view model, const vae::Vector& z, ZSource source);

// To be called before each frame: takes the z that waits for its model.
void SettleZ(AppState& state);

}  // namespace app

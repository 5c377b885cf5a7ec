// What can be done by name, for the page's HTML controls, scripts and tests. An act is a JSON
// object:
//   {"act": "clear" | "undo" | "redo"}
//   {"act": "sample" | "sample_posterior" | "back_to_digit"}
//   {"act": "set_z", "index": 3, "value": -0.5}
//   {"act": "model", "name": "latent5"}
//   {"act": "view", "name": "map"}
//   {"act": "theme", "night": true}
//   {"act": "paste", "text": "[0.1, -1, ...]"}     z, or an object as "copy" makes it
//   {"act": "copy"}                                z to the clipboard
//   {"act": "share"}                               the address to the clipboard
//   {"act": "save"}                                the reconstruction as a picture
//   {"act": "open"}                                lets the user choose a picture for the pad
#pragma once

#include <string>
#include <string_view>

#include "app/state.h"
#include "core/result.h"

namespace app {

// Does what `json` says; fails with one sentence when that cannot be done. What is pointless, such
// as undo with nothing to undo, does nothing and is no failure.
vae::Status Act(AppState& state, const Results& results, std::string_view json);

// The colours that the user chooses; the platform remembers the choice.
void ChooseTheme(AppState& state, bool night);

// z as text to copy: {"model": "latent10", "z": [...]}, empty without a model.
std::string CodeToText(const AppState& state);

// Asks for that text to be copied.
void CopyCode(AppState& state);

// Takes such a text, or the array alone, which then is of the current model.
vae::Status PasteCode(AppState& state, std::string_view text);

}  // namespace app

// What can be done by name, for the page's HTML controls, scripts and tests. An act is a JSON
// object:
//   {"act": NAME}                                  a command (command.h), such as "undo"
//   {"act": NAME, "index": 3}                      one of several alike, such as "take_sample"
//   {"act": "set", "name": NAME, "value": VALUE}   a setting (setting.h): true or false, the name
//   of
//                                                  an option, or a number
//   {"act": "set_z", "index": 3, "value": -0.5}
//   {"act": "model", "name": "latent5"}
//   {"act": "view", "name": "map"}
//   {"act": "theme", "night": true}
//   {"act": "paste", "text": "[0.1, -1, ...]"}     z, or an object as "copy" makes it
// The README lists the names.
#pragma once

#include <string>
#include <string_view>

#include "app/state.h"
#include "core/result.h"

namespace app {

// Does what `json` says; fails with one sentence when that cannot be done. What is pointless, such
// as undo with nothing to undo, does nothing and is no failure.
vae::Status Act(AppState& state, const Results& results, std::string_view json);

// Takes z as text (model/code_text.h), or the array alone, which then is of the current model.
vae::Status PasteCode(AppState& state, std::string_view text);

}  // namespace app

// Which models there are, which one is current, and what has still to be fetched.
#pragma once

#include <string>
#include <string_view>

#include "app/state.h"

namespace app {

// A model has arrived. It becomes current if it is awaited or if there is none yet. Another model
// of the same name is replaced, with its map.
void AddModel(AppState& state, LoadedModel model);

// The same model goes on with other weights, of the same shape, many times a second if need be: z,
// the history and what views keep of the model stay, and nothing is checked by checksum. Its map,
// if it is here, stays as well, but no longer says how digit-like a drawing is. Fails if there is
// no such model or the shape is another.
vae::Status SetWeights(AppState& state, std::string_view name, vae::VaeParams params);

// The map of model `name` has arrived. Fails if there is no such model or the map is of another.
vae::Status AddMap(AppState& state, std::string_view name, vae::LatentMap map);

// What test digits cost the model at z = mu, in nats, in any order: by it drawings are judged.
void SetCosts(LoadedModel& model, const vae::Vector& neg_elbo);

// Makes the model current if it is here; else asks for it, and it becomes current on arrival. The
// drawing stays; z follows it again.
void ChooseModel(AppState& state, std::string_view name);

// Asks the platform for what `progress` calls `key`, unless that is on its way or has failed.
void AskOnce(AppState& state, Request::Kind kind, std::string_view name, const std::string& key);

// Asks for the map of the current model unless it is here or on its way.
void NeedMap(AppState& state);

// Asks for a model without making it current. Returns it if it is here.
const LoadedModel* NeedModel(AppState& state, std::string_view name);

// In AppState::progress: could not be fetched.
inline constexpr float kFailed = -1;

// What was asked for could not be fetched. `sentence` is shown. It is asked for again once the user
// chooses a model.
void FetchFailed(AppState& state, std::string_view file, std::string_view sentence);

// "latent10" of "weights/latent10.safetensors" and of "weights/latent10.map.safetensors".
std::string_view ModelNameOfFile(std::string_view path);

// What `progress` calls the map of a model: "latent10.map".
std::string MapKey(std::string_view model);

}  // namespace app

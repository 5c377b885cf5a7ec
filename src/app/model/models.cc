#include "app/model/models.h"

#include <algorithm>
#include <string>

#include "app/model/errors.h"
#include "app/model/learning.h"
#include "app/model/test_digits.h"

namespace app {
namespace {

void MakeCurrent(AppState& state, const LoadedModel& model) {
  state.model = &model;
  state.awaited.clear();
  state.z = vae::Vector::Zero(model.params.shape().latent_dim);
  state.z_source = ZSource::kMean;
  LeaveErrorBehind(state);
  state.model_changed = state.drawing_changed = state.z_changed = state.samples_changed = true;
}

}  // namespace

void AskOnce(AppState& state, Request::Kind kind, std::string_view name, const std::string& key) {
  if (!state.progress.try_emplace(key, 0.0f).second) return;  // on its way
  state.requests.push_back({kind, std::string(name), {}});
}

void AddModel(AppState& state, LoadedModel model) {
  state.progress.erase(model.name);
  const std::string name = model.name;
  const bool wanted = state.awaited == name || state.model == nullptr || state.model->name == name;
  LoadedModel& here = state.models[name];
  here = std::move(model);
  here.id = ++state.models_arrived;
  if (wanted) MakeCurrent(state, here);
}

vae::Status SetWeights(AppState& state, std::string_view name, vae::VaeParams params) {
  const auto found = state.models.find(std::string(name));
  if (found == state.models.end()) {
    return vae::Failure("There are weights for " + std::string(name) + " but no such model.");
  }
  LoadedModel& model = found->second;
  if (!(params.shape() == model.params.shape())) {
    return vae::Failure("These weights are of another shape than the model " + model.name +
                        "; load them as a model of their own.");
  }
  model.params = std::move(params);
  model.bytes.reset();
  ++model.weights;
  model.test_neg_elbo = 0;
  model.sorted_neg_elbo.clear();
  if (model.map) model.map->of_other_weights = true;
  if (state.model != &model) return {};
  state.weights_changed = state.samples_changed = true;
  return {};
}

vae::Status AddMap(AppState& state, std::string_view name, vae::LatentMap map) {
  state.progress.erase(MapKey(name));
  const auto found = state.models.find(std::string(name));
  if (found == state.models.end()) {
    return vae::Failure("There is a map of " + std::string(name) + " but no such model.");
  }
  LoadedModel& model = found->second;
  const auto of = map.metadata.find("weights_payload_sha256");
  if (map.mu.rows() != model.params.shape().latent_dim ||
      (of != map.metadata.end() && of->second != model.payload_sha256)) {
    return vae::Failure("The map of " + model.name +
                        " belongs to other weights; make it again with vae-evaluate --map.");
  }
  if (model.weights == 0 && map.neg_elbo.size() > 0) SetCosts(model, map.neg_elbo);
  model.map = DigitMap{.data = std::move(map), .of_other_weights = model.weights > 0};
  if (state.model == &model) state.map_changed = true;
  return {};
}

void SetCosts(LoadedModel& model, const vae::Vector& neg_elbo) {
  model.sorted_neg_elbo.assign(neg_elbo.begin(), neg_elbo.end());
  std::sort(model.sorted_neg_elbo.begin(), model.sorted_neg_elbo.end());
}

void ChooseModel(AppState& state, std::string_view name) {
  if (state.model != nullptr && state.model->name == name) {
    LeaveErrorBehind(state);
    state.awaited.clear();
    return;
  }
  std::erase_if(state.progress, [](const auto& entry) { return entry.second == kFailed; });
  const LoadedModel* model = NeedModel(state, name);
  if (model != nullptr) {
    MakeCurrent(state, *model);
  } else {
    state.awaited = name;
  }
}

void NeedMap(AppState& state) {
  if (state.model == nullptr || state.model->map) return;
  if (state.model->name == kMine) {
    // Nobody has made it yet.
    if (state.test_digits.offered) NeedDigits(state);
    if (!state.learning.running) SurveyMine(state);
    return;
  }
  AskOnce(state, Request::Kind::kMap, state.model->name, MapKey(state.model->name));
}

const LoadedModel* NeedModel(AppState& state, std::string_view name) {
  const auto found = state.models.find(std::string(name));
  if (found != state.models.end()) return &found->second;
  AskOnce(state, Request::Kind::kModel, name, std::string(name));
  return nullptr;
}

void FetchFailed(AppState& state, std::string_view file, std::string_view sentence) {
  state.progress[std::string(file)] = kFailed;
  if (state.awaited == file) state.awaited.clear();
  // Maps are also fetched before anyone asks to see one.
  if (state.map_wanted || !file.ends_with(".map")) state.error = sentence;
}

std::string_view ModelNameOfFile(std::string_view path) {
  path = path.substr(path.find_last_of('/') + 1);
  return path.substr(0, path.find('.'));
}

std::string MapKey(std::string_view model) { return std::string(model) + ".map"; }

}  // namespace app

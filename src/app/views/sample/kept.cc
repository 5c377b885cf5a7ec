#include "app/views/sample/kept.h"

#include <algorithm>

#include "app/model/results.h"
#include "app/views/sample/state.h"
#include "app/views/sample/view.h"

namespace app {

const std::vector<vae::Vector>& KeptSamples(const AppState& state) {
  static const std::vector<vae::Vector> none;
  if (state.model == nullptr) return none;
  const SampleState& sample = state.views.Of<SampleState>();
  const auto found = sample.kept.find(state.model->id);
  return found == sample.kept.end() ? none : found->second;
}

int KeptIndex(const AppState& state) {
  const std::vector<vae::Vector>& kept = KeptSamples(state);
  const auto found = std::find(kept.begin(), kept.end(), state.z);
  return found == kept.end() ? -1 : static_cast<int>(found - kept.begin());
}

bool CanKeep(const AppState& state) {
  return state.model != nullptr && state.z_source == kOfSample && KeptIndex(state) < 0 &&
         KeptSamples(state).size() < static_cast<size_t>(kMaxKept);
}

void Keep(AppState& state) {
  if (CanKeep(state)) state.views.Of<SampleState>().kept[state.model->id].push_back(state.z);
}

void Discard(AppState& state) {
  if (state.model != nullptr)
    std::erase(state.views.Of<SampleState>().kept[state.model->id], state.z);
}

void KeepOrDiscard(AppState& state) {
  if (KeptIndex(state) >= 0) {
    Discard(state);
  } else {
    Keep(state);
  }
}

void UpdateKept(AppState& state, Results& results) {
  if (!state.model) return;
  KeptResults& made = results.views.Of<KeptResults>();
  if (made.weights == results.versions.weights && made.z == KeptSamples(state)) return;
  made.weights = results.versions.weights;
  made.z = KeptSamples(state);
  vae::Matrix z(state.model->params.shape().latent_dim, static_cast<vae::Index>(made.z.size()));
  for (size_t i = 0; i < made.z.size(); ++i) z.col(static_cast<vae::Index>(i)) = made.z[i];
  made.digits = made.z.empty() ? vae::Matrix() : vae::Decode(state.model->network(), z);
  ++made.version;
}

}  // namespace app

#include <algorithm>

#include "app/kept.h"
#include "app/results.h"

namespace app {

int KeptIndex(const AppState& state) {
  const auto found = std::find(state.kept.begin(), state.kept.end(), state.z);
  return found == state.kept.end() ? -1 : static_cast<int>(found - state.kept.begin());
}

bool CanKeep(const AppState& state) {
  return state.z_source == ZSource::kPrior && KeptIndex(state) < 0 &&
         state.kept.size() < static_cast<size_t>(kMaxKept);
}

void Keep(AppState& state) {
  if (CanKeep(state)) state.kept.push_back(state.z);
}

void Discard(AppState& state) { std::erase(state.kept, state.z); }

void UpdateKept(AppState& state, Results& results) {
  if (!state.model) return;
  KeptResults& made = results.kept;
  if (made.model == results.versions.model && made.z == state.kept) return;
  made.model = results.versions.model;
  made.z = state.kept;
  vae::Matrix z(state.model->params.shape().latent_dim, static_cast<vae::Index>(made.z.size()));
  for (size_t i = 0; i < made.z.size(); ++i) z.col(static_cast<vae::Index>(i)) = made.z[i];
  made.digits = made.z.empty() ? vae::Matrix() : vae::Decode(state.model->params, z);
  ++made.version;
}

}  // namespace app

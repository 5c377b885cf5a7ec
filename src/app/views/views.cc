// The table of views. Whoever adds a view adds its folder and two lines here.
#include <algorithm>
#include <iterator>

#include "app/views/view.h"

namespace app {

extern const ViewRow kCodeView;
extern const ViewRow kMapView;
extern const ViewRow kManifoldView;
extern const ViewRow kSampleView;
extern const ViewRow kMorphView;
extern const ViewRow kRepairView;
extern const ViewRow kLayersView;
extern const ViewRow kDigitsView;
extern const ViewRow kLearnView;

namespace {

// clang-format off
constexpr const ViewRow* kViews[] = {
    &kCodeView,
    &kMapView,
    &kManifoldView,
    &kSampleView,
    &kMorphView,
    &kRepairView,
    &kLayersView,
    &kDigitsView,
    &kLearnView,
};
// clang-format on

}  // namespace

std::span<const ViewRow* const> Views() { return kViews; }

const ViewRow* FindView(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kViews), std::end(kViews),
                                         [&](const ViewRow* view) { return name == view->name; });
  return found == std::end(kViews) ? nullptr : *found;
}

bool IsOffered(const ViewRow& view, const AppState& state, bool small_screen) {
  return view.offered == nullptr || view.offered(state, small_screen);
}

const Origin* FindOrigin(ZSource source) {
  for (const Origin& own : kOwnOrigins) {
    if (own.source == source) return &own;
  }
  for (const ViewRow* view : kViews) {
    if (view->origin != nullptr && view->origin->source == source) return view->origin;
  }
  return nullptr;
}

const Origin& OriginOf(ZSource source) {
  const Origin* const found = FindOrigin(source);
  return found == nullptr ? kOwnOrigins[0] : *found;
}

Updated Compute(AppState& state, Results& results) {
  const Updated updated = UpdateResults(state, results);
  state.map_wanted = false;
  const ViewRow* const shown = FindView(state.view);
  if (state.model != nullptr && shown != nullptr && shown->compute != nullptr) {
    shown->compute(state, results);
  }
  for (const ViewRow* view : kViews) {
    if (view != shown && view->let_go != nullptr) view->let_go(state);
  }
  return updated;
}

}  // namespace app

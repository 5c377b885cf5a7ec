#include "app/model/results.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "app/model/learning.h"
#include "app/views/learn/state.h"
#include "app/views/learn/view.h"
#include "explore/class_labels.h"
#include "learn/lesson.h"

namespace app {
namespace {

// Of the watched digits; each step takes one to two milliseconds in a browser.
constexpr vae::Index kLaidOut = 1000;
constexpr int kStepsAFrame = 2;

// Axes can change places and signs from one snapshot to the next: of the eight ways to lay them,
// the one that moves the points least.
vae::Matrix LaidAsBefore(const vae::Matrix& places, const vae::Matrix& before) {
  if (before.cols() != places.cols()) return places;
  // covariance(i, j): of what is axis i now and what was axis j.
  const vae::Matrix covariance = places * before.transpose();
  const float kept = std::abs(covariance(0, 0)) + std::abs(covariance(1, 1));
  const float swapped = std::abs(covariance(0, 1)) + std::abs(covariance(1, 0));
  vae::Matrix laid(2, places.cols());
  for (vae::Index j = 0; j < 2; ++j) {
    const vae::Index i = kept >= swapped ? j : 1 - j;
    laid.row(j) = covariance(i, j) < 0 ? -places.row(i) : vae::Matrix(places.row(i));
  }
  return laid;
}

// The `share` quantile of a row.
float Quantile(const vae::Matrix& points, vae::Index row, float share) {
  std::vector<float> values(static_cast<size_t>(points.cols()));
  for (vae::Index i = 0; i < points.cols(); ++i) values[static_cast<size_t>(i)] = points(row, i);
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<float>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

LearnBox BoxOf(const vae::Matrix& places) {
  const float left = Quantile(places, 0, 0.01f), right = Quantile(places, 0, 0.99f);
  const float bottom = Quantile(places, 1, 0.01f), top = Quantile(places, 1, 0.99f);
  const float half = 0.58f * std::max({right - left, top - bottom, 1e-3f});
  return {(left + right) / 2, (bottom + top) / 2, half};
}

// What stands where, from now on.
void Place(const AppState& state, vae::Matrix places, LearnResults& made) {
  const auto count = static_cast<size_t>(places.cols());
  made.places = std::move(places);
  made.box = BoxOf(made.places);
  const std::vector<uint8_t>& labels = state.test_digits.set->labels;
  made.medians = vae::ClassMedians(made.places, std::span(labels).first(count));
}

// The map that t-SNE has to lay out now, or null.
const DigitMap* ToLayOut(const AppState& state) {
  const auto mine = state.models.find(kMine);
  if (!state.views.Of<LearnState>().tsne || state.learning.running || !state.learning.told ||
      mine == state.models.end() || !mine->second.map || !state.test_digits.set) {
    return nullptr;
  }
  const DigitMap& map = *mine->second.map;
  if (map.of_other_weights) return nullptr;  // the one of the rest is about to come
  return map.data.mu.rows() > 2 && map.data.mu.cols() > 2 ? &map : nullptr;
}

// Some steps of t-SNE with each frame: as many as leave it smooth.
bool UpdateLayout(const AppState& state, LearnResults& made) {
  const DigitMap* const map = ToLayOut(state);
  if (map == nullptr) {
    if (made.layout) made.snapshots = 0;  // places by PCA again
    made.layout.reset();
    return false;
  }
  if (!made.layout || made.laid_out != state.learning.snapshots) {
    made.layout = std::make_shared<LearnLayout>();
    const vae::Index count = std::min(kLaidOut, map->data.mu.cols());
    made.layout->descent.emplace(map->data.mu.leftCols(count), vae::TsneOptions(),
                                 made.layout->pool);
    made.laid_out = state.learning.snapshots;
    made.before.resize(0, 0);
  } else if (made.layout->descent->done() || made.stepped_at == state.seconds) {
    return true;
  }
  made.stepped_at = state.seconds;
  for (int i = 0; i < kStepsAFrame; ++i) made.layout->descent->Step();
  Place(state, made.layout->descent->positions(), made);
  made.box_before = made.box;
  return true;
}

void UpdatePlaces(const AppState& state, LearnResults& made) {
  if (UpdateLayout(state, made) || made.snapshots == state.learning.snapshots) return;
  made.snapshots = state.learning.snapshots;
  vae::Matrix places = state.learning.places;
  const auto count = static_cast<size_t>(places.cols());
  if (count < 2 || !state.test_digits.set || state.test_digits.set->labels.size() < count) {
    made.places.resize(0, 0);
    made.before.resize(0, 0);
    return;
  }
  const LoadedModel& mine = state.models.at(kMine);
  if (mine.params.shape().latent_dim > 2) places = LaidAsBefore(places, made.places);
  made.before = made.places.cols() == places.cols() ? std::move(made.places) : vae::Matrix();
  made.box_before = made.box;
  Place(state, std::move(places), made);
  if (made.before.cols() == 0) made.box_before = made.box;
  made.moved_at = state.seconds;
}

void UpdateUnits(const AppState& state, const Results& results, LearnResults& made) {
  if (made.weights == results.versions.weights) return;
  made.weights = results.versions.weights;
  const vae::Matrix& w = state.model->params.encoder_hidden.w;
  made.units = w.topRows(std::min<vae::Index>(kUnitsShown, w.rows())).transpose();
  ++made.units_version;
}

void UpdateLesson(const AppState& state, LearnResults& made) {
  const bool centred = state.input_mode == InputMode::kNormalized;
  const Learning& learning = state.learning;
  if (made.lesson_changes == learning.lesson_changes && made.lesson_centred == centred) return;
  made.lesson_changes = learning.lesson_changes;
  made.lesson_centred = centred;
  made.lesson.resize(vae::kDigitPixels, static_cast<vae::Index>(learning.lesson.size()));
  for (size_t i = 0; i < learning.lesson.size(); ++i) {
    made.lesson.col(static_cast<vae::Index>(i)) = vae::DigitOf(
        learning.lesson[i], centred ? vae::DigitForm::kCentred : vae::DigitForm::kAsDrawn);
  }
  ++made.lesson_version;
}

void UpdateUntaught(const AppState& state, const Results& results, LearnResults& made) {
  const vae::VaeParams* const params = state.learning.before.get();
  if (made.taught_from == params && made.input == results.versions.input) return;
  made.taught_from = params;
  made.input = results.versions.input;
  ++made.untaught_version;
  if (params == nullptr) {
    made.untaught.resize(0);
    return;
  }
  const vae::Posterior q = vae::Encode(*params, results.input);
  const vae::Matrix logits = vae::DecodeLogits(*params, q.mu);
  made.untaught = vae::Decode(*params, q.mu);
  made.untaught_nats = static_cast<double>(vae::BernoulliNats(results.input, logits)(0)) +
                       static_cast<double>(vae::GaussianKlNats(q)(0));
}

}  // namespace

void UpdateLearn(AppState& state, Results& results) {
  LearnResults& made = results.views.Of<LearnResults>();
  UpdatePlaces(state, made);
  UpdateUnits(state, results, made);
  UpdateLesson(state, made);
  UpdateUntaught(state, results, made);
}

}  // namespace app

#include "app/model/results.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "app/views/digits/state.h"
#include "app/views/digits/view.h"

namespace app {
namespace {

std::vector<int> Matching(const DigitSet& set, int label) {
  std::vector<int> matching;
  for (size_t i = 0; i < set.labels.size(); ++i) {
    if (label < 0 || set.labels[i] == label) matching.push_back(static_cast<int>(i));
  }
  return matching;
}

void Show(const DigitSet& set, int first, DigitsResults& results) {
  const auto begin = results.matching.begin() + first;
  const auto count = std::min(kMaxDigitsShown, static_cast<int>(results.matching.end() - begin));
  results.shown.assign(begin, begin + count);
  results.digits.resize(vae::kDigitPixels, count);
  for (int i = 0; i < count; ++i) {
    results.digits.col(i) = set.digits.col(results.shown[static_cast<size_t>(i)]);
  }
}

void Reconstruct(const vae::Network& network, DigitsResults& results) {
  const vae::Posterior q = vae::Encode(network, results.digits);
  const vae::Matrix logits = vae::DecodeLogits(network, q.mu);
  results.reconstructions = vae::Sigmoid(logits);
  results.neg_elbo = vae::BernoulliNats(results.digits, logits) + vae::GaussianKlNats(q);
}

}  // namespace

void UpdateDigits(AppState& state, Results& results) {
  NeedDigits(state);
  DigitsState& digits = state.views.Of<DigitsState>();
  const std::shared_ptr<const DigitSet>& set = state.test_digits.set;
  if (!set) return;
  DigitsResults& shown = results.views.Of<DigitsResults>();
  DigitsResults::Seen now{set, digits.label, digits.first, results.versions.weights};
  if (now == shown.seen) return;
  const bool other_digits = now.set != shown.seen.set || now.label != shown.seen.label;
  if (other_digits) shown.matching = Matching(*set, digits.label);
  const int last = std::max(0, static_cast<int>(shown.matching.size()) - 1);
  now.first = digits.first = std::clamp(digits.first, 0, last);
  Show(*set, now.first, shown);
  if (!shown.shown.empty()) Reconstruct(state.model->network(), shown);
  shown.seen = std::move(now);
  ++shown.version;
}

}  // namespace app

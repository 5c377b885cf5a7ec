#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "app/digits.h"
#include "app/models.h"
#include "app/results.h"
#include "data/idx.h"

namespace app {
namespace {

void Need(AppState& state) {
  if (!state.digits.offered || state.digits.set) return;
  AskOnce(state, Request::Kind::kDigits, {}, kDigitsKey);
}

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

void Reconstruct(const vae::VaeParams& params, DigitsResults& results) {
  const vae::Posterior q = vae::Encode(params, results.digits);
  const vae::Matrix logits = vae::DecodeLogits(params, q.mu);
  results.reconstructions = vae::Sigmoid(logits);
  results.neg_elbo = vae::BernoulliNats(results.digits, logits) + vae::GaussianKlNats(q);
}

}  // namespace

vae::Status TakeDigits(AppState& state, std::span<const std::byte> images,
                       std::span<const std::byte> labels) {
  vae::Result<vae::Matrix> digits = vae::ParseIdxImages(images, "The file of test digits");
  if (!digits) return vae::Failure(digits.error());
  vae::Result<std::vector<uint8_t>> names = vae::ParseIdxLabels(labels, "The file of their labels");
  if (!names) return vae::Failure(names.error());
  if (static_cast<size_t>(digits->cols()) != names->size()) {
    return vae::Failure("There are " + std::to_string(digits->cols()) + " test digits but " +
                        std::to_string(names->size()) +
                        " labels; take both files from the same set");
  }
  state.progress.erase(kDigitsKey);
  state.digits.set =
      std::make_shared<const DigitSet>(DigitSet{*std::move(digits), *std::move(names)});
  return {};
}

void UpdateDigits(AppState& state, Results& results) {
  Need(state);
  const DigitsState& digits = state.digits;
  if (!digits.set) return;
  DigitsResults& shown = results.digits;
  DigitsResults::Seen now{digits.set, digits.label, digits.first, results.versions.model};
  if (now == shown.seen) return;
  const bool other_digits = now.set != shown.seen.set || now.label != shown.seen.label;
  if (other_digits) shown.matching = Matching(*digits.set, digits.label);
  const int last = std::max(0, static_cast<int>(shown.matching.size()) - 1);
  now.first = state.digits.first = std::clamp(digits.first, 0, last);
  Show(*digits.set, now.first, shown);
  if (!shown.shown.empty()) Reconstruct(state.model->params, shown);
  shown.seen = std::move(now);
  ++shown.version;
}

}  // namespace app

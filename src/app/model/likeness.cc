#include "app/model/likeness.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/model/models.h"

namespace app {
namespace {

constexpr double kUnusualFrom = 95;
constexpr double kUnknownFrom = 99.5;

std::optional<double> Percentile(const AppState& state, const Results& results) {
  const std::vector<float>& sorted = state.model->sorted_neg_elbo;
  if (sorted.empty() || results.raw.size() == 0 || results.raw.maxCoeff() <= 0) {
    return std::nullopt;
  }
  const auto at =
      std::lower_bound(sorted.begin(), sorted.end(), static_cast<float>(results.mean_neg_elbo));
  return 100 * static_cast<double>(at - sorted.begin()) / static_cast<double>(sorted.size());
}

// The share of test digits that cost more.
std::string ShareAbove(double percentile) {
  const double above = 100 - percentile;
  if (above < 0.1) return "less than 0.1 %";
  char text[16];
  std::snprintf(text, sizeof text, above < 1 ? "%.1f %%" : "%.0f %%", above);
  return text;
}

}  // namespace

void UpdateLikeness(AppState& state, Results& results) {
  const Results::Versions& now = results.versions;
  const Results::Versions& seen = results.rated;
  if (seen.map == now.map && seen.weights == now.weights && seen.input == now.input) {
    if (!state.pen_down && state.model->sorted_neg_elbo.empty()) NeedMap(state);
    return;
  }
  results.rated = now;
  results.percentile = Percentile(state, results);
}

Likeness LikenessOf(double percentile) {
  if (percentile > kUnknownFrom) return Likeness::kUnknown;
  return percentile > kUnusualFrom ? Likeness::kUnusual : Likeness::kTypical;
}

std::array<std::string, 2> LikenessWords(double percentile) {
  static constexpr const char* kWords[] = {"typical", "unusual", "not a digit I know"};
  const std::string word = kWords[static_cast<int>(LikenessOf(percentile))];
  if (percentile >= 100) {
    return {word + ": all test digits cost less", word};
  }
  return {word + ": " + ShareAbove(percentile) + " of the test digits cost more", word};
}

}  // namespace app

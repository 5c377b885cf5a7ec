// --score.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/bound.h"
#include "core/noise.h"
#include "core/trainer.h"
#include "evaluate/tasks.h"
#include "figure/axes.h"
#include "progress.h"

namespace tools {
namespace {

using vae::Index;
using vae::Matrix;
using vae::Vector;

constexpr Index kBoundBatch = 200;  // between two steps of the progress bar

// A mean over digits and its standard error.
struct Estimate {
  double mean = 0;
  double standard_error = 0;
};

Estimate Summarize(const Vector& values) {
  const Eigen::ArrayXd v = values.cast<double>().array();
  const auto n = static_cast<double>(v.size());
  Estimate estimate = {v.mean(), 0};
  if (n > 1) {
    estimate.standard_error = std::sqrt((v - estimate.mean).square().sum() / (n - 1) / n);
  }
  return estimate;
}

// Every batch has noise of its own: its first digit's number moves the seed.
Vector Bound(const Context& context, const Matrix& x) {
  constexpr uint64_t kOdd = 0x9e3779b97f4a7c15;  // keeps the seeds of neighbouring runs apart
  ProgressBar bar(stderr, "importance-weighted bound", x.cols());
  Vector nats(x.cols());
  for (Index first = 0; first < x.cols(); first += kBoundBatch) {
    const Index count = std::min(kBoundBatch, x.cols() - first);
    nats.segment(first, count) = vae::ImportanceWeightedNats(
        context.model.params, x.middleCols(first, count), context.flags.samples,
        context.flags.seed + kOdd * static_cast<uint64_t>(first), context.pool);
    bar.Show(first + count);
  }
  return nats;
}

nlohmann::ordered_json ToJson(const Estimate& estimate) {
  return {{"mean", estimate.mean}, {"standard_error", estimate.standard_error}};
}

std::string Line(const std::string& name, const Estimate& estimate) {
  char text[160];
  std::snprintf(text, sizeof text, "%-24s%9.3f ± %.3f nats", name.c_str(), estimate.mean,
                estimate.standard_error);
  return text;
}

}  // namespace

vae::Result<Report> Score(const Context& context) {
  Matrix x = context.test.digits;
  const bool binarized = context.flags.binarized;
  if (binarized) vae::AddNoise({vae::NoiseKind::kBernoulli, 1}, context.Key(Draw::kBinarize), x);
  // With the seed of the training this is the figure that vae-train reports.
  const vae::ElboTerms terms =
      vae::EvaluateElboTerms(context.model.params, x, context.flags.seed, context.pool);
  const Estimate recon = Summarize(terms.recon_nats);
  const Estimate kl = Summarize(terms.kl_nats);
  const Estimate neg_elbo = Summarize(terms.recon_nats + terms.kl_nats);
  const Estimate bound = Summarize(Bound(context, x));
  if (!std::isfinite(neg_elbo.mean) || !std::isfinite(bound.mean)) {
    return vae::Failure("the loss of " + context.flags.saved_path +
                        " is not a finite number; train the model again");
  }
  const Index active = vae::ActiveUnits(context.model.params, x);
  const std::string samples = figure::WithSpaces(context.flags.samples);
  Report report{
      {{"binarized", binarized},
       {"test_digits", x.cols()},
       {"recon_nats", ToJson(recon)},
       {"kl_nats", ToJson(kl)},
       {"neg_elbo", ToJson(neg_elbo)},
       {"bound", {{"samples", context.flags.samples}, {"nats", ToJson(bound)}}},
       {"active_units", active}},
      {"score over " + figure::WithSpaces(x.cols()) + " test digits of " + context.dataset + ", " +
           (binarized ? "binarised by drawing each pixel" : "grey-scale"),
       Line("recon_nats", recon), Line("kl_nats", kl), Line("neg_elbo", neg_elbo),
       Line("bound, " + samples + (samples == "1" ? " sample" : " samples"), bound),
       "active units            " + std::to_string(active) + " of " +
           std::to_string(context.latent_dim())}};
  if (IsTrainedOnThese(context) == false) {
    report.lines[0] += "; the model was trained on " + TrainedOn(context.model);
  }
  return report;
}

}  // namespace tools

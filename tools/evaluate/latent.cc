// --latent and --map.
#include <algorithm>
#include <array>
#include <cmath>

#include "evaluate/classes.h"
#include "evaluate/ridges.h"
#include "evaluate/tasks.h"
#include "explore/class_labels.h"
#include "figure/axes.h"
#include "io/latent_map.h"

namespace tools {
namespace {

using figure::Point;
using figure::Rect;
using vae::Index;

constexpr double kPointRadius = 1.8;
constexpr float kPointAlpha = 0.72f;
constexpr double kLeastHeight = 520;

struct Range {
  double low = 0;
  double high = 0;
  double size() const { return high - low; }
};

Range Padded(const Eigen::Ref<const Eigen::RowVectorXf>& values) {
  const double low = values.minCoeff();
  const double high = values.maxCoeff();
  const double pad = high > low ? 0.03 * (high - low) : 1;
  return {low - pad, high + pad};
}

// Makes the range larger around its middle.
Range Widened(const Range& range, double size) {
  const double more = (size - range.size()) / 2;
  return more > 0 ? Range{range.low - more, range.high + more} : range;
}

// Both axes with the same points per unit.
struct MapPlot {
  Rect plot;
  figure::Scale x;
  figure::Scale y;

  Point At(const Eigen::Ref<const vae::Vector>& position) const {
    return {x(position[0]), y(position[1])};
  }
};

double PlotHeight(const vae::Matrix& position, double width) {
  const double ratio = Padded(position.row(1)).size() / Padded(position.row(0)).size();
  return std::clamp(ratio * width, kLeastHeight, width);
}

MapPlot PlacePlot(const vae::Matrix& position, const Rect& plot) {
  Range x = Padded(position.row(0));
  Range y = Padded(position.row(1));
  const double unit = std::min(plot.width / x.size(), plot.height / y.size());
  x = Widened(x, plot.width / unit);
  y = Widened(y, plot.height / unit);
  return {plot,
          {.low = x.low, .high = x.high, .from = plot.x, .to = plot.right()},
          {.low = y.low, .high = y.high, .from = plot.bottom(), .to = plot.y}};
}

void DrawPrior(figure::Canvas& canvas, const MapPlot& map) {
  const double unit = (map.x.to - map.x.from) / (map.x.high - map.x.low);
  for (const double sigmas : {1.0, 2.0, 3.0}) {
    canvas.Ring({map.x(0), map.y(0)}, sigmas * unit, 1, figure::Faded(figure::kMuted, 0.6f),
                map.plot);
  }
}

// A dot and a name for each class, in rows that end at the plot's right: beside the name of the y
// axis where one row has room there, else above it.
struct Legend {
  static constexpr double kRow = 22;

  Legend(const std::vector<uint8_t>& shown, double width, const std::string& y_name)
      : classes(shown),
        pitch(shown.back() < 100 ? 34 : 46),
        columns(static_cast<size_t>(width / pitch)) {
    const double beside = width - figure::TextWidth(y_name, figure::kCaption) - 20;
    lift = static_cast<double>(classes.size()) * pitch <= beside ? 0 : kRow;
  }
  size_t rows() const { return (classes.size() + columns - 1) / columns; }
  double height() const { return figure::kAxisTop + lift + static_cast<double>(rows() - 1) * kRow; }

  std::vector<uint8_t> classes;
  double pitch;
  size_t columns;
  double lift;
};

void DrawLegend(figure::Canvas& canvas, const Context& context, const Legend& legend,
                const Rect& plot) {
  for (size_t i = 0; i < legend.classes.size(); ++i) {
    const size_t row = i / legend.columns;
    const size_t in_row = std::min(legend.columns, legend.classes.size() - row * legend.columns);
    const double x =
        plot.right() - static_cast<double>(in_row - i % legend.columns) * legend.pitch + 12;
    const double baseline =
        plot.y - 11 - legend.lift - static_cast<double>(legend.rows() - 1 - row) * Legend::kRow;
    const uint8_t label = legend.classes[i];
    canvas.Disc({x, baseline - figure::CapHeight(figure::kBody.size) / 2}, 5, ClassColor(label));
    figure::DrawText(canvas, {x + 9, baseline}, ClassName(context.dataset, label), figure::kBody);
  }
}

// At the median of each class, moved where they would cover each other.
void DrawClassLabels(figure::Canvas& canvas, const Context& context, const TestMap& map,
                     const MapPlot& plot, const std::vector<uint8_t>& classes) {
  constexpr figure::TextStyle kLabel = {figure::Face::kSemiBold, 24, figure::kText,
                                        figure::Align::kCenter};
  const vae::Matrix medians =
      vae::ClassMedians(map.position, context.test.labels, Index{classes.back()} + 1);
  vae::Matrix places(2, static_cast<Index>(classes.size()));
  double distance = 22;
  for (size_t i = 0; i < classes.size(); ++i) {
    distance =
        std::max(distance, figure::TextWidth(ClassName(context.dataset, classes[i]), kLabel) + 4);
    const Point at = plot.At(medians.col(classes[i]));
    places.col(static_cast<Index>(i)) << static_cast<float>(at.x), static_cast<float>(at.y);
  }
  vae::KeepApart(places, static_cast<float>(distance));
  for (size_t i = 0; i < classes.size(); ++i) {
    const auto x = static_cast<double>(places(0, static_cast<Index>(i)));
    const auto y = static_cast<double>(places(1, static_cast<Index>(i)));
    figure::DrawTextOnHalo(canvas, {x, figure::BaselineAround(y, kLabel)},
                           ClassName(context.dataset, classes[i]), kLabel);
  }
}

std::string Caption(const TestMap& map) {
  const std::string digits = figure::WithSpaces(map.mu.cols()) + " test digits";
  if (map.embedding == "none") {
    return "Means of q(z|x) of the " + digits +
           "; circles at 1, 2 and 3 standard deviations of the prior";
  }
  return "Means of q(z|x) of the " + digits + " by " +
         (map.embedding == "pca" ? "principal components" : "t-SNE, perplexity 30") +
         "; trustworthiness (12 neighbours) " + figure::Fixed(map.trustworthiness, 3);
}

figure::Sheet DrawMap(const Context& context, const TestMap& map) {
  const double width = figure::kContentWidth - figure::kAxisLeft;
  const double height = PlotHeight(map.position, width);
  const Legend legend(ClassesIn(context.test.labels), width, map.y_name);
  figure::Sheet sheet(figure::kContentWidth, legend.height() + height + figure::kAxisBottom,
                      MakeHeading(context, "Latent space", Caption(map), true));
  figure::Canvas& canvas = sheet.canvas();
  const Rect plot = {sheet.content().x + figure::kAxisLeft, sheet.content().y + legend.height(),
                     width, height};
  const MapPlot place = PlacePlot(map.position, plot);
  figure::DrawAxes(canvas, {plot, TicksAt(figure::NiceTicks(place.x.low, place.x.high, 8), place.x),
                            TicksAt(figure::NiceTicks(place.y.low, place.y.high, 8), place.y),
                            map.x_name, map.y_name});
  DrawLegend(canvas, context, legend, plot);
  for (Index i = 0; i < map.position.cols(); ++i) {
    const uint8_t label = context.test.labels[static_cast<size_t>(i)];
    canvas.Disc(place.At(map.position.col(i)), kPointRadius, Faded(ClassColor(label), kPointAlpha));
  }
  if (map.embedding == "none") DrawPrior(canvas, place);
  DrawClassLabels(canvas, context, map, place, legend.classes);
  return sheet;
}

}  // namespace

vae::Result<Report> ShowLatentSpace(const Context& context, const TestMap& map) {
  const bool strip = map.embedding == "strip";
  vae::Result<Report> report =
      SavePicture(context, kLatentSpace, strip ? DrawRidges(context, map) : DrawMap(context, map));
  if (!report) return report;
  report->json["embedding"] = map.embedding;
  report->json["axes"] = {map.x_name, map.y_name};
  if (!map.options.empty()) report->json["options"] = map.options;
  if (!strip) report->json["trustworthiness"] = map.trustworthiness;
  return report;
}

vae::Result<Report> WriteMap(const Context& context, const TestMap& map) {
  const vae::VaeParams& params = context.model.params;
  vae::LatentMap file = {map.mu, map.position, context.test.labels, {}, map.options};
  const vae::Posterior q = vae::Encode(params, context.test.digits);
  file.neg_elbo = vae::BernoulliNats(context.test.digits, vae::DecodeLogits(params, q.mu)) +
                  vae::GaussianKlNats(q);
  file.metadata["embedding"] = map.embedding;
  file.metadata["dataset_sha256"] = context.dataset_sha256;
  file.metadata["weights_payload_sha256"] = context.model.metadata.at("payload_sha256");
  const std::string& path = context.flags.map;
  if (const vae::Status written = vae::WriteFileAtomically(path, vae::SerializeMap(file));
      !written) {
    return vae::Failure(written.error());
  }
  return Report{{{"file", path}, {"digits", map.mu.cols()}, {"embedding", map.embedding}},
                {"wrote " + path}};
}

}  // namespace tools

// --curve.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <span>
#include <utility>
#include <vector>

#include "evaluate/tasks.h"
#include "figure/axes.h"
#include "io/file.h"
#include "io/sha256.h"
#include "train_log.h"

namespace tools {
namespace {

using figure::Point;
using figure::Rect;
using vae::ElboMean;

constexpr double kEndLabels = 92;  // right of a plot
constexpr double kLowHeight = 210;
constexpr double kHighHeight = 380;
constexpr double kBetween = 40;

using Value = double (*)(const ElboMean&);

using Part = std::optional<ElboMean>(EpochRecord::*);

struct Series {
  const char* name;
  figure::Color color;
  Part part;
};
constexpr Series kTrain = {"train", figure::kSecond, &EpochRecord::train};
constexpr Series kTest = {"test", figure::kAccent, &EpochRecord::test};

// (epoch, value) of the epochs that have the part.
std::vector<Point> Values(const std::vector<EpochRecord>& records, const Series& series,
                          Value value) {
  std::vector<Point> points;
  for (const EpochRecord& record : records) {
    const std::optional<ElboMean>& mean = record.*series.part;
    if (mean) points.push_back({static_cast<double>(record.epoch), value(*mean)});
  }
  return points;
}

figure::Scale EpochScale(const std::vector<EpochRecord>& records, const Rect& plot) {
  const double first = records.front().epoch;
  const double last = records.back().epoch;
  // The first epochs change the most: a logarithmic axis gives them room.
  return {.low = first,
          .high = last > first ? last : first + 1,
          .from = plot.x,
          .to = plot.right(),
          .logarithmic = last >= 10 * first};
}

std::vector<double> EpochTicks(const figure::Scale& x) {
  if (x.logarithmic) {
    std::vector<double> ticks = figure::LogTicks(x.low, x.high);
    if (ticks.empty() || x.high > 1.25 * ticks.back()) ticks.push_back(x.high);
    return ticks;
  }
  std::vector<double> ticks = figure::NiceTicks(x.low, x.high, 8);
  std::erase_if(ticks, [](double tick) { return tick != std::round(tick); });
  return ticks;
}

void DrawSeries(figure::Canvas& canvas, const figure::Scale& x, const figure::Scale& y,
                const std::vector<Point>& values, figure::Color color) {
  std::vector<Point> line;
  for (const Point& value : values) line.push_back({x(value.x), y(value.y)});
  canvas.Polyline(line, 2, color);
  canvas.Disc(line.back(), 3.5, color);
}

// One quantity of both data sets over the epochs, with the last values at the right.
void DrawPlot(figure::Canvas& canvas, const Rect& plot, const std::vector<EpochRecord>& records,
              const std::string& name, Value value) {
  std::vector<std::pair<Series, std::vector<Point>>> lines;
  double low = INFINITY;
  double high = -INFINITY;
  for (const Series& series : {kTrain, kTest}) {
    std::vector<Point> values = Values(records, series, value);
    for (const Point& point : values) {
      low = std::min(low, point.y);
      high = std::max(high, point.y);
    }
    if (!values.empty()) lines.emplace_back(series, std::move(values));
  }
  const double pad = high > low ? 0.05 * (high - low) : 1;
  const figure::Scale x = EpochScale(records, plot);
  const figure::Scale y = {
      .low = low - pad, .high = high + pad, .from = plot.bottom(), .to = plot.y};
  const int y_ticks = static_cast<int>(plot.height / 50);
  figure::DrawAxes(canvas, {plot, TicksAt(EpochTicks(x), x),
                            TicksAt(figure::NiceTicks(y.low, y.high, y_ticks), y),
                            x.logarithmic ? "epoch, logarithmic" : "epoch", name});
  for (const auto& [series, values] : lines) DrawSeries(canvas, x, y, values, series.color);

  std::sort(lines.begin(), lines.end(),
            [](const auto& a, const auto& b) { return a.second.back().y > b.second.back().y; });
  std::vector<double> labels;
  for (const auto& [series, values] : lines) labels.push_back(y(values.back().y));
  labels = figure::KeepLabelsApart(std::move(labels), 16);
  for (size_t i = 0; i < lines.size(); ++i) {
    const auto& [series, values] = lines[i];
    figure::TextStyle style = figure::kStrong;
    style.color = series.color;
    figure::DrawText(canvas, {plot.right() + 10, figure::BaselineAround(labels[i], style)},
                     std::string(series.name) + " " + figure::Fixed(values.back().y, 2), style);
  }
}

figure::Sheet DrawCurve(const std::vector<EpochRecord>& records, const figure::Heading& heading) {
  figure::Sheet sheet(
      figure::kContentWidth,
      kHighHeight + kLowHeight + kBetween + 2 * (figure::kAxisTop + figure::kAxisBottom), heading);
  const Rect& content = sheet.content();
  const double width = content.width - figure::kAxisLeft - kEndLabels;
  Rect plot = {content.x + figure::kAxisLeft, content.y + figure::kAxisTop, width, kHighHeight};
  DrawPlot(sheet.canvas(), plot, records, "−ELBO, nats per digit",
           [](const ElboMean& mean) { return mean.neg_elbo(); });
  plot.y = plot.bottom() + figure::kAxisBottom + kBetween + figure::kAxisTop;
  plot.width = (content.width - kBetween / 2) / 2 - figure::kAxisLeft - kEndLabels;
  plot.height = kLowHeight;
  DrawPlot(sheet.canvas(), plot, records, "reconstruction, nats per digit",
           [](const ElboMean& mean) { return mean.recon_nats; });
  plot.x = content.right() - kEndLabels - plot.width;
  DrawPlot(sheet.canvas(), plot, records, "KL, nats per digit",
           [](const ElboMean& mean) { return mean.kl_nats; });
  return sheet;
}

nlohmann::ordered_json ToJson(const std::optional<ElboMean>& mean) {
  if (!mean) return nullptr;
  return {
      {"recon_nats", mean->recon_nats}, {"kl_nats", mean->kl_nats}, {"neg_elbo", mean->neg_elbo()}};
}

// The same for as long as a run goes on, and another for every run.
std::string FirstLineSha256(std::span<const std::byte> log) {
  const auto end = std::find(log.begin(), log.end(), std::byte{'\n'});
  return vae::Sha256Hex(log.first(static_cast<size_t>(end - log.begin())));
}

}  // namespace

vae::Result<Report> ShowCurve(const EvaluateFlags& flags) {
  const vae::Result<vae::Bytes> bytes = vae::ReadFile(flags.curve);
  if (!bytes) return vae::Failure(bytes.error());
  const auto records = ParseTrainLog(*bytes, flags.curve);
  if (!records) return vae::Failure(records.error());
  const std::string source = FirstLineSha256(*bytes);
  const std::string path = PicturePath(flags, kTrainingCurve, flags.curve);
  if (const vae::Status free = CheckPictureIsFree(flags, path, source); !free) {
    return vae::Failure(free.error());
  }
  const std::string log = std::filesystem::path(flags.curve).filename().string();
  const figure::Sheet sheet = DrawCurve(
      *records, {"Training curve",
                 {"Training loss as the mean over each epoch, test loss after it; from " + log},
                 {}});
  if (const vae::Status written = WritePicture(path, sheet, source); !written) {
    return vae::Failure(written.error());
  }
  const EpochRecord& last = records->back();
  return Report{{{"picture", path},
                 {"epochs", last.epoch},
                 {"train", ToJson(last.train)},
                 {"test", ToJson(last.test)}},
                {"wrote " + path}};
}

}  // namespace tools

#include "data/picture.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "data/resample.h"

namespace vae {
namespace {

constexpr float kLeastContrast = 0.08f;  // of what stands out
constexpr float kExtreme = 0.001f;       // the share of pixels that may be darker than "dark"
constexpr double kRounding = 1e-6;       // of places, in pixels
constexpr float kNoise = 4;              // the ground reaches this many mean deviations

// Luminance times opacity, and opacity, of each pixel (y, x), in [0, 1].
struct LightAndOpacity {
  PixelRows light;
  PixelRows opacity;
};

LightAndOpacity ReadPixels(std::span<const uint8_t> rgba, Index width, Index height) {
  LightAndOpacity read{PixelRows(height, width), PixelRows(height, width)};
  const uint8_t* pixel = rgba.data();
  for (Index i = 0; i < width * height; ++i, pixel += 4) {
    // Rec. 709; of the encoded values, which are what people see as evenly spaced.
    const float light = 0.2126f * static_cast<float>(pixel[0]) +
                        0.7152f * static_cast<float>(pixel[1]) +
                        0.0722f * static_cast<float>(pixel[2]);
    const float opacity = static_cast<float>(pixel[3]) / 255;
    read.opacity.data()[i] = opacity;
    read.light.data()[i] = light / 255 * opacity;
  }
  return read;
}

// A picture within the pad: as large as fits, in the middle, from whole pixels on. Thinner than a
// pixel it does not become.
struct Fit {
  Placement rows;
  Placement columns;
};

Fit FitIntoPad(Index width, Index height) {
  const double scale = static_cast<double>(kInkSide) / static_cast<double>(std::max(width, height));
  const auto place = [scale](Index size) {
    const auto length = static_cast<double>(size);
    const double fitted = std::max(scale, 1 / length);
    return Placement{size, fitted, std::floor((kInkSide - length * fitted) / 2 + kRounding)};
  };
  return {place(height), place(width)};
}

// The pixels of the pad that a picture covers wholly.
struct Part {
  Index begin = 0;
  Index size = 0;
};

Part CoveredBy(const Placement& place) {
  const auto begin = static_cast<Index>(place.begin);
  return {begin, static_cast<Index>(place.end() + kRounding) - begin};
}

Eigen::MatrixXf Cut(const PixelRows& source, const Fit& fit) {
  const Part rows = CoveredBy(fit.rows);
  const Part columns = CoveredBy(fit.columns);
  return Resample(source, {kInkSide, kInkSide}, fit.rows, fit.columns)
      .block(rows.begin, columns.begin, rows.size, columns.size);
}

// The value that a share of `values` is below.
float Quantile(std::vector<float> values, float share) {
  const auto last = static_cast<float>(values.size() - 1);
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(std::lround(share * last));
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

std::vector<float> Border(const Eigen::MatrixXf& pixels) {
  std::vector<float> border;
  for (Index x = 0; x < pixels.cols(); ++x) {
    border.push_back(pixels(0, x));
    border.push_back(pixels(pixels.rows() - 1, x));
  }
  for (Index y = 0; y < pixels.rows(); ++y) {
    border.push_back(pixels(y, 0));
    border.push_back(pixels(y, pixels.cols() - 1));
  }
  return border;
}

// What transparent places look like. Around what was cut out it is the opposite of that; elsewhere
// it is paper.
float Backdrop(const Eigen::MatrixXf& light, const Eigen::MatrixXf& opacity) {
  const bool cut_out = Quantile(Border(opacity), 0.5f) < 0.5f;
  return cut_out && light.sum() > 0.5f * opacity.sum() ? 0.0f : 1.0f;
}

// How much each pixel stands out from the ground, in [0, 1]; an empty matrix when nothing does.
Eigen::MatrixXf StandOut(const Eigen::MatrixXf& pixels) {
  const std::vector<float> border = Border(pixels);
  const float ground = Quantile(border, 0.5f);
  std::vector<float> deviations;
  for (const float value : border) deviations.push_back(std::abs(value - ground));
  const std::vector<float> all(pixels.data(), pixels.data() + pixels.size());
  const float darker = ground - Quantile(all, kExtreme);
  const float lighter = Quantile(all, 1 - kExtreme) - ground;
  const float contrast = std::max(darker, lighter);
  if (contrast < kLeastContrast) return {};
  const float floor = std::min(kNoise * Quantile(deviations, 0.5f), contrast / 2);
  const float sign = darker > lighter ? -1.0f : 1.0f;
  const Eigen::ArrayXXf above = (pixels.array() - ground) * sign - floor;
  return (above / (contrast - floor)).cwiseMax(0.0f).cwiseMin(1.0f);
}

}  // namespace

Result<InkRaster> PictureToInk(std::span<const uint8_t> rgba, int width, int height) {
  if (width <= 0 || height <= 0 ||
      rgba.size() != 4 * static_cast<uint64_t>(width) * static_cast<uint64_t>(height)) {
    return Failure("The picture has no pixels; choose another one.");
  }
  const LightAndOpacity read = ReadPixels(rgba, width, height);
  const Fit fit = FitIntoPad(width, height);
  const Eigen::MatrixXf light = Cut(read.light, fit);
  const Eigen::MatrixXf opacity = Cut(read.opacity, fit);
  const float backdrop = Backdrop(light, opacity);
  const Eigen::ArrayXXf see_through = 1 - opacity.array();
  const Eigen::MatrixXf ink = StandOut((light.array() + backdrop * see_through).matrix());
  if (ink.size() == 0) {
    return Failure(
        "The picture is one even colour; choose one whose digit stands out from its ground.");
  }
  InkRaster raster = EmptyInk();
  Eigen::Map<PixelRows> pad(raster.coverage.data(), kInkSide, kInkSide);
  pad.block(CoveredBy(fit.rows).begin, CoveredBy(fit.columns).begin, ink.rows(), ink.cols()) = ink;
  return raster;
}

InkRaster DigitToInk(const Vector& digit) {
  assert(digit.size() == kDigitPixels);
  constexpr int kBlock = kInkSide / kDigitSide;
  InkRaster raster = EmptyInk();
  for (size_t i = 0; i < raster.coverage.size(); ++i) {
    const int row = static_cast<int>(i) / kInkSide / kBlock;
    const int column = static_cast<int>(i) % kInkSide / kBlock;
    raster.coverage[i] = static_cast<float>(digit(row * kDigitSide + column));
  }
  return raster;
}

}  // namespace vae

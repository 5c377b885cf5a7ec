// vae-bench: how fast the page's and the trainer's work goes, each piece beside the plain way to do
// it in the same run, because times alone say more about the machine than about the code. Options
// are Google Benchmark's (--benchmark_filter=..., --benchmark_repetitions=...).
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "core/random.h"
#include "core/thread_pool.h"
#include "core/trainer.h"
#include "core/vae.h"
#include "data/example_digit.h"
#include "data/ink.h"

namespace vae {
namespace {

constexpr Index kManyDigits = 100;

// ---- the plain ways

namespace plain {

// y = W x + b, one sample, by loops.
std::vector<Scalar> Dense(const DenseParams& p, const std::vector<Scalar>& x) {
  std::vector<Scalar> y(static_cast<size_t>(p.out()));
  for (Index row = 0; row < p.out(); ++row) {
    Scalar sum = p.b[row];
    for (Index column = 0; column < p.in(); ++column) {
      sum += p.w(row, column) * x[static_cast<size_t>(column)];
    }
    y[static_cast<size_t>(row)] = sum;
  }
  return y;
}

std::vector<Scalar> Hidden(const DenseParams& p, const std::vector<Scalar>& x) {
  std::vector<Scalar> y = Dense(p, x);
  for (Scalar& value : y) value = std::tanh(value);
  return y;
}

std::vector<Scalar> DecodeOne(const VaeParams& params, const std::vector<Scalar>& z) {
  std::vector<Scalar> y = Dense(params.decoder_output, Hidden(params.decoder_hidden, z));
  for (Scalar& value : y) value = 1 / (1 + std::exp(-value));
  return y;
}

std::vector<Scalar> Reconstruct(const VaeParams& params, const std::vector<Scalar>& x) {
  std::vector<Scalar> z = Dense(params.encoder_latent, Hidden(params.encoder_hidden, x));
  z.resize(static_cast<size_t>(params.shape().latent_dim));  // mu
  return DecodeOne(params, z);
}

// RawDigit by loops over the pixels of each block.
Vector RawDigit(const InkRaster& raster) {
  constexpr int kBlock = kInkSide / kDigitSide;
  Vector digit = Vector::Zero(kDigitPixels);
  for (int y = 0; y < kInkSide; ++y) {
    for (int x = 0; x < kInkSide; ++x) {
      digit[y / kBlock * kDigitSide + x / kBlock] +=
          raster.coverage[static_cast<size_t>(y * kInkSide + x)] / (kBlock * kBlock);
    }
  }
  return digit;
}

}  // namespace plain

// ---- what is measured

const VaeParams& Model() {
  static const VaeParams params = VaeParams::Xavier(VaeShape{}, 1);
  return params;
}

Matrix ManyZ() {
  Matrix z(Model().shape().latent_dim, kManyDigits);
  FillNormal({.seed = 1}, z);
  return z;
}

std::vector<Scalar> ToStd(const ConstColumns& column) {
  return {column.data(), column.data() + column.size()};
}

Vector ExampleInput() { return NormalizedDigit(RasterizeInk(ExampleDigit())); }

void ReconstructOne(benchmark::State& state) {
  const Vector x = ExampleInput();
  for (auto _ : state) {
    benchmark::DoNotOptimize(Decode(Model(), Encode(Model(), x).mu).data());
  }
}
BENCHMARK(ReconstructOne);

void ReconstructOnePlain(benchmark::State& state) {
  const std::vector<Scalar> x = ToStd(ExampleInput());
  for (auto _ : state) benchmark::DoNotOptimize(plain::Reconstruct(Model(), x).data());
}
BENCHMARK(ReconstructOnePlain);

void DecodeMany(benchmark::State& state) {
  const Matrix z = ManyZ();
  for (auto _ : state) benchmark::DoNotOptimize(Decode(Model(), z).data());
}
BENCHMARK(DecodeMany);

void DecodeManyOneByOne(benchmark::State& state) {
  const Matrix z = ManyZ();
  for (auto _ : state) {
    for (Index i = 0; i < z.cols(); ++i) {
      benchmark::DoNotOptimize(Decode(Model(), z.col(i)).data());
    }
  }
}
BENCHMARK(DecodeManyOneByOne);

void DecodeManyPlain(benchmark::State& state) {
  const Matrix z = ManyZ();
  for (auto _ : state) {
    for (Index i = 0; i < z.cols(); ++i) {
      benchmark::DoNotOptimize(plain::DecodeOne(Model(), ToStd(z.col(i))).data());
    }
  }
}
BENCHMARK(DecodeManyPlain);

// From a move of the pointer to the encoder's input.
void InkMove(benchmark::State& state) {
  const Stroke stroke = ExampleDigit()[0];
  InkRaster raster = RasterizeInk({stroke});
  size_t last = 0;
  for (auto _ : state) {
    DrawStrokeSegment(stroke, last, raster);
    last = (last + 1) % stroke.points.size();
    benchmark::DoNotOptimize(NormalizedDigit(raster).data());
  }
}
BENCHMARK(InkMove);

void InkMoveDrawnAllAgain(benchmark::State& state) {
  const std::vector<Stroke> strokes = ExampleDigit();
  for (auto _ : state) benchmark::DoNotOptimize(NormalizedDigit(RasterizeInk(strokes)).data());
}
BENCHMARK(InkMoveDrawnAllAgain);

void InkNormalized(benchmark::State& state) {
  const InkRaster raster = RasterizeInk(ExampleDigit());
  for (auto _ : state) benchmark::DoNotOptimize(NormalizedDigit(raster).data());
}
BENCHMARK(InkNormalized);

void InkRaw(benchmark::State& state) {
  const InkRaster raster = RasterizeInk(ExampleDigit());
  for (auto _ : state) benchmark::DoNotOptimize(RawDigit(raster).data());
}
BENCHMARK(InkRaw);

void InkRawPlain(benchmark::State& state) {
  const InkRaster raster = RasterizeInk(ExampleDigit());
  for (auto _ : state) benchmark::DoNotOptimize(plain::RawDigit(raster).data());
}
BENCHMARK(InkRawPlain);

int AllThreads() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

// Digits of random pixels, none of them empty: what is won where all digits of a batch are empty is
// not counted.
Matrix RandomDigits(Index count) {
  Matrix digits(kDigitPixels, count);
  FillNormal({.seed = 2}, digits);
  return Sigmoid(digits);
}

// vae-train's recipes, which differ in the size of a batch.
struct StepRecipe {
  TrainOptions options;
  uint32_t batch_size;
};

StepRecipe Original() { return {TrainOptions{}, 100}; }

StepRecipe Best() {
  TrainOptions options;
  options.initialization = TrainOptions::Initialization::kFanIn;
  options.objective = VaeObjective::Kind::kElboByPath;
  options.input_noise = {NoiseKind::kBernoulli, 0.5};
  return {options, 50};
}

void TrainStep(benchmark::State& state, const StepRecipe& recipe, int threads) {
  ThreadPool pool(threads);
  Trainer trainer(VaeShape{}, recipe.options, pool);
  const Matrix digits = RandomDigits(static_cast<Index>(recipe.batch_size));
  const std::vector<uint32_t> batch = EpochOrder(0, 0, recipe.batch_size);
  for (auto _ : state) benchmark::DoNotOptimize(trainer.Step(digits, batch));
}
BENCHMARK_CAPTURE(TrainStep, all_threads, Original(), AllThreads())->UseRealTime();
BENCHMARK_CAPTURE(TrainStep, one_thread, Original(), 1)->UseRealTime();
BENCHMARK_CAPTURE(TrainStep, best_all_threads, Best(), AllThreads())->UseRealTime();
BENCHMARK_CAPTURE(TrainStep, best_one_thread, Best(), 1)->UseRealTime();

// The largest product of a step, W x of 50 digits.
void LayerProduct(benchmark::State& state) {
  const DenseParams& layer = Model().encoder_hidden;
  const Matrix digits = RandomDigits(50);
  RowMatrix x = RowMatrix::Zero(layer.in(), Padded(digits.cols()));
  RowMatrix y(layer.out(), x.cols());
  x.leftCols(digits.cols()) = digits;
  for (auto _ : state) {
    DenseForwardRows(layer, x, {layer.in()}, {0, layer.out()}, {0, x.cols()}, y);
    benchmark::DoNotOptimize(y.data());
  }
}
BENCHMARK(LayerProduct);

void LayerProductEigen(benchmark::State& state) {
  const DenseParams& layer = Model().encoder_hidden;
  const Matrix x = RandomDigits(50);
  Matrix y(layer.out(), x.cols());
  for (auto _ : state) {
    DenseForward(layer, x, y);
    benchmark::DoNotOptimize(y.data());
  }
}
BENCHMARK(LayerProductEigen);

// ---- the table of ratios

struct Comparison {
  const char* what;
  const char* name;
  const char* baseline;
};

constexpr std::array kComparisons = {
    Comparison{"encode + decode 1 digit : loops", "ReconstructOne", "ReconstructOnePlain"},
    Comparison{"decode 100 digits : one by one", "DecodeMany", "DecodeManyOneByOne"},
    Comparison{"decode 100 digits : loops", "DecodeMany", "DecodeManyPlain"},
    Comparison{"one move of the pen : draw all again", "InkMove", "InkMoveDrawnAllAgain"},
    Comparison{"ink as drawn, 28x28 : loops", "InkRaw", "InkRawPlain"},
    Comparison{"train step, all threads : 1 thread", "TrainStep/all_threads/real_time",
               "TrainStep/one_thread/real_time"},
    Comparison{"best recipe's step, all threads : 1", "TrainStep/best_all_threads/real_time",
               "TrainStep/best_one_thread/real_time"},
    Comparison{"a layer of 50 digits : Eigen", "LayerProduct", "LayerProductEigen"},
};

// Prints as usual and remembers the best time of each benchmark.
class RatioReporter : public benchmark::ConsoleReporter {
 public:
  RatioReporter() : ConsoleReporter(OO_None) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration || run.iterations == 0) continue;
      const double seconds = run.real_accumulated_time / static_cast<double>(run.iterations);
      const auto [entry, is_new] = seconds_.emplace(run.run_name.str(), seconds);
      if (!is_new) entry->second = std::min(entry->second, seconds);
    }
  }

  void PrintRatios() const {
    std::printf("\n%-42s %12s %12s %8s\n", "ours : baseline", "ours", "baseline", "ratio");
    for (const Comparison& comparison : kComparisons) {
      const auto ours = seconds_.find(comparison.name);
      const auto baseline = seconds_.find(comparison.baseline);
      if (ours == seconds_.end() || baseline == seconds_.end()) continue;  // filtered out
      std::printf("%-42s %9.4f ms %9.4f ms %7.1fx\n", comparison.what, 1e3 * ours->second,
                  1e3 * baseline->second, baseline->second / ours->second);
    }
  }

 private:
  std::map<std::string, double> seconds_;
};

// Whether the plain ways compute the same: a comparison of different work would mean nothing.
bool PlainWaysAgree() {
  const Vector x = ExampleInput();
  const Vector ours = Decode(Model(), Encode(Model(), x).mu).col(0);
  const std::vector<Scalar> loops = plain::Reconstruct(Model(), ToStd(x));
  const InkRaster raster = RasterizeInk(ExampleDigit());
  return ours.isApprox(Eigen::Map<const Vector>(loops.data(), kDigitPixels), Scalar{1e-4f}) &&
         RawDigit(raster).isApprox(plain::RawDigit(raster), Scalar{1e-4f});
}

}  // namespace
}  // namespace vae

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  if (!vae::PlainWaysAgree()) {
    std::fprintf(stderr, "vae-bench: the library and the plain loops give different results.\n");
    return 1;
  }
  vae::RatioReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  reporter.PrintRatios();
  benchmark::Shutdown();
  return 0;
}

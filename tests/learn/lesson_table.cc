// What lessons cost the digits of MNIST: lesson_table [MNIST FOLDER]. For each symbol, with
// rehearsal and without, the mean nats at z = mu of drawings that the lesson does not have and of
// the 10 000 test digits, before and after.
#include <cstdio>
#include <string>

#include "data/mnist.h"
#include "io/weights.h"
#include "learn/session.h"
#include "learn/symbols.h"

namespace {

using namespace vae;

constexpr int64_t kSteps = 200;

double MeanNats(const VaeParams& params, const Matrix& digits) {
  double sum = 0;
  for (Index first = 0; first < digits.cols(); first += 500) {
    const auto x = digits.middleCols(first, std::min<Index>(500, digits.cols() - first));
    const Posterior q = Encode(params, x);
    const Vector nats = BernoulliNats(x, DecodeLogits(params, q.mu)) + GaussianKlNats(q);
    sum += nats.cast<double>().sum();
  }
  return sum / static_cast<double>(digits.cols());
}

VaeParams Teach(const Bytes& weights, std::string_view symbol, bool rehearsal) {
  StartMessage start;
  start.from_nothing = false;
  start.weights = weights;
  start.data = CourseData::kLesson;
  start.steps = kSteps;
  start.lesson = Lesson{.drawings = {}, .rehearsal = rehearsal};
  for (uint64_t i = 0; i < 5; ++i) start.lesson->drawings.push_back(HandDrawn(symbol, i));
  Session session;
  session.Send(std::move(start));
  session.Send(RunMessage{});
  session.WorkAll();
  return session.snapshots.back().params;
}

}  // namespace

int main(int argc, char** argv) {
  const auto fail = [](const std::string& sentence) {
    std::fprintf(stderr, "lesson_table: %s\n", sentence.c_str());
    return 1;
  };
  const auto folder = FindMnist({.directory = argc > 1 ? argv[1] : "", .allow_download = false});
  if (!folder) return fail(folder.error());
  const Result<Mnist> mnist = LoadMnist(*folder);
  if (!mnist) return fail(mnist.error());
  const Result<Bytes> weights = ReadFile(VAE_SOURCE_DIR "/weights/latent10.safetensors");
  if (!weights) return fail(weights.error());
  const Result<Model> model = ParseWeights(*weights, "latent10.safetensors");
  if (!model) return fail(model.error());
  const Matrix& digits = mnist->test.digits;
  std::printf("%lld steps; test digits before: %.1f\n", static_cast<long long>(kSteps),
              MeanNats(model->params, digits));
  std::printf("%-8s %8s   %8s %8s   %8s %8s\n", "", "symbol", "after", "digits", "without",
              "digits");
  for (const std::string_view symbol : kSymbols) {
    Matrix unseen(kDigitPixels, 40);
    for (Index i = 0; i < unseen.cols(); ++i) {
      const auto number = static_cast<uint64_t>(100 + i);
      unseen.col(i) = DigitOf(HandDrawn(symbol, number), DigitForm::kCentred);
    }
    const VaeParams kept = Teach(*weights, symbol, true);
    const VaeParams forgot = Teach(*weights, symbol, false);
    std::printf("%-8s %8.1f   %8.1f %8.1f   %8.1f %8.1f\n", std::string(symbol).c_str(),
                MeanNats(model->params, unseen), MeanNats(kept, unseen), MeanNats(kept, digits),
                MeanNats(forgot, unseen), MeanNats(forgot, digits));
    std::fflush(stdout);
  }
  return 0;
}

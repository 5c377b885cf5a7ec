#include "learn/learner.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "core/trainer.h"
#include "io/weights.h"
#include "learn/batches.h"
#include "learn/dreams.h"
#include "learn/kept_course.h"

namespace vae {
namespace {

// Often enough for a curve that moves and digits that change, seldom enough to cost little.
constexpr double kSecondsBetweenLosses = 0.1;
constexpr double kSecondsBetweenMeasures = 0.2;  // of a lesson, with its losses
constexpr double kSecondsBetweenSnapshots = 0.2;
// All of a map's, several times a second, would take a third of the time to learn in.
constexpr Index kMapDigitsASnapshot = 500;

// How well a lesson's digits are known is measured on as many of them.
constexpr Index kKnownDigits = 128;
// Rehearsal never draws so many: these dreams are its own.
constexpr uint64_t kKnownDraw = uint64_t{1} << 40;

// --- what a recipe stands for: as of vae-train ------------------------------------------------

int BatchSize(const StartMessage& start) {
  if (start.batch_size > 0) return start.batch_size;
  return start.recipe == Recipe::kBest || start.data == CourseData::kLesson ? 50 : 100;
}

double LearningRate(const StartMessage& start) {
  if (start.learning_rate > 0) return start.learning_rate;
  if (start.data == CourseData::kLesson) return 3e-3;
  return start.recipe == Recipe::kBest ? 2e-3 : 1e-3;
}

TrainOptions Options(const StartMessage& start) {
  TrainOptions options;
  options.seed = start.seed;
  options.kl_weight = start.beta;
  options.learning_rate.peak = LearningRate(start);
  options.learning_rate.total_steps = start.steps;
  const bool lesson = start.data == CourseData::kLesson;
  if (start.steps > 0 && (start.recipe == Recipe::kBest || lesson)) {
    options.learning_rate.kind = LearningRateSchedule::Kind::kCosine;
  }
  if (start.recipe == Recipe::kBest) {
    options.initialization = TrainOptions::Initialization::kFanIn;
    options.input_noise = {NoiseKind::kBernoulli, 0.5};
  }
  if (start.recipe == Recipe::kBest || lesson) options.objective = VaeObjective::Kind::kElboByPath;
  // The first steps from trained weights, with Adam's averages still empty, are as long as any:
  // they would undo more than they teach.
  if (lesson) options.learning_rate.warmup_steps = 10;
  return options;
}

// --- measures ---------------------------------------------------------------------------------

double MedianNats(const VaeParams& params, const Matrix& digits) {
  const Posterior q = Encode(params, digits);
  Vector nats = BernoulliNats(digits, DecodeLogits(params, q.mu)) + GaussianKlNats(q);
  const Index middle = nats.size() / 2;
  std::nth_element(nats.data(), nats.data() + middle, nats.data() + nats.size());
  return static_cast<double>(nats(middle));
}

// Sums over the digits of some steps.
struct LossSum {
  double recon_nats = 0;
  double kl_nats = 0;
  int64_t digits = 0;

  void Add(const ElboMean& mean, Index count) {
    const auto weight = static_cast<double>(count);
    recon_nats += weight * mean.recon_nats;
    kl_nats += weight * mean.kl_nats;
    digits += count;
  }
  double Mean(double sum) const { return sum / static_cast<double>(std::max<int64_t>(digits, 1)); }
};

// What a lesson is measured by.
struct LessonMeasure {
  Matrix drawings;  // (784, count)
  Matrix known;     // (784, kKnownDigits): dreams
  LessonProgress progress;

  void Update(const VaeParams& params) {
    progress.now = MedianNats(params, drawings);
    progress.known = MedianNats(params, known);
  }
};

LessonMeasure MeasureOf(const Lesson& lesson, const VaeParams& params, uint64_t seed) {
  LessonMeasure measure;
  measure.drawings.resize(kDigitPixels, static_cast<Index>(lesson.drawings.size()));
  for (Index i = 0; i < measure.drawings.cols(); ++i) {
    measure.drawings.col(i) = DigitOf(lesson.drawings[static_cast<size_t>(i)], lesson.form);
  }
  measure.known.resize(kDigitPixels, kKnownDigits);
  Dream(params, seed, kKnownDraw, measure.known);
  measure.Update(params);
  measure.progress.before = measure.progress.now;
  measure.progress.known_before = measure.progress.known;
  return measure;
}

// The first digits of an IDX file.
Result<Matrix> FirstDigits(const Bytes& file, int count) {
  if (file.empty()) return Matrix(kDigitPixels, 0);
  DigitStore store;
  if (const Status added = store.Add(file); !added) return Failure(added.error());
  Matrix digits(kDigitPixels, std::min<Index>(count, static_cast<Index>(store.size())));
  for (Index i = 0; i < digits.cols(); ++i) store.Get(static_cast<uint32_t>(i), digits.col(i));
  return digits;
}

// What the message itself says is wrong.
Status Check(const StartMessage& start) {
  if (start.data == CourseData::kDigits && start.images.empty()) {
    return Failure("A course on digits has no images; give IDX files, or let a model dream");
  }
  const bool needs_weights = !start.from_nothing || start.data != CourseData::kDigits;
  if (needs_weights && start.weights.empty()) {
    return Failure("This course needs a model, to go on from or to dream; give its weights");
  }
  if (start.data != CourseData::kLesson) return {};
  if (!start.lesson || start.lesson->drawings.empty()) {
    return Failure("The lesson is empty; draw something and add it first");
  }
  if (start.from_nothing) {
    return Failure("A lesson is for a model that knows something; choose one to start from");
  }
  return {};
}

}  // namespace

struct Learner::Course {
  Course(const VaeShape& shape, const StartMessage& start, ThreadPool& pool)
      : options(Options(start)), steps(start.steps), trainer(shape, options, pool) {}

  bool done() const { return steps > 0 && trainer.steps() >= steps; }

  TrainOptions options;
  int64_t steps;  // of the course; 0: no end
  Trainer trainer;
  std::unique_ptr<BatchSource> batches;
  DigitBatches* digits = nullptr;  // `batches` in a course on digits
  std::optional<LessonMeasure> lesson;
  Matrix map_digits;  // (784, M)
  Matrix map_mu;      // (L, M), some of them of earlier snapshots while it runs
  Index map_next = 0;

  int64_t epoch = 0;
  int64_t epoch_step = 0;
  LossSum since_told;
  LossSum of_epoch;
  std::optional<double> told_at;  // the last loss, or the first step after a rest
  std::optional<double> snapshot_at;
  int64_t snapshot_step = -1;   // of the last snapshot
  bool snapshot_whole = false;  // all of its map is of that step
  bool opened = false;          // the state before the first step has been told
  bool loss_due = true;         // at once
  bool rest_told = false;
  bool leave_asked = false;
};

Learner::Learner(ThreadPool& pool) : pool_(pool) {}
Learner::~Learner() = default;

void Learner::Receive(Request request) {
  std::visit([this](auto& message) { On(std::move(message)); }, request);
}

std::optional<Report> Learner::Next() {
  if (reports_.empty()) return std::nullopt;
  Report report = std::move(reports_.front());
  reports_.pop_front();
  return report;
}

void Learner::Fail(std::string sentence) {
  reports_.push_back(FailedMessage{.sentence = std::move(sentence), .running = running_});
}

// --- requests ---------------------------------------------------------------------------------

Result<std::unique_ptr<Learner::Course>> Learner::Begin(StartMessage start) const {
  if (const Status status = Check(start); !status) return Failure(status.error());
  Model model;
  if (!start.weights.empty()) {
    Result<Model> parsed = ParseWeights(start.weights, "The model");
    if (!parsed) return Failure(parsed.error());
    model = *std::move(parsed);
    start.weights = {};
  }
  Result<Matrix> map_digits = FirstDigits(start.map_images, start.map_digits);
  if (!map_digits) return Failure(map_digits.error());
  DigitStore store;
  for (Bytes& file : start.images) {
    if (const Status added = store.Add(std::move(file)); !added) return Failure(added.error());
  }

  const VaeShape own{.hidden_dim = start.hidden_dim, .latent_dim = start.latent_dim};
  const VaeShape shape = start.from_nothing ? own : model.params.shape();
  auto course = std::make_unique<Course>(shape, start, pool_);
  course->map_digits = *std::move(map_digits);
  if (!start.from_nothing) {
    course->trainer.Restore({model.params, AdamMoments::Zero(shape), {}, 0});
  }
  const int batch_size = BatchSize(start);
  switch (start.data) {
    case CourseData::kDigits: {
      auto digits = std::make_unique<DigitBatches>(std::move(store), batch_size, start.seed);
      course->digits = digits.get();
      course->batches = std::move(digits);
      break;
    }
    case CourseData::kDreams:
      course->batches =
          std::make_unique<DreamBatches>(std::move(model.params), batch_size, start.seed);
      break;
    case CourseData::kLesson:
      course->lesson = MeasureOf(*start.lesson, model.params, start.seed);
      course->batches = std::make_unique<LessonBatches>(
          *std::move(start.lesson), std::move(model.params), batch_size, start.seed);
      break;
  }
  if (start.course.empty()) return course;
  if (const Status status = GoOn(*course, start.course); !status) return Failure(status.error());
  return course;
}

Status Learner::GoOn(Course& course, std::span<const std::byte> kept) {
  Result<KeptCourse> parsed = ParseCourse(kept);
  if (!parsed) return Failure(parsed.error());
  if (!(parsed->state.params.shape() == course.trainer.params().shape()) ||
      !course.batches->GoTo(parsed->place)) {
    return Failure("The course that was kept is another than the one that was begun; start again");
  }
  course.epoch = parsed->place.epochs;
  course.epoch_step = parsed->place.epoch_given;
  course.trainer.Restore(std::move(parsed->state));
  return {};
}

void Learner::On(StartMessage message) {
  Result<std::unique_ptr<Course>> course = Begin(std::move(message));
  if (!course) return Fail(course.error());
  course_ = *std::move(course);
  running_ = one_step_ = false;
}

bool Learner::HasCourse() {
  if (!course_) Fail("Nothing is being learned; start something first");
  return course_ != nullptr;
}

void Learner::On(RunMessage) {
  if (!HasCourse() || course_->done()) return;
  running_ = true;
  one_step_ = false;
  course_->rest_told = course_->leave_asked = false;
}

void Learner::On(StepMessage) {
  if (!HasCourse() || course_->done()) return;
  On(RunMessage());
  one_step_ = true;
}

void Learner::On(PauseMessage) {
  if (running_) Rest();
}

void Learner::On(SetMessage message) {
  if (!HasCourse()) return;
  if (message.learning_rate) {
    course_->options.learning_rate.peak = *message.learning_rate;
    course_->trainer.SetLearningRate(course_->options.learning_rate);
  }
  if (message.beta) course_->trainer.SetKlWeight(*message.beta);
}

void Learner::On(DigitsMessage message) {
  if (!HasCourse()) return;
  if (course_->digits == nullptr) return Fail("Only a course on digits can have more of them");
  const Status added = course_->digits->Add(std::move(message.images));
  if (!added) Fail(added.error());
}

void Learner::On(TakenMessage message) {
  taken_ = true;
  pause_ = std::max(message.pause, kSecondsBetweenSnapshots);
}

void Learner::On(LeaveMessage) {
  if (HasCourse()) course_->leave_asked = true;
}

void Learner::On(StopMessage) {
  course_ = nullptr;
  running_ = one_step_ = false;
}

// --- work -------------------------------------------------------------------------------------

bool Learner::SnapshotTold() const {
  return course_->snapshot_step == course_->trainer.steps() &&
         (running_ || course_->snapshot_whole);
}

bool Learner::SnapshotDue() const { return taken_ && !SnapshotTold(); }

bool Learner::RestDue() const { return !running_ && !course_->rest_told && SnapshotTold(); }

bool Learner::KeepDue() const { return course_->rest_told && course_->leave_asked; }

bool Learner::HasWork() const {
  return course_ && (running_ || course_->loss_due || SnapshotDue() || RestDue() || KeepDue());
}

void Learner::Rest() {
  running_ = one_step_ = false;
  course_->loss_due = true;
}

void Learner::Work(double seconds) {
  if (!course_) return;
  Course& course = *course_;
  if (running_ && course.opened) {
    if (!course.told_at) course.told_at = seconds;
    Step();
    if (!course_) return;
  }
  course.opened = true;
  const bool rests = !running_;
  const double pause = course.lesson ? kSecondsBetweenMeasures : kSecondsBetweenLosses;
  if (course.loss_due || (!rests && seconds - *course.told_at >= pause)) {
    TellLoss(seconds);
  }
  const bool early = course.snapshot_at && seconds - *course.snapshot_at < pause_;
  if (SnapshotDue() && (rests || !early)) TellSnapshot(seconds);
  if (rests) course.told_at.reset();
  if (RestDue()) TellRest();
  if (KeepDue()) TellKept();
}

void Learner::Step() {
  Course& course = *course_;
  const Matrix& batch = course.batches->Next();
  std::vector<uint32_t> all(static_cast<size_t>(batch.cols()));
  std::iota(all.begin(), all.end(), 0u);
  const ElboMean mean = course.trainer.Step(batch, all);
  if (!std::isfinite(mean.neg_elbo())) return GiveUp();
  if (course.epoch_step == 0) course.of_epoch = {};
  course.since_told.Add(mean, batch.cols());
  course.of_epoch.Add(mean, batch.cols());
  ++course.epoch_step;
  if (course.epoch_step == course.batches->epoch_steps()) {
    ++course.epoch;
    course.epoch_step = 0;
    course.loss_due = true;
  }
  if (one_step_ || course.done()) Rest();
}

// The weights that gave this loss are of no use: the last snapshot stays what it was.
void Learner::GiveUp() {
  const std::string step = std::to_string(course_->trainer.steps());
  course_ = nullptr;
  running_ = one_step_ = false;
  Fail("The loss is no longer a finite number after step " + step +
       "; start again with a smaller learning rate");
}

void Learner::TellLoss(double seconds) {
  Course& course = *course_;
  const LossSum& sum = course.since_told;
  if (course.lesson) course.lesson->Update(course.trainer.params());
  LossMessage loss{.step = course.trainer.steps(),
                   .epoch = course.epoch,
                   .digits = sum.digits,
                   .recon_nats = sum.Mean(sum.recon_nats),
                   .kl_nats = sum.Mean(sum.kl_nats),
                   .epoch_recon_nats = course.of_epoch.Mean(course.of_epoch.recon_nats),
                   .epoch_kl_nats = course.of_epoch.Mean(course.of_epoch.kl_nats),
                   .epoch_steps = course.batches->epoch_steps(),
                   .threads = pool_.threads(),
                   .lesson = {}};
  const double passed = course.told_at ? seconds - *course.told_at : 0;
  if (passed > 0) loss.digits_per_second = static_cast<double>(sum.digits) / passed;
  if (course.lesson) loss.lesson = course.lesson->progress;
  reports_.push_back(std::move(loss));
  course.since_told = {};
  course.told_at = seconds;
  course.loss_due = false;
}

void Learner::TellSnapshot(double seconds) {
  Course& course = *course_;
  const VaeParams& params = course.trainer.params();
  UpdateMap();
  reports_.push_back(
      SnapshotMessage{.step = course.trainer.steps(), .params = params, .map_mu = course.map_mu});
  course.snapshot_step = course.trainer.steps();
  course.snapshot_at = seconds;
  taken_ = false;
}

void Learner::UpdateMap() {
  Course& course = *course_;
  const Index all = course.map_digits.cols();
  course.snapshot_whole = !running_ || course.map_mu.size() == 0 || all <= kMapDigitsASnapshot;
  if (all == 0) return;
  Index first = 0;
  Index count = all;
  if (course.snapshot_whole) {
    course.map_mu.resize(course.trainer.params().shape().latent_dim, all);
  } else {
    first = course.map_next;
    count = std::min(kMapDigitsASnapshot, all - first);
  }
  course.map_mu.middleCols(first, count) =
      Encode(course.trainer.params(), course.map_digits.middleCols(first, count)).mu;
  course.map_next = (first + count) % all;
}

void Learner::TellRest() {
  Course& course = *course_;
  course.rest_told = true;
  if (course.done()) {
    reports_.push_back(DoneMessage{course.trainer.steps()});
  } else {
    reports_.push_back(RestedMessage{course.trainer.steps()});
  }
}

void Learner::TellKept() {
  Course& course = *course_;
  course.leave_asked = false;
  reports_.push_back(
      KeptMessage{SerializeCourse({.state = course.trainer.state(),
                                   .place = {.given = course.trainer.steps(),
                                             .epochs = course.epoch,
                                             .epoch_given = course.epoch_step,
                                             .epoch_digits = course.batches->epoch_digits()}})});
}

}  // namespace vae

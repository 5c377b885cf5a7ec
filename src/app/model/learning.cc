#include "app/model/learning.h"

#include <algorithm>
#include <string>
#include <utility>

#include "app/model/errors.h"
#include "app/model/models.h"
#include "app/model/pace.h"
#include "app/model/test_digits.h"
#include "explore/pca.h"
#include "io/weights.h"

namespace app {
namespace {

void Tell(AppState& state, const vae::Request& request) {
  vae::Packet packet = vae::Pack(request);
  Request asked{Request::Kind::kLearn, std::move(packet.json), {}};
  if (!packet.buffers.empty()) asked.bytes = std::move(packet.buffers[0]);
  state.requests.push_back(std::move(asked));
}

vae::Bytes FileOf(const LoadedModel& model) {
  return vae::SerializeWeights({.params = model.params, .metadata = {{"trained_by", "the page"}}});
}

void Begin(AppState& state, const vae::StartMessage& start) {
  Learning& learning = state.learning;
  learning.begun = learning.running = learning.adopt = learning.awake = true;
  learning.told = false;
  learning.teaching = start.data == vae::CourseData::kLesson;
  learning.dreaming = start.data == vae::CourseData::kDreams;
  learning.step = learning.epoch = learning.epoch_steps = 0;
  learning.steps = start.steps;
  learning.recon_nats = learning.kl_nats = learning.digits_per_second = 0;
  learning.error.clear();
  learning.losses.clear();
  learning.places.resize(0, 0);
  learning.progress.reset();
  if (state.test_digits.offered) NeedDigits(state);
  if (start.data == vae::CourseData::kDigits) state.progress[kTrainingKey] = 0;  // fetched first
  Tell(state, start);
  Tell(state, vae::RunMessage());
}

// Neighbours become one, so that the whole course remains.
void ThinOut(std::vector<LossPoint>& points) {
  std::vector<LossPoint> fewer;
  for (size_t i = 0; i + 1 < points.size(); i += 2) {
    const LossPoint& a = points[i];
    const LossPoint& b = points[i + 1];
    fewer.push_back({b.step, (a.recon_nats + b.recon_nats) / 2, (a.kl_nats + b.kl_nats) / 2});
  }
  points = std::move(fewer);
}

void Take(AppState& state, const vae::LossMessage& loss) {
  Learning& learning = state.learning;
  learning.step = loss.step;
  learning.epoch = loss.epoch;
  learning.epoch_steps = loss.epoch_steps;
  learning.threads = loss.threads;
  if (loss.digits > 0) {
    learning.recon_nats = loss.recon_nats;
    learning.kl_nats = loss.kl_nats;
    if (loss.digits_per_second > 0) learning.digits_per_second = loss.digits_per_second;
    learning.losses.push_back(
        {loss.step, static_cast<float>(loss.recon_nats), static_cast<float>(loss.kl_nats)});
    if (learning.losses.size() > kMostPoints) ThinOut(learning.losses);
  }
  if (!loss.lesson) return;
  learning.progress = loss.lesson;
  std::vector<LessonPoint>& went = learning.lesson_went[learning.rehearsal ? 1 : 0];
  if (!went.empty() && went.back().step == loss.step) went.pop_back();
  went.push_back(
      {loss.step, static_cast<float>(loss.lesson->now), static_cast<float>(loss.lesson->known)});
}

constexpr vae::Index kSurveyed = 2000;  // test digits of the map of the visitor's own model

// The first test digits, which stand at learning.places, as the model's map; without their costs it
// says nothing of how digit-like a drawing is.
void SetMap(AppState& state, LoadedModel& model, vae::Matrix mu, vae::Vector neg_elbo) {
  const std::vector<uint8_t>& labels = state.test_digits.set->labels;
  DigitMap map;
  map.of_other_weights = neg_elbo.size() == 0;
  SetCosts(model, neg_elbo);
  map.data.labels.assign(labels.begin(), labels.begin() + mu.cols());
  map.data.position = state.learning.places;
  map.data.neg_elbo = std::move(neg_elbo);
  map.data.mu = std::move(mu);
  model.map = std::move(map);
  if (state.model == &model) state.map_changed = true;
}

// The map while weights change: only where the digits that the learner watches stand.
void TakeMap(AppState& state, vae::Matrix mu) {
  const std::shared_ptr<const DigitSet>& set = state.test_digits.set;
  const auto found = state.models.find(kMine);
  if (found == state.models.end() || !set || mu.cols() < 2) return;
  if (set->digits.cols() < mu.cols()) return;
  if (mu.rows() != found->second.params.shape().latent_dim) return;
  SetMap(state, found->second, std::move(mu), {});
}

void KeepMine(AppState& state) {
  state.requests.push_back({Request::Kind::kKeep, kMine, FileOfMine(state)});
}

void Take(AppState& state, vae::SnapshotMessage snapshot) {
  Learning& learning = state.learning;
  learning.step = std::max(learning.step, snapshot.step);
  learning.places = PlacesOf(snapshot.map_mu);
  ++learning.snapshots;
  learning.told = true;
  state.progress.erase(kTrainingKey);
  SetMine(state, std::move(snapshot.params));
  if (std::exchange(learning.adopt, false)) ChooseModel(state, kMine);
  TakeMap(state, std::move(snapshot.map_mu));
  if (state.view != "learn") state.pace.unmeasured = 0;  // nothing glides elsewhere, to measure by
  Tell(state, vae::TakenMessage{PauseBetweenSnapshots(state.pace)});
}

void Take(AppState& state, const vae::RestedMessage& rested) {
  if (state.learning.running) return;  // it has been told to go on since
  SurveyMine(state);
  if (rested.step > 0) KeepMine(state);
}

void Take(AppState& state, const vae::DoneMessage& done) {
  state.learning.running = false;
  state.learning.step = done.step;
  Take(state, vae::RestedMessage{done.step});
}

// The page's script keeps it.
void Take(AppState& /*state*/, const vae::KeptMessage& /*kept*/) {}

void Take(AppState& state, const vae::FailedMessage& failed) {
  Learning& learning = state.learning;
  learning.error = failed.sentence;
  learning.running = failed.running;
  if (!failed.running) learning.begun = false;
  state.progress.erase(kTrainingKey);
}

}  // namespace

vae::Matrix PlacesOf(const vae::Matrix& mu) {
  if (mu.rows() == 2) return mu;
  if (mu.cols() < 2) return vae::Matrix::Zero(2, mu.cols());
  if (mu.rows() > 2) return vae::Project(vae::FitPca(mu, 2), mu);
  vae::Matrix line = vae::Matrix::Zero(2, mu.cols());
  line.row(0) = mu;
  return line;
}

void StartCourse(AppState& state) {
  const CourseOptions& options = state.learning.options;
  vae::StartMessage start;
  start.from_nothing = !options.from_model;
  start.latent_dim = options.latent_dim;
  start.hidden_dim = options.hidden_dim;
  start.recipe = options.recipe;
  start.batch_size = options.batch_size;
  start.learning_rate = static_cast<double>(options.learning_rate);
  start.beta = static_cast<double>(options.beta);
  start.seed = options.seed;
  const bool dreams = options.dreams || !state.learning.has_digits;
  start.data = dreams ? vae::CourseData::kDreams : vae::CourseData::kDigits;
  if ((dreams || options.from_model) && state.model != nullptr)
    start.weights = FileOf(*state.model);
  Begin(state, start);
}

void StartLesson(AppState& state, int64_t steps) {
  Learning& learning = state.learning;
  if (learning.lesson.empty() || state.model == nullptr) return;
  learning.before = std::make_shared<const vae::VaeParams>(state.model->params);
  learning.lesson_went[learning.rehearsal ? 1 : 0].clear();
  vae::StartMessage start;
  start.weights = FileOf(*state.model);
  start.from_nothing = false;
  start.data = vae::CourseData::kLesson;
  start.steps = steps;
  start.seed = learning.options.seed;
  const bool centred = state.input_mode == InputMode::kNormalized;
  start.lesson = vae::Lesson{.drawings = learning.lesson,
                             .form = centred ? vae::DigitForm::kCentred : vae::DigitForm::kAsDrawn,
                             .rehearsal = learning.rehearsal};
  Begin(state, start);
}

bool CanGoOn(const AppState& state) {
  const Learning& learning = state.learning;
  return learning.begun && (learning.steps == 0 || learning.step < learning.steps);
}

void RunCourse(AppState& state) {
  if (!CanGoOn(state)) return;
  state.learning.running = state.learning.awake = true;
  Tell(state, vae::RunMessage());
}

void PauseCourse(AppState& state) {
  if (!state.learning.begun || !state.learning.running) return;
  state.learning.running = false;
  Tell(state, vae::PauseMessage());
}

void StepCourse(AppState& state) {
  if (!CanGoOn(state)) return;
  state.learning.running = false;
  state.learning.awake = true;
  Tell(state, vae::StepMessage());
}

void StopCourse(AppState& state) {
  Learning& learning = state.learning;
  if (!learning.begun) return;
  learning.begun = learning.running = learning.awake = false;
  Tell(state, vae::StopMessage());
}

void LetLearnerGo(AppState& state) {
  Learning& learning = state.learning;
  if (!learning.awake || learning.running) return;
  learning.awake = false;
  if (CanGoOn(state)) {
    Tell(state, vae::LeaveMessage());
  } else {
    learning.begun = false;
    Tell(state, vae::StopMessage());
  }
}

void SetLearningRate(AppState& state, float rate) {
  state.learning.options.learning_rate = rate;
  if (state.learning.begun) {
    Tell(state, vae::SetMessage{.learning_rate = static_cast<double>(rate), .beta = {}});
  }
}

void SetBeta(AppState& state, float beta) {
  state.learning.options.beta = beta;
  if (state.learning.begun) {
    Tell(state, vae::SetMessage{.learning_rate = {}, .beta = static_cast<double>(beta)});
  }
}

bool CanAddToLesson(const AppState& state) {
  return state.drawing.picture == nullptr && !state.drawing.strokes.empty() && !state.pen_down &&
         !state.example_shown && state.learning.lesson.size() < kMostLesson;
}

void AddToLesson(AppState& state) {
  if (!CanAddToLesson(state)) return;
  state.learning.lesson.push_back(state.drawing.strokes);
  ++state.learning.lesson_changes;
}

void ClearLesson(AppState& state) {
  state.learning.lesson.clear();
  ++state.learning.lesson_changes;
}

vae::Result<int> LearnerSaid(AppState& state, vae::Packet packet) {
  vae::Result<vae::Report> report = vae::UnpackReport(std::move(packet));
  if (!report) return vae::Failure(report.error());
  std::visit([&](auto& message) { Take(state, std::move(message)); }, *report);
  if (!state.learning.running) return kFramesToSettle;
  if (std::holds_alternative<vae::LossMessage>(*report)) return 0;
  return 1;
}

void SetMine(AppState& state, vae::VaeParams params) {
  const auto found = state.models.find(kMine);
  if (found != state.models.end() && found->second.params.shape() == params.shape()) {
    (void)SetWeights(state, kMine, std::move(params));
    return;
  }
  AddModel(state, {.name = kMine, .params = std::move(params), .payload_sha256 = {}, .map = {}});
}

void SurveyMine(AppState& state) {
  const auto found = state.models.find(kMine);
  const std::shared_ptr<const DigitSet>& set = state.test_digits.set;
  if (found == state.models.end() || !set || set->digits.cols() < 2) return;
  const vae::Index count = std::min(kSurveyed, set->digits.cols());
  const vae::ConstColumns digits = set->digits.leftCols(count);
  const vae::VaeParams& params = found->second.params;
  vae::Posterior q = vae::Encode(params, digits);
  vae::Vector neg_elbo =
      vae::BernoulliNats(digits, vae::DecodeLogits(params, q.mu)) + vae::GaussianKlNats(q);
  state.learning.places = PlacesOf(q.mu);
  SetMap(state, found->second, std::move(q.mu), std::move(neg_elbo));
}

vae::Bytes FileOfMine(const AppState& state) {
  const auto found = state.models.find(kMine);
  return found == state.models.end() ? vae::Bytes() : FileOf(found->second);
}

void SaveMine(AppState& state) {
  vae::Bytes file = FileOfMine(state);
  if (file.empty()) return;
  state.requests.push_back({Request::Kind::kSave, "latentpad-mine.safetensors", std::move(file)});
}

}  // namespace app

#include <cmath>
#include <string>
#include <utility>

#include "app/model/errors.h"
#include "app/model/learning.h"
#include "app/views/learn/state.h"
#include "app/views/learn/view.h"
#include "app/views/view.h"
#include "io/quoted.h"

namespace app {
namespace {

constexpr Option kWhat[] = {{"course", "from nothing"}, {"teach", "teach it yours"}};
constexpr Option kLayouts[] = {{"pca", "PCA"}, {"tsne", "t-SNE"}};
constexpr Option kRehearsal[] = {{"without", "without rehearsal"}, {"with", "with rehearsal"}};

constexpr Setting kSettings[] = {
    {.name = "learn_what",
     .label = "What is learned",
     .kind = Setting::Kind::kChoice,
     .options = kWhat,
     .get = [](const AppState& state) { return state.views.Of<LearnState>().teach ? 1.0f : 0.0f; },
     .set = [](AppState& state, float value) { state.views.Of<LearnState>().teach = value == 1; }},
    {.name = "learn_layout",
     .label = "Layout of the test digits, more than two dimensions",
     .kind = Setting::Kind::kChoice,
     .options = kLayouts,
     .get = [](const AppState& state) { return state.views.Of<LearnState>().tsne ? 1.0f : 0.0f; },
     .set = [](AppState& state, float value) { state.views.Of<LearnState>().tsne = value == 1; }},
    {.name = "learn_rate",
     .label = "Learning rate",
     .kind = Setting::Kind::kNumber,
     .least = 1e-4f,
     .most = 1e-2f,
     .first = 0.003f,
     .get = [](const AppState& state) { return state.learning.options.learning_rate; },
     .set = [](AppState& state, float value) { state.learning.options.learning_rate = value; },
     .choose = [](AppState& state, const Results&, float value) { SetLearningRate(state, value); }},
    {.name = "learn_beta",
     .label = "Weight of KL",
     .kind = Setting::Kind::kNumber,
     .least = 0,
     .most = 4,
     .first = 1,
     .get = [](const AppState& state) { return state.learning.options.beta; },
     .set = [](AppState& state, float value) { state.learning.options.beta = value; },
     .choose = [](AppState& state, const Results&, float value) { SetBeta(state, value); }},
    {.name = "teach_rehearsal",
     .label = "Rehearsal of a lesson",
     .kind = Setting::Kind::kChoice,
     .options = kRehearsal,
     .first = 1,
     .get = [](const AppState& state) { return state.learning.rehearsal ? 1.0f : 0.0f; },
     .set = [](AppState& state, float value) { state.learning.rehearsal = value == 1; }},
};

bool HasCourse(const AppState& state, const Results&) { return state.learning.begun; }
bool CanStep(const AppState& state, const Results&) { return CanGoOn(state); }

constexpr Command kCommands[] = {
    {.name = "learn_play",
     .label = "Learn, or go on",
     .needs_model = true,
     .act =
         [](AppState& state, const Results&, int) {
           if (CanGoOn(state)) {
             RunCourse(state);
           } else {
             StartCourse(state);
           }
         }},
    {.name = "learn_pause",
     .label = "Pause learning",
     .can = [](const AppState& state, const Results&) { return state.learning.running; },
     .act = [](AppState& state, const Results&, int) { PauseCourse(state); }},
    {.name = "learn_step",
     .label = "Learn from one batch",
     .can = CanStep,
     .act = [](AppState& state, const Results&, int) { StepCourse(state); }},
    {.name = "learn_stop",
     .label = "End learning",
     .can = HasCourse,
     .act = [](AppState& state, const Results&, int) { StopCourse(state); }},
    {.name = "lesson_add",
     .label = "Add the drawing to the lesson",
     .can = [](const AppState& state, const Results&) { return CanAddToLesson(state); },
     .act = [](AppState& state, const Results&, int) { AddToLesson(state); }},
    {.name = "lesson_clear",
     .label = "Clear the lesson",
     .can = [](const AppState& state, const Results&) { return !state.learning.lesson.empty(); },
     .act = [](AppState& state, const Results&, int) { ClearLesson(state); }},
    {.name = "save_mine",
     .label = "Save the network that was taught",
     .can = [](const AppState& state, const Results&) { return state.models.count(kMine) > 0; },
     .act = [](AppState& state, const Results&, int) { SaveMine(state); }},
};

// ---- Acts that take options.

// A number at `key` in [least, most] takes the place of `value`. Returns false for anything else.
template <class T>
bool TakeNumber(const Json& request, const char* key, double least, double most, T& value) {
  const auto found = request.find(key);
  if (found == request.end()) return true;
  if (!found->is_number()) return false;
  const auto number = found->get<double>();
  if (!(number >= least && number <= most)) return false;
  if constexpr (std::is_integral_v<T>) {
    if (number != std::floor(number)) return false;
  }
  value = static_cast<T>(number);
  return true;
}

vae::Status NoNumber(const char* act, const char* key, const char* range) {
  return vae::Failure(std::string(act) + " takes " + key + ": " + range + ".");
}

// One of two words at `key`.
bool TakeWord(const Json& request, const char* key, const char* no, const char* yes, bool& value) {
  const auto found = request.find(key);
  if (found == request.end()) return true;
  if (!found->is_string() || (*found != no && *found != yes)) return false;
  value = *found == yes;
  return true;
}

vae::Status TakeRates(const char* act, const Json& request, float& rate, float& beta) {
  if (!TakeNumber(request, "learningRate", 1e-6, 1, rate)) {
    return NoNumber(act, "learningRate", "a number from 0.000001 to 1");
  }
  if (!TakeNumber(request, "beta", 0, 100, beta)) {
    return NoNumber(act, "beta", "a number from 0 to 100");
  }
  return {};
}

vae::Status TakeOptions(const Json& request, CourseOptions& options) {
  if (!TakeWord(request, "from", "nothing", "model", options.from_model)) {
    return vae::Failure("learn takes from: \"nothing\" or \"model\".");
  }
  if (!TakeWord(request, "data", "digits", "dreams", options.dreams)) {
    return vae::Failure("learn takes data: \"digits\" or \"dreams\".");
  }
  bool best = options.recipe == vae::Recipe::kBest;
  if (!TakeWord(request, "recipe", "original", "best", best)) {
    return vae::Failure("learn takes recipe: \"original\" or \"best\".");
  }
  options.recipe = best ? vae::Recipe::kBest : vae::Recipe::kOriginal;
  if (!TakeNumber(request, "latentDim", 1, 100, options.latent_dim)) {
    return NoNumber("learn", "latentDim", "a whole number from 1 to 100");
  }
  if (!TakeNumber(request, "hiddenDim", 1, 4096, options.hidden_dim)) {
    return NoNumber("learn", "hiddenDim", "a whole number from 1 to 4096");
  }
  if (!TakeNumber(request, "batchSize", 1, 1000, options.batch_size)) {
    return NoNumber("learn", "batchSize", "a whole number from 1 to 1000");
  }
  if (!TakeNumber(request, "seed", 0, 9007199254740991.0, options.seed)) {
    return NoNumber("learn", "seed", "a whole number from 0 to 2^53 - 1");
  }
  return TakeRates("learn", request, options.learning_rate, options.beta);
}

vae::Status Learn(AppState& state, const Json& request) {
  CourseOptions options;
  if (const vae::Status taken = TakeOptions(request, options); !taken) return taken;
  if (!state.learning.has_digits && request.value("data", "") == "digits") {
    return vae::Failure(
        "There are no training digits here: build the page where MNIST is, or learn from dreams.");
  }
  if (state.model == nullptr) return vae::Failure(kNoModelYet);
  state.learning.options = options;
  StartCourse(state);
  return {};
}

vae::Status Teach(AppState& state, const Json& request) {
  int64_t steps = kLessonSteps;
  if (!TakeNumber(request, "steps", 1, 100'000, steps)) {
    return NoNumber("teach", "steps", "a whole number from 1 to 100000");
  }
  const auto rehearsal = request.find("rehearsal");
  if (rehearsal != request.end() && !rehearsal->is_boolean()) {
    return vae::Failure("teach takes rehearsal: true or false.");
  }
  if (state.model == nullptr) return vae::Failure(kNoModelYet);
  if (state.learning.lesson.empty()) {
    return vae::Failure("There is no lesson yet: draw something, then {\"act\": \"lesson_add\"}.");
  }
  state.learning.rehearsal = rehearsal == request.end() || rehearsal->get<bool>();
  StartLesson(state, steps);
  return {};
}

vae::Status SetRates(AppState& state, const Json& request) {
  float rate = state.learning.options.learning_rate, beta = state.learning.options.beta;
  if (const vae::Status taken = TakeRates("learn_set", request, rate, beta); !taken) return taken;
  if (request.contains("learningRate")) SetLearningRate(state, rate);
  if (request.contains("beta")) SetBeta(state, beta);
  return {};
}

std::optional<vae::Status> Act(AppState& state, const Results&, std::string_view name,
                               const Json& request) {
  if (name != "learn" && name != "teach" && name != "learn_set") return std::nullopt;
  if (!state.learning.offered) {
    return vae::Failure("This browser cannot learn: it has no module workers.");
  }
  if (name == "learn") return Learn(state, request);
  return name == "teach" ? Teach(state, request) : SetRates(state, request);
}

void Describe(const AppState& state, const Results&, Json& json) {
  const Learning& learning = state.learning;
  Json& ours = json["learn"];
  ours = {{"offered", learning.offered},
          {"running", learning.running},
          {"begun", learning.begun && learning.told},
          {"data", learning.teaching   ? "lesson"
                   : learning.dreaming ? "dreams"
                                       : "digits"},
          {"epoch", learning.epoch},
          {"step", learning.step},
          {"digitsPerSecond", learning.digits_per_second},
          {"reconNats", learning.recon_nats},
          {"klNats", learning.kl_nats},
          {"threads", learning.threads},
          {"snapshots", learning.snapshots},
          {"lesson", nullptr},
          {"error", learning.error}};
  if (learning.lesson.empty() && !learning.progress) return;
  ours["lesson"] = {{"count", learning.lesson.size()}};
  if (!learning.progress) return;
  ours["lesson"]["before"] = learning.progress->before;
  ours["lesson"]["now"] = learning.progress->now;
  ours["lesson"]["knownBefore"] = learning.progress->known_before;
  ours["lesson"]["known"] = learning.progress->known;
}

}  // namespace

extern const ViewRow kLearnView;  // views.cc
constinit const ViewRow kLearnView = {
    .name = "learn",
    .label = "Learn",
    .help = "a network learns before your eyes, from nothing or from your own hand.",
    .offered = [](const AppState& state, bool) { return state.learning.offered; },
    .compute = UpdateLearn,
    .let_go = LetLearnerGo,
    .upload = UpdateLearnPictures,
    .draw = LearnView,
    .settings = kSettings,
    .commands = kCommands,
    .act = Act,
    .describe = Describe};

}  // namespace app

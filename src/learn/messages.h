// What the page and the learner tell each other: the only place that says so. A message is a JSON
// object, whose "type" and fields are named beside each struct below, and buffers of bytes, which
// the page and its worker hand over without copying; a field that stands for bytes holds the index
// of a buffer, or null. Fields that are left out have the values given here; unknown ones are
// ignored.
//
//   page -> learner   start, run, pause, step, set, digits, taken, leave, stop
//   learner -> page   loss, snapshot, rested, done, kept, failed
//
// A course begins with `start`, rests until `run` or `step`, and rests again after `pause`. Weights
// come in snapshots: one after `start`, then some a second, and one of the state in which the
// course rests; each only after `taken` has answered the one before, and as long after it as that
// says, so a page that is busy gets fewer. Once that last one is told, the course says that it has
// `rested`, or is `done`.
//
// A page that wants the learner's memory back while a course rests asks for what the course needs
// to go on, with `leave`, and ends the learner when it has been `kept`. The same `start`, with the
// `course` that was kept, goes on in another learner as if there had been one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"
#include "core/types.h"
#include "core/vae.h"
#include "io/file.h"
#include "learn/lesson.h"

namespace vae {

enum class Recipe { kOriginal, kBest };               // "original", "best": as of vae-train
enum class CourseData { kDigits, kDreams, kLesson };  // "digits", "dreams", "lesson"

// What to teach, in a course on a lesson.
struct Lesson {
  // "drawings": [[{"width", "eraser", "points": [x, y, width, x, y, width ...]} ...] ...]; ink.h
  std::vector<Drawing> drawings;
  DigitForm form = DigitForm::kCentred;  // "form": "drawn" or "centred"
  double share = 0.2;     // "share": of each batch that is drawings; the rest is rehearsal
  bool rehearsal = true;  // "rehearsal": false fills batches with drawings: what forgetting is
};

// "start": ends the course that there was, and begins one.
struct StartMessage {
  // "weights": a safetensors file of `vae-mnist`. The course goes on from this model; in a course
  // on dreams with fromNothing it only dreams. Needed but for a course on digits that begins with
  // nothing.
  Bytes weights;
  bool from_nothing = true;           // "fromNothing": start from random weights of the sizes
  int hidden_dim = 500;               // "hiddenDim", 1 to 4096
  int latent_dim = 10;                // "latentDim", 1 to 100
  Recipe recipe = Recipe::kOriginal;  // "recipe": defaults of the next two, and what they cannot
  int batch_size = 0;                 // "batchSize", 1 to 1000; 0: the recipe's
  double learning_rate = 0;           // "learningRate", above 0 to 1; 0: the recipe's
  double beta = 1;                    // "beta", 0 to 100: weight of KL
  uint64_t seed = 1;                  // "seed", below 2^53
  int64_t steps = 0;                  // "steps" of the course; 0: no end, constant rate
  CourseData data = CourseData::kDigits;  // "data"
  std::vector<Bytes> images;              // "images": IDX files, a list of buffers, for digits
  Bytes map_images;                       // "mapImages": an IDX file of digits to watch
  int map_digits = 2000;                  // "mapDigits": how many of them, from the first on
  std::optional<Lesson> lesson;           // "lesson", for a course on one
  // "course": of `kept`. The course goes on from there; everything else is as it was begun with,
  // but for what `set` has changed, and all its digits are here at once.
  Bytes course;
};

struct RunMessage {};    // "run": until `pause`, or the end of the course
struct PauseMessage {};  // "pause": no work at all from here on
struct StepMessage {};   // "step": one step, then rest

// "set": from the next step on.
struct SetMessage {
  std::optional<double> learning_rate;  // "learningRate": the peak, where the recipe has a schedule
  std::optional<double> beta;           // "beta"
};

// "digits": more of them for a course on digits, which has them from its next epoch on.
struct DigitsMessage {
  Bytes images;  // "images": an IDX file
};

// "taken": the page has made use of the last snapshot.
struct TakenMessage {
  double pause = 0;  // "pause", 0 to 60: seconds from it to the next, unless the course rests
};

struct LeaveMessage {};  // "leave": asks for what the course needs to go on, once it rests
struct StopMessage {};   // "stop": ends the course and frees its memory

inline constexpr double kLongestPause = 60;

using Request = std::variant<StartMessage, RunMessage, PauseMessage, StepMessage, SetMessage,
                             DigitsMessage, TakenMessage, LeaveMessage, StopMessage>;

// How a lesson goes, in nats at z = mu (medians).
struct LessonProgress {
  double before = 0;        // "before": of the drawings, before the course
  double now = 0;           // "now": of the drawings
  double known_before = 0;  // "knownBefore": of dreams that are not rehearsed, before the course
  double known = 0;         // "known": of the same dreams, now
};

// "loss": after `start`, several times a second, at the end of each epoch, and at rest.
struct LossMessage {
  int64_t step = 0;       // "step": done since `start`
  int64_t epoch = 0;      // "epoch": whole epochs done
  int64_t digits = 0;     // "digits": of the steps since the last loss message
  double recon_nats = 0;  // "reconNats", "klNats": their mean, nats per image
  double kl_nats = 0;
  double epoch_recon_nats = 0;   // "epochReconNats", "epochKlNats": mean of the epoch so far, or,
  double epoch_kl_nats = 0;      // at its end, of the epoch that has ended
  int64_t epoch_steps = 0;       // "epochSteps": of an epoch; 0: this course has no epochs
  double digits_per_second = 0;  // "digitsPerSecond": since the last loss message
  int threads = 1;               // "threads"
  std::optional<LessonProgress> lesson;  // "lesson", in a course on one
};

// "snapshot".
struct SnapshotMessage {
  int64_t step = 0;  // "step"
  // "hiddenDim", "latentDim", and "params": float32, little-endian: of each layer in the order of
  // kLayerNames its weights (out, in), row-major, then its biases.
  VaeParams params;
  // "mapMu": float32, little-endian, (L, M) column-major: mu of the digits to watch, while the
  // course runs of some of them, in turn, and of the others as it was before; null if none.
  Matrix map_mu;
};

// "rested": the course rests, and the snapshot of its rest has been told.
struct RestedMessage {
  int64_t step = 0;  // "step"
};

// "done": the same of a course that has had its steps.
struct DoneMessage {
  int64_t step = 0;  // "step"
};

// "kept": answers `leave` once the course rests and has said so.
struct KeptMessage {
  Bytes course;  // "course": of kept_course.h
};

// "failed": what the page asked for was not done, or the course cannot go on. The last snapshot is
// still good.
struct FailedMessage {
  std::string sentence;  // "sentence": what is wrong, where, and what to do
  bool running = false;  // "running": the course goes on all the same
};

using Report = std::variant<LossMessage, SnapshotMessage, RestedMessage, DoneMessage, KeptMessage,
                            FailedMessage>;

// A message on its way.
struct Packet {
  std::string json;
  std::vector<Bytes> buffers;
};

Packet Pack(const Request& request);
Packet Pack(const Report& report);

// Mirror images of Pack. They fail with one sentence when JSON, type, a field or a buffer is not as
// described above; `packet`'s buffers are moved out of it.
Result<Request> UnpackRequest(Packet packet);
Result<Report> UnpackReport(Packet packet);

}  // namespace vae

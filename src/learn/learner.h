// The learner: trains a model in small pieces, told what to do and telling how it goes by messages
// (messages.h). It knows neither threads of its own nor a clock nor where it runs: natively
//
//   ThreadPool pool(1);
//   Learner learner(pool);
//   learner.Receive(start);
//   learner.Receive(RunMessage{});
//   while (learner.HasWork()) {
//     learner.Work(seconds());
//     while (const std::optional<Report> report = learner.Next()) ...;  // answer a snapshot: taken
//   }
//
// and in the page a worker does the same (worker.cc, web/learner.js).
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <span>

#include "core/thread_pool.h"
#include "learn/messages.h"

namespace vae {

class Learner {
 public:
  // `pool` must outlive the learner.
  explicit Learner(ThreadPool& pool);
  ~Learner();

  // Never fails itself: what cannot be done is answered by `failed`.
  void Receive(Request request);

  // Whether Work would do anything. False at rest.
  bool HasWork() const;

  // One training step if the course runs, and what is due to be told. `seconds` of any clock that
  // does not go back: it decides how often something is told, never what is learned.
  void Work(double seconds);

  // What there is to tell, oldest first; nothing when all is told.
  std::optional<Report> Next();

 private:
  struct Course;

  void On(StartMessage message);
  void On(RunMessage);
  void On(PauseMessage);
  void On(StepMessage);
  void On(SetMessage message);
  void On(DigitsMessage message);
  void On(TakenMessage message);
  void On(LeaveMessage);
  void On(StopMessage);

  Result<std::unique_ptr<Course>> Begin(StartMessage message) const;
  static Status GoOn(Course& course, std::span<const std::byte> kept);
  bool HasCourse();
  bool SnapshotTold() const;
  bool SnapshotDue() const;
  bool RestDue() const;
  bool KeepDue() const;
  void Step();
  void Rest();
  void GiveUp();
  void TellRest();
  void TellKept();
  void TellLoss(double seconds);
  void TellSnapshot(double seconds);
  void UpdateMap();
  void Fail(std::string sentence);

  ThreadPool& pool_;
  std::unique_ptr<Course> course_;  // null: none
  bool running_ = false;
  bool one_step_ = false;  // rest after the next step
  bool taken_ = true;      // the page waits for a snapshot
  double pause_ = 0;       // between two, or more
  std::deque<Report> reports_;
};

}  // namespace vae

// A learner as its worker drives it.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "learn/learner.h"

namespace vae {

// Its clock goes on by `tick` with each piece of work.
class Session {
 public:
  explicit Session(int threads = 1) : pool_(threads), learner_(pool_) {}

  void Send(Request request) {
    learner_.Receive(std::move(request));
    Listen();
  }
  bool Work() {
    if (!learner_.HasWork()) return false;
    learner_.Work(seconds_ += tick);
    Listen();
    return true;
  }
  // Until there is nothing more to do.
  void WorkAll() {
    while (Work()) {
    }
  }

  double tick = 0.01;
  bool take = true;  // answers snapshots
  double pause = 0;  // by which
  std::vector<LossMessage> losses;
  std::vector<SnapshotMessage> snapshots;
  std::vector<int64_t> rested;
  std::vector<int64_t> done;
  std::vector<Bytes> kept;
  std::vector<FailedMessage> failed;

 private:
  void Listen() {
    while (std::optional<Report> report = learner_.Next()) {
      if (auto* loss = std::get_if<LossMessage>(&*report)) losses.push_back(*loss);
      if (auto* rest = std::get_if<RestedMessage>(&*report)) rested.push_back(rest->step);
      if (auto* end = std::get_if<DoneMessage>(&*report)) done.push_back(end->step);
      if (auto* course = std::get_if<KeptMessage>(&*report)) kept.push_back(course->course);
      if (auto* failure = std::get_if<FailedMessage>(&*report)) failed.push_back(*failure);
      if (auto* snapshot = std::get_if<SnapshotMessage>(&*report)) {
        snapshots.push_back(std::move(*snapshot));
        if (take) learner_.Receive(TakenMessage{pause});
      }
    }
  }

  ThreadPool pool_;
  Learner learner_;
  double seconds_ = 100;
};

}  // namespace vae

// The learner's program in its Web Worker: what web/learner.js calls. Messages cross as their JSON
// and buffers (messages.h).
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "learn/learner.h"

#ifdef VAE_LEARNER_THREADS
#include <emscripten/threading.h>

#include <algorithm>
#endif

namespace {

// As many as the page has made ready (CMakeLists.txt).
int Threads() {
#ifdef VAE_LEARNER_THREADS
  return std::clamp(emscripten_num_logical_cores(), 1, VAE_LEARNER_THREADS);
#else
  return 1;
#endif
}

struct Worker {
  vae::ThreadPool pool{Threads()};
  vae::Learner learner{pool};
  vae::Packet received;  // buffers of a message that is on its way in
  vae::Packet sent;      // the last message out
  std::optional<vae::FailedMessage> refused;
};

Worker& TheWorker() {
  static Worker* worker = new Worker;  // lives as long as the worker
  return *worker;
}

}  // namespace

extern "C" {

// Where to put the next buffer, of `size` bytes, of the message that learner_receive is given then.
void* learner_buffer(size_t size) { return TheWorker().received.buffers.emplace_back(size).data(); }

void learner_receive(const char* json) {
  Worker& worker = TheWorker();
  worker.received.json = json;
  vae::Result<vae::Request> request =
      vae::UnpackRequest(std::exchange(worker.received, vae::Packet()));
  if (request) {
    worker.learner.Receive(*std::move(request));
  } else {
    worker.refused = {.sentence = request.error(), .running = worker.learner.HasWork()};
  }
}

int learner_has_work() { return TheWorker().learner.HasWork() ? 1 : 0; }

void learner_work(double seconds) { TheWorker().learner.Work(seconds); }

// The JSON of the next message for the page, null if there is none; it and its buffers are good
// until the next call.
const char* learner_next() {
  Worker& worker = TheWorker();
  std::optional<vae::Report> report;
  if (worker.refused) {
    report = *std::exchange(worker.refused, std::nullopt);
  } else {
    report = worker.learner.Next();
  }
  if (!report) return nullptr;
  worker.sent = vae::Pack(*report);
  return worker.sent.json.c_str();
}

size_t learner_sent_count() { return TheWorker().sent.buffers.size(); }
const void* learner_sent(size_t index) { return TheWorker().sent.buffers[index].data(); }
size_t learner_sent_size(size_t index) { return TheWorker().sent.buffers[index].size(); }

}  // extern "C"

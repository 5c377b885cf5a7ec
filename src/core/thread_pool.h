// Threads that wait for work, for loops whose iterations do not depend on each other.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "core/types.h"

namespace vae {

// Which thread runs a task is not fixed, so results stay the same for any number of threads only if
// tasks do: cut work into pieces by its size, never by threads(). With one thread none is ever
// started; where the build has no threads (VAE_NO_THREADS) that is the only way. Who
// waits looks for microseconds whether there is something, as between the parts of a training step,
// and then sleeps.
class ThreadPool {
 public:
  // threads >= 1, the calling thread included. Throws std::system_error where the system refuses
  // one.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return static_cast<int>(workers_.size()) + 1; }

  // Runs task(0) .. task(count - 1), each once, and returns when all are done. Not reentrant.
  void Run(int count, const std::function<void(int)>& task);

 private:
  ThreadPool() = default;
  void Work();
  void TakeTasks();
  bool HasTasks() const;

  const std::function<void(int)>* task_ = nullptr;
  // The number of tasks in the upper half, that of the next one in the lower: who can count it up
  // has a task that is nobody else's, and the run it belongs to waits for it.
  std::atomic<uint64_t> tasks_ = 0;
  std::atomic<int> unfinished_ = 0;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;  // held while tasks_ gets tasks, unfinished_ becomes 0 or stop_ true
  std::condition_variable work_;
  std::condition_variable done_;
  std::vector<std::thread> workers_;
};

// Runs f(first, count) for the pieces of `size` things, `per_task` each and the rest in the last.
template <class F>
void ForEachPiece(Index size, Index per_task, ThreadPool& pool, const F& f) {
  pool.Run(static_cast<int>((size + per_task - 1) / per_task), [&](int task) {
    const Index first = task * per_task;
    f(first, std::min(per_task, size - first));
  });
}

}  // namespace vae

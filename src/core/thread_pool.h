// Threads that wait for work, for loops whose iterations do not depend on each other.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace vae {

// Which thread runs a task is not fixed, so results stay the same for any number of threads only if
// tasks do: cut work into pieces by its size, never by threads(). With one thread none is ever
// started; where the build has no threads (VAE_NO_THREADS: the page) that is the only way.
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
  void TakeTasks(std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable done_;
  const std::function<void(int)>* task_ = nullptr;
  int count_ = 0;
  int next_ = 0;
  int unfinished_ = 0;
  bool stop_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace vae

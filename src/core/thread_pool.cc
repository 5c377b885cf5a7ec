#include "core/thread_pool.h"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#endif

namespace vae {
namespace {

constexpr int kLooks = 500;  // some ten microseconds: the machine is not ours alone

// A moment in which another thread of the same core can go on.
inline void Pause() {
#if defined(__x86_64__) || defined(__i386__)
  _mm_pause();
#endif
}

// Whether f() becomes true while one looks.
template <class F>
bool SoonTrue(const F& f) {
  for (int i = 0; i < kLooks; ++i) {
    if (f()) return true;
    Pause();
  }
  return false;
}

}  // namespace

// What is constructed is also destroyed: if a thread is refused, those before it end.
ThreadPool::ThreadPool([[maybe_unused]] int threads) : ThreadPool() {
#ifndef VAE_NO_THREADS
  for (int i = 1; i < threads; ++i) workers_.emplace_back([this] { Work(); });
#endif
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  work_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::Run(int count, const std::function<void(int)>& task) {
  if (workers_.empty()) {
    for (int i = 0; i < count; ++i) task(i);
    return;
  }
  if (count == 0) return;
  {
    const std::lock_guard lock(mutex_);
    task_ = &task;
    unfinished_ = count;
    tasks_ = static_cast<uint64_t>(count) << 32;
  }
  work_.notify_all();
  TakeTasks();
  const auto done = [this] { return unfinished_ == 0; };
  if (SoonTrue(done)) return;
  std::unique_lock lock(mutex_);
  done_.wait(lock, done);
}

void ThreadPool::Work() {
  const auto called = [this] { return stop_ || HasTasks(); };
  while (true) {
    if (!SoonTrue(called)) {
      std::unique_lock lock(mutex_);
      work_.wait(lock, called);
    }
    if (stop_) return;
    TakeTasks();
  }
}

bool ThreadPool::HasTasks() const {
  const uint64_t tasks = tasks_;
  return (tasks & UINT32_MAX) < tasks >> 32;
}

void ThreadPool::TakeTasks() {
  uint64_t tasks = tasks_;
  while ((tasks & UINT32_MAX) < tasks >> 32) {
    if (!tasks_.compare_exchange_weak(tasks, tasks + 1)) continue;
    (*task_)(static_cast<int>(tasks & UINT32_MAX));
    tasks = tasks_;
    if (--unfinished_ > 0) continue;
    const std::lock_guard lock(mutex_);
    done_.notify_one();
  }
}

}  // namespace vae

#include "core/thread_pool.h"

namespace vae {

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
  std::unique_lock lock(mutex_);
  task_ = &task;
  count_ = unfinished_ = count;
  next_ = 0;
  work_.notify_all();
  TakeTasks(lock);
  done_.wait(lock, [this] { return unfinished_ == 0; });
}

void ThreadPool::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    work_.wait(lock, [this] { return stop_ || next_ < count_; });
    if (stop_) return;
    TakeTasks(lock);
  }
}

void ThreadPool::TakeTasks(std::unique_lock<std::mutex>& lock) {
  while (next_ < count_) {
    const int i = next_++;
    lock.unlock();
    (*task_)(i);
    lock.lock();
    if (--unfinished_ == 0) done_.notify_one();
  }
}

}  // namespace vae

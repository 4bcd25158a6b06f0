#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace stylize {

/// A first-in, first-out queue between threads. Producers wait while it is full, so that they do
/// not get far ahead of consumers.
template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  /// Waits while the queue is full. If it throws (out of memory), the caller still owns the thing.
  void push(T&& thing) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return things_.size() < capacity_; });
    things_.push_back(std::move(thing));
    changed_.notify_all();
  }

  /// Waits for the next thing; nullopt once the queue is closed and empty.
  std::optional<T> pop() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !things_.empty(); });
    if (things_.empty()) return std::nullopt;
    std::optional<T> thing(std::move(things_.front()));
    things_.pop_front();
    changed_.notify_all();
    return thing;
  }

  /// Call when nothing more will be pushed.
  void close() {
    const std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  const std::size_t capacity_;
  std::deque<T> things_;
  bool closed_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
};

}  // namespace stylize

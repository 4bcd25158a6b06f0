#pragma once

namespace stylize {

/// While one lives, what this thread computes is not divided among others: neither by our kernels
/// nor by libraries that use OpenMP (LibTorch, oneDNN). Some of those divide sums by the number of
/// threads, so that the last bits change with it. Other threads are not concerned.
class OneThread {
 public:
  /// Does nothing unless it is wanted.
  explicit OneThread(bool wanted = true);
  ~OneThread();
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_;  // threads; 0: not wanted
};

}  // namespace stylize

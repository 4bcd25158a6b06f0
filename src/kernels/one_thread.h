#pragma once

namespace stylize {

/// While it exists, work of this thread is not divided among several threads, neither by our
/// kernels nor by libraries that use OpenMP (LibTorch, oneDNN). Some of them split sums by the
/// number of threads, so that the last bits depend on it. Other threads are not affected.
class OneThread {
 public:
  /// Does nothing unless `wanted`.
  explicit OneThread(bool wanted = true);
  ~OneThread();
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_;  // number of threads to restore; 0: nothing to do
};

}  // namespace stylize

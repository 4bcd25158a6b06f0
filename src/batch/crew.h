#pragma once

#include <thread>
#include <vector>

namespace stylize {

/// Threads that are waited for, however many of them could be started.
class Crew {
 public:
  Crew() = default;
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew() { join(); }

  /// Throws std::system_error when the system gives no thread.
  template <typename Work>
  void start(const Work& work) {
    threads_.emplace_back(work);
  }

  void join() {
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  std::vector<std::thread> threads_;
};

}  // namespace stylize

#pragma once

#include <thread>
#include <vector>

namespace stylize {

/// Threads that the destructor joins, even if only some of them could be started.
class Crew {
 public:
  Crew() = default;
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew() { join(); }

  /// Starts a thread that runs `work`. Throws std::system_error if the system provides none.
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

#pragma once

#include <algorithm>
#include <chrono>
#include <limits>

namespace stylize::bench {

template <typename Function>
double milliseconds(const Function& function) {
  const auto began = std::chrono::steady_clock::now();
  function();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began)
      .count();
}

/// The shortest of several times: what the machine needs undisturbed.
class Shortest {
 public:
  void add(double milliseconds) { shortest_ = std::min(shortest_, milliseconds); }
  double milliseconds() const { return shortest_; }

 private:
  double shortest_ = std::numeric_limits<double>::infinity();
};

}  // namespace stylize::bench

#pragma once

#include <chrono>

namespace stylize {

using Clock = std::chrono::steady_clock;

/// Measured on a clock that is never adjusted.
inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace stylize

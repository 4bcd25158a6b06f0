#pragma once

#include <cstdint>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "stylize/image/image.h"

namespace stylize {

/// The memory in which pictures are read while others are painted. One that needs more is read
/// while nothing is painted, and then has the memory of painting.
class ReadingRoom {
 public:
  /// While one lives that took the room for itself, nothing is painted.
  using Stay = std::unique_lock<std::shared_mutex>;

  /// Bytes for reading beside painting, and alone.
  ReadingRoom(int64_t beside, int64_t alone) : beside_(beside), alone_(alone) {}

  /// For so many bytes: at once beside painting, or when the pictures at work are done. For the
  /// reading thread. `what` says in words what needs them, and `advice` what would need less.
  /// Throws Error (kMemory) that begins with `name` when there are never so many.
  Stay enter(const std::string& name, const std::string& what, const std::string& advice,
             int64_t bytes);

  /// To be held while a picture is painted.
  std::shared_lock<std::shared_mutex> paint() { return std::shared_lock(painting_); }

 private:
  const int64_t beside_, alone_;
  std::shared_mutex painting_;
};

}  // namespace stylize

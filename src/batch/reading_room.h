#pragma once

#include <cstdint>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "stylize/image/image.h"

namespace stylize {

/// Limits the memory for reading pictures while others are painted. A picture that needs more is
/// read while nothing is painted; it may then use the memory for painting.
class ReadingRoom {
 public:
  /// While a Stay that holds the lock exists, nothing is painted.
  using Stay = std::unique_lock<std::shared_mutex>;

  /// The bytes for reading while others are painted, and while nothing is.
  ReadingRoom(int64_t beside, int64_t alone) : beside_(beside), alone_(alone) {}

  /// Waits until `bytes` may be used: not at all if that is allowed during painting, otherwise
  /// until the current pictures are done. For the reading thread. `what` says what needs the
  /// memory, and `advice` what would need less. Throws Error (kMemory), whose message begins with
  /// `name`, if so much is never available.
  Stay enter(const std::string& name, const std::string& what, const std::string& advice,
             int64_t bytes);

  /// To be held while painting a picture.
  std::shared_lock<std::shared_mutex> paint() { return std::shared_lock(painting_); }

 private:
  const int64_t beside_, alone_;
  std::shared_mutex painting_;
};

}  // namespace stylize

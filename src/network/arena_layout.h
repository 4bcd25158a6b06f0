#pragma once

#include <cstdint>

namespace stylize {

/// Hands out pieces of a block of memory, one after the other, each at the beginning of a line of
/// the cache if the block is. Without a block it only counts.
class ArenaLayout {
 public:
  /// `block` has as many bytes as a layout without one counted, or is null.
  explicit ArenaLayout(uint8_t* block) : block_(block) {}

  /// The next piece; null without a block.
  uint8_t* take(int64_t bytes) {
    constexpr int64_t kAlignment = 64;
    uint8_t* piece = block_ ? block_ + taken_ : nullptr;
    taken_ += (bytes + kAlignment - 1) / kAlignment * kAlignment;
    return piece;
  }

  /// Bytes of all pieces.
  int64_t taken() const { return taken_; }

 private:
  uint8_t* block_;
  int64_t taken_ = 0;
};

}  // namespace stylize

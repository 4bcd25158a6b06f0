#pragma once

#include <cstdint>

namespace stylize {

/// Hands out pieces of a block of memory, one after the other. If the block begins at a cache line,
/// so does each piece. Without a block it only counts the bytes.
class ArenaLayout {
 public:
  /// `block` is null, or has as many bytes as a layout without a block has counted (taken()).
  explicit ArenaLayout(uint8_t* block) : block_(block) {}

  /// The next piece, of this many bytes; null without a block.
  uint8_t* take(int64_t bytes) {
    constexpr int64_t kAlignment = 64;
    uint8_t* piece = block_ ? block_ + taken_ : nullptr;
    taken_ += (bytes + kAlignment - 1) / kAlignment * kAlignment;
    return piece;
  }

  /// The bytes of all pieces so far, including padding.
  int64_t taken() const { return taken_; }

 private:
  uint8_t* block_;
  int64_t taken_ = 0;
};

}  // namespace stylize

#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace stylize {

/// Evenly spaced elements of a sequence of unknown length: every element at first, every second one
/// once there are many, and so on. The choice depends only on the sequence's length.
template <typename Element>
class EvenlySpaced {
 public:
  /// The next element of the sequence; `make` is called only if it is kept.
  template <typename Make>
  void offer(const Make& make) {
    if (length_++ % stride_ != 0) return;
    kept_.push_back(make());
    if (kept_.size() < kMost) return;
    for (std::size_t i = 0; 2 * i < kept_.size(); ++i) std::swap(kept_[i], kept_[2 * i]);
    kept_.resize((kept_.size() + 1) / 2);
    stride_ *= 2;
  }

  /// At most `count` - 1 elements, count > 1: the first and others, spaced so that the last element
  /// of the sequence, which is left out, would come next.
  std::vector<Element> all_but_last(std::size_t count) const {
    std::vector<Element> result;
    if (length_ < 2) return result;
    const std::size_t steps = std::min(count, length_) - 1, last = length_ - 1;
    for (std::size_t i = 0; i < steps; ++i) {
      const std::size_t nearest = (i * last / steps + stride_ / 2) / stride_;
      result.push_back(kept_[std::min(nearest, kept_.size() - 1)]);
    }
    return result;
  }

 private:
  static constexpr std::size_t kMost = 48;  // several times the largest `count` in use

  std::vector<Element> kept_;
  std::size_t length_ = 0, stride_ = 1;
};

}  // namespace stylize

#pragma once

#include <cstdint>
#include <memory>

namespace stylize {

/// A vector of numbers kept elsewhere than in memory. read() and write() copy `count` numbers from
/// index `first` on; the functions throw Error if that fails.
class StoredVector {
 public:
  virtual ~StoredVector() = default;
  virtual int64_t size() const = 0;
  virtual void read(int64_t first, float* numbers, int64_t count) const = 0;
  virtual void write(int64_t first, const float* numbers, int64_t count) = 0;
};

/// Makes stored vectors. It may be destroyed before the vectors that it made.
class VectorStore {
 public:
  virtual ~VectorStore() = default;

  /// A vector of `size` numbers, whose values are undefined. Throws Error if there is no room.
  virtual std::shared_ptr<StoredVector> make(int64_t size) = 0;
};

}  // namespace stylize

#pragma once

#include <cstdint>
#include <memory>

namespace stylize {

/// Numbers that lie elsewhere than in memory, and are read and written in order. The functions
/// throw Error where that fails.
class StoredVector {
 public:
  virtual ~StoredVector() = default;
  virtual int64_t size() const = 0;
  virtual void read(int64_t first, float* numbers, int64_t count) const = 0;
  virtual void write(int64_t first, const float* numbers, int64_t count) = 0;
};

/// A place for them. It may end before the vectors that it made.
class VectorStore {
 public:
  virtual ~VectorStore() = default;
  virtual std::shared_ptr<StoredVector> make(int64_t size) = 0;
};

}  // namespace stylize

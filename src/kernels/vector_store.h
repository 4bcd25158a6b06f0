#pragma once

#include <cstdint>
#include <memory>

namespace stylize {

/// How a number is kept: as a float, or as its upper 16 bits, rounded (bfloat16: the range of a
/// float, 8 bits of precision).
enum class Precision { kFull, kHalf };

constexpr int64_t bytes_of_number(Precision precision) {
  return precision == Precision::kFull ? 4 : 2;
}

/// A vector of numbers kept elsewhere than in memory. read() and write() copy `count` numbers of
/// its precision from index `first` on; the functions throw Error if that fails.
class StoredVector {
 public:
  virtual ~StoredVector() = default;
  virtual int64_t size() const = 0;  ///< numbers
  virtual Precision precision() const = 0;
  virtual void read(int64_t first, void* numbers, int64_t count) const = 0;
  virtual void write(int64_t first, const void* numbers, int64_t count) = 0;
};

/// Makes stored vectors. It may be destroyed before the vectors that it made.
class VectorStore {
 public:
  virtual ~VectorStore() = default;

  /// A vector of `size` numbers, whose values are undefined. Throws Error if there is no room.
  virtual std::shared_ptr<StoredVector> make(int64_t size,
                                             Precision precision = Precision::kFull) = 0;
};

}  // namespace stylize

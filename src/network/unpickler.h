#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stylize {

/// A pickle that TorchScript wrote, as plain values. Classes and functions are only names in it:
/// none is looked up, called or created. Values refer to others by index, since a pickle may use a
/// value several times, even within itself.
class Pickle {
 public:
  enum class Kind {
    kNone,
    kBool,
    kInteger,
    kFloat,
    kText,
    kGlobal,   ///< text: "torch FloatStorage"
    kTuple,    ///< parts
    kList,     ///< parts
    kDict,     ///< parts: keys and values, alternating
    kStorage,  ///< parts: those of the tuple that names it
    kTensor,   ///< parts: the arguments of torch._utils._rebuild_tensor_v2
    kObject,   ///< parts: its class, and its state if it has one
  };
  using Index = uint32_t;

  struct Value {
    Kind kind = Kind::kNone;
    int64_t integer = 0;  ///< of kBool and kInteger
    std::string text;
    std::vector<Index> parts;
  };

  /// Reads a pickle. Only what TorchScript writes for modules, tensors, numbers, texts, and their
  /// lists and dictionaries is understood; for anything else it throws std::runtime_error, which
  /// names what was found. The memory needed is proportional to the pickle's size.
  explicit Pickle(std::string_view bytes);

  const Value& root() const { return values_[root_]; }
  const Value& at(Index index) const { return values_.at(index); }
  const Value& part(const Value& value, std::size_t number) const {
    return values_.at(value.parts.at(number));
  }

  /// The value of a key in a dictionary; nullptr if it is missing. Throws std::runtime_error if the
  /// key occurs twice.
  const Value* find(const Value& dictionary, std::string_view key) const;

 private:
  friend class Unpickler;
  std::vector<Value> values_;
  Index root_ = 0;
};

}  // namespace stylize

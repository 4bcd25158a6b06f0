#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stylize {

/// A pickle that TorchScript wrote, as plain values: classes and functions are names in it, nothing
/// of it is looked up, called or made. Values refer to others by their index, since a pickle may
/// use a value several times, also within itself.
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
    kDict,     ///< parts: keys and values in turns
    kStorage,  ///< parts: those of the tuple that names it
    kTensor,   ///< parts: the arguments of torch._utils._rebuild_tensor_v2
    kObject,   ///< parts: its class, and its state where it has one
  };
  using Index = uint32_t;

  struct Value {
    Kind kind = Kind::kNone;
    int64_t integer = 0;  ///< of kBool and kInteger
    std::string text;
    std::vector<Index> parts;
  };

  /// Reads a pickle. Understood is what TorchScript writes for modules, tensors, numbers, texts and
  /// their lists and dictionaries, and nothing else: throws std::runtime_error that names what was
  /// found. Takes memory in proportion to the pickle.
  explicit Pickle(std::string_view bytes);

  const Value& root() const { return values_[root_]; }
  const Value& at(Index index) const { return values_.at(index); }
  const Value& part(const Value& value, std::size_t number) const {
    return values_.at(value.parts.at(number));
  }

  /// The value of a key of a dictionary; nullptr when there is none. Throws std::runtime_error when
  /// the key occurs twice.
  const Value* find(const Value& dictionary, std::string_view key) const;

 private:
  friend class Unpickler;
  std::vector<Value> values_;
  Index root_ = 0;
};

}  // namespace stylize

#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "class_text.h"
#include "machine/byte_source.h"
#include "unpickler.h"
#include "zip_archive.h"

namespace stylize {

/// A tensor as a file describes it: which numbers of which storage it consists of.
struct ScriptTensor {
  std::string storage;  ///< the name of the storage's record
  std::string type;     ///< "Float", "Half", "QInt8", ...
  int64_t count = 0;    ///< how many numbers the storage has
  int64_t offset = 0;   ///< of the tensor's first number, in numbers
  std::vector<int64_t> sizes, strides;
};

/// The modules of a TorchScript file, read without LibTorch's loader, which compiles and runs the
/// file's code. Here modules are dictionaries, classes are names and code is text. All functions
/// throw std::runtime_error if the file is not as expected, and say what was found instead.
class ScriptFile {
 public:
  using Module = Pickle::Value;

  /// Reads the archive's directory and the modules, but no tensors. `bytes` must outlive this.
  explicit ScriptFile(const ByteSource& bytes);

  const Module& root() const { return pickle_->root(); }

  /// The name of the module's class without TorchScript's mangling, for example
  /// "torch.nn.modules.conv.Conv2d".
  std::string class_of(const Module& module) const;

  /// An attribute of a module; nullptr if it has none of this name.
  const Pickle::Value* attribute(const Module& module, const std::string& name) const;

  /// The modules among the attributes, in the file's order.
  std::vector<const Module*> children(const Module& module) const;

  /// What the text of the module's class says. Also throws if the class has code of its own for
  /// reading its state.
  const ClassText& text_of(const Module& module);

  /// The tensor that a value describes. Throws if it is no tensor, or exceeds its storage.
  ScriptTensor describe(const Pickle::Value& value) const;

  /// Loads a tensor that describe() returned: float32 on the CPU. Throws if the numbers are not
  /// real floating-point numbers, or the file does not contain what it says.
  at::Tensor load(const ScriptTensor& tensor);

  /// The content of an extra file in the archive; empty if there is none of that name.
  std::string extra(const std::string& name, std::size_t limit) const;

 private:
  const std::string& full_name(const Module& module) const;
  const at::Tensor& storage(const ScriptTensor& tensor);

  // The most numbers that are loaded. A sparse file may claim any size without taking room on the
  // disk. VGG19's feature layers have 20 million weights.
  static constexpr int64_t kMostNumbers = 128 << 20;

  ZipArchive archive_;
  std::string folder_;  // within the archive, with a slash
  std::unique_ptr<Pickle> pickle_;
  int64_t numbers_left_ = kMostNumbers;
  std::unordered_map<std::string, at::Tensor> storages_;
  std::unordered_map<std::string, std::string> code_;  // the texts that classes_ look into
  std::unordered_map<std::string, ClassText> classes_;
};

}  // namespace stylize

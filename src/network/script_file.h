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

/// A tensor as a file describes it: where its numbers lie in which storage.
struct ScriptTensor {
  std::string storage;  ///< the name of its record
  std::string type;     ///< "Float", "Half", "QInt8", ...
  int64_t count = 0;    ///< numbers in the storage
  int64_t offset = 0;   ///< of the first, in numbers
  std::vector<int64_t> sizes, strides;
};

/// The modules of a TorchScript file, read without LibTorch's loader: that one compiles and runs
/// the file's code. Here modules are dictionaries, classes names, and code is text. All functions
/// throw std::runtime_error that says what was found instead of such a file.
class ScriptFile {
 public:
  using Module = Pickle::Value;

  /// Reads the archive's directory and the modules, but no tensor. `bytes` must live as long.
  explicit ScriptFile(const ByteSource& bytes);

  const Module& root() const { return pickle_->root(); }

  /// "torch.nn.modules.conv.Conv2d": without TorchScript's mangling.
  std::string class_of(const Module& module) const;

  /// An attribute of a module; nullptr when it has none of this name.
  const Pickle::Value* attribute(const Module& module, const std::string& name) const;

  /// The modules among the attributes, in the file's order.
  std::vector<const Module*> children(const Module& module) const;

  /// What the text of the module's class says. Throws also when the class says how its state is to
  /// be read, which is code.
  const ClassText& text_of(const Module& module);

  /// Throws when the value is no tensor, or lies outside of its storage.
  ScriptTensor describe(const Pickle::Value& value) const;

  /// The numbers of a tensor, 32-bit on the CPU; `tensor` as describe() gave it. Throws when they
  /// are no real floating point numbers, or the file does not hold what it says.
  at::Tensor load(const ScriptTensor& tensor);

  /// A file that was added to the archive; empty when there is none of that name.
  std::string extra(const std::string& name, std::size_t limit) const;

 private:
  const std::string& full_name(const Module& module) const;
  const at::Tensor& storage(const ScriptTensor& tensor);

  // A file with holes may be as large as it likes and take no room on the disk. VGG19's feature
  // layers have 20 million weights.
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

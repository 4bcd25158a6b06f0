#include "script_file.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

#include "beginning.h"

namespace stylize {
namespace {

using Kind = Pickle::Kind;

// Limits. VGG19's pickle has 6 KB, and the code of each of its classes 1 KB.
constexpr std::size_t kLongestPickle = 1 << 18;
constexpr std::size_t kLongestCode = 1 << 20;

[[noreturn]] void refuse_script(const std::string& what) {
  throw std::runtime_error(what);
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

constexpr const char* kConvert =
    "; make a model file of it: scripts/export_vgg19.py FILE -o models/vgg19.pt";

// Refuses common files of weights that are not TorchScript, with a message that says how to convert
// them.
void check_no_pickle(const ByteSource& bytes) {
  std::string head(std::min<uint64_t>(bytes.size(), 8), '\0');
  bytes.read(0, head.data(), head.size());
  if (head.empty()) refuse_script("an empty file");
  if (head == "\x89HDF\r\n\x1a\n") refuse_script(std::string("weights of Keras (.h5)") + kConvert);
  if (head[0] == '\x80') refuse_script(std::string("weights of PyTorch (.pth)") + kConvert);
  if (!begins_with(head, "PK")) refuse_script("something else");
}

void check_script(const ZipArchive& archive, const std::string& folder) {
  const auto& entries = archive.entries();
  const bool arrays = std::all_of(entries.begin(), entries.end(),
                                  [](const auto& entry) { return ends_with(entry.first, ".npy"); });
  if (arrays && !entries.empty()) refuse_script(std::string("named arrays (.npz)") + kConvert);
  const auto code = entries.lower_bound(folder + "code/");
  if (code != entries.end() && begins_with(code->first, folder + "code/")) return;
  if (archive.find(folder + "data.pkl")) {
    refuse_script(std::string("weights of PyTorch (.pth)") + kConvert);
  }
  if (archive.find(folder + "model.json"))
    refuse_script("a TorchScript file of PyTorch before 1.2");
  refuse_script("a zip archive of something else");
}

void check_byte_order(const ZipArchive& archive, const std::string& folder) {
  if (!archive.find(folder + "byteorder")) return;
  if (archive.read(folder + "byteorder", 16) != "little")
    refuse_script("numbers in another byte order");
}

std::string without_mangling(const std::string& name) {
  std::string result;
  for (std::size_t begin = 0; begin < name.size();) {
    const std::size_t end = std::min(name.find_first_of(". ", begin), name.size());
    const std::string part = name.substr(begin, end - begin);
    if (!begins_with(part, "___torch_mangle_")) result += (result.empty() ? "" : ".") + part;
    begin = end + 1;
  }
  return result;
}

std::vector<int64_t> integers(const Pickle& pickle, const Pickle::Value& tuple) {
  std::vector<int64_t> numbers;
  for (std::size_t i = 0; i < tuple.parts.size(); ++i) {
    const Pickle::Value& number = pickle.part(tuple, i);
    if (number.kind != Kind::kInteger || number.integer < 0)
      refuse_script("a tensor of another form");
    numbers.push_back(number.integer);
  }
  return numbers;
}

// Whether all numbers of the tensor lie in its storage, and, judging by how many there are, at
// different places.
bool fits_storage(const ScriptTensor& tensor) {
  int64_t last = tensor.offset, count = 1;
  for (std::size_t i = 0; i < tensor.sizes.size(); ++i) {
    int64_t reach = 0;
    if (tensor.sizes[i] == 0) return tensor.offset <= tensor.count;
    if (__builtin_mul_overflow(tensor.sizes[i] - 1, tensor.strides[i], &reach) ||
        __builtin_add_overflow(last, reach, &last) ||
        __builtin_mul_overflow(count, tensor.sizes[i], &count)) {
      return false;
    }
  }
  return last < tensor.count && count <= tensor.count;
}

std::optional<at::ScalarType> real_type(const std::string& name) {
  if (name == "Float") return at::kFloat;
  if (name == "Half") return at::kHalf;
  if (name == "BFloat16") return at::kBFloat16;
  if (name == "Double") return at::kDouble;
  return std::nullopt;
}

}  // namespace

ScriptFile::ScriptFile(const ByteSource& bytes) : archive_((check_no_pickle(bytes), bytes)) {
  const std::string& first = archive_.first_name();
  folder_ = first.substr(0, first.find('/') + 1);
  check_script(archive_, folder_);
  check_byte_order(archive_, folder_);
  pickle_ = std::make_unique<Pickle>(archive_.read(folder_ + "data.pkl", kLongestPickle));
  if (root().kind != Kind::kObject) refuse_script("no module");
}

const std::string& ScriptFile::full_name(const Module& module) const {
  return pickle_->part(module, 0).text;
}

std::string ScriptFile::class_of(const Module& module) const {
  const std::string name = without_mangling(full_name(module));
  return name.substr(std::min(name.size(), sizeof("__torch__.") - 1));
}

const Pickle::Value* ScriptFile::attribute(const Module& module, const std::string& name) const {
  if (module.parts.size() < 2 || pickle_->part(module, 1).kind != Kind::kDict) {
    refuse_script("a " + class_of(module).substr(0, 100) +
                  " whose state only its own code could read");
  }
  return pickle_->find(pickle_->part(module, 1), name);
}

std::vector<const ScriptFile::Module*> ScriptFile::children(const Module& module) const {
  attribute(module, {});  // throws if the state is no dictionary
  const Pickle::Value& state = pickle_->part(module, 1);
  std::vector<const Module*> modules;
  for (std::size_t i = 1; i < state.parts.size(); i += 2) {
    const Pickle::Value& value = pickle_->part(state, i);
    if (value.kind == Kind::kObject) modules.push_back(&value);
  }
  return modules;
}

// The class name __torch__.torch.nn.modules.conv.___torch_mangle_0 Conv2d means class Conv2d in
// code/__torch__/torch/nn/modules/conv/___torch_mangle_0.py.
const ClassText& ScriptFile::text_of(const Module& module) {
  const std::string& name = full_name(module);
  const auto known = classes_.find(name);
  if (known != classes_.end()) return known->second;
  const auto space = name.find(' ');
  std::string path = name.substr(0, space);
  std::replace(path.begin(), path.end(), '.', '/');
  path = folder_ + "code/" + path + ".py";
  if (!code_.count(path)) code_[path] = archive_.read(path, kLongestCode);
  std::optional<ClassText> text = find_class(code_.at(path), name.substr(space + 1));
  if (!text)
    refuse_script("a " + class_of(module).substr(0, 100) + " whose class is not in the file");
  for (const std::string& function : text->functions) {
    if (function == "__setstate__" || function == "__getstate__") {
      refuse_script("a " + class_of(module).substr(0, 100) +
                    " whose state only its own code could read");
    }
  }
  return classes_.emplace(name, *std::move(text)).first->second;
}

ScriptTensor ScriptFile::describe(const Pickle::Value& value) const {
  if (value.kind != Kind::kTensor) refuse_script("no tensor where one is needed");
  const Pickle::Value& storage = pickle_->part(value, 0);
  constexpr std::size_t kPrefix = sizeof("torch ") - 1, kSuffix = sizeof("Storage") - 1;
  const std::string& type = pickle_->part(storage, 1).text;
  ScriptTensor tensor;
  tensor.type = type.substr(kPrefix, type.size() - kPrefix - kSuffix);
  tensor.storage = pickle_->part(storage, 2).text;
  tensor.count = pickle_->part(storage, 4).integer;
  tensor.offset = pickle_->part(value, 1).integer;
  tensor.sizes = integers(*pickle_, pickle_->part(value, 2));
  tensor.strides = integers(*pickle_, pickle_->part(value, 3));
  if (tensor.offset < 0 || tensor.sizes.size() != tensor.strides.size() || !fits_storage(tensor)) {
    refuse_script("a tensor that lies outside of its storage");
  }
  return tensor;
}

const at::Tensor& ScriptFile::storage(const ScriptTensor& tensor) {
  at::Tensor& numbers = storages_[tensor.storage];
  const std::optional<at::ScalarType> type = real_type(tensor.type);
  if (!type) refuse_script("a tensor of type " + tensor.type);
  if (numbers.defined()) {
    if (numbers.scalar_type() == *type && numbers.numel() == tensor.count) return numbers;
    refuse_script("a storage of two types");
  }
  const std::string record = folder_ + "data/" + tensor.storage;
  const ZipArchive::Entry* entry = archive_.find(record);
  const std::size_t each = at::elementSize(*type);
  const auto count = static_cast<uint64_t>(tensor.count);
  // Before any memory is allocated: the size that the pickle states must be that of the archive's
  // entry, and the archive has compared that with the file's size.
  if (!entry || entry->size / each != count || entry->size % each != 0) {
    refuse_script("a storage of another size than it says");
  }
  if (tensor.count > numbers_left_) {
    refuse_script("storages of more than " + std::to_string(kMostNumbers) + " numbers");
  }
  numbers_left_ -= tensor.count;
  at::Tensor read = at::empty({tensor.count}, *type);
  archive_.read_stored(record, read.data_ptr(), static_cast<std::size_t>(entry->size));
  numbers = std::move(read);
  return numbers;
}

at::Tensor ScriptFile::load(const ScriptTensor& tensor) {
  return storage(tensor)
      .as_strided(tensor.sizes, tensor.strides, tensor.offset)
      .to(at::kFloat)
      .contiguous();
}

std::string ScriptFile::extra(const std::string& name, std::size_t limit) const {
  const std::string path = folder_ + "extra/" + name;
  return archive_.find(path) ? archive_.read(path, limit) : std::string();
}

}  // namespace stylize

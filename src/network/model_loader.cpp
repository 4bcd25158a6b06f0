#include <ATen/ATen.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <utility>

#include "model_defaults.h"
#include "model_notes.h"
#include "plain_layer.h"
#include "script_file.h"
#include "stylize/error.h"
#include "stylize/network/model.h"

namespace stylize {
namespace {

constexpr const char* kExpected =
    "expected a TorchScript file of VGG's feature layers (Conv2d, ReLU, MaxPool2d)";

// Limits. For comparison: VGG19 has 37 feature layers in 5 blocks, of up to 512 channels, with 20
// million weights.
constexpr std::size_t kMostLayers = 128;
constexpr int kMostBlocks = 5;
constexpr int64_t kMostChannels = 4096;
constexpr int64_t kMostWeights = 128 << 20;
constexpr std::size_t kLongestNote = 1 << 16;  // bytes; the scripts write some 400

[[noreturn]] void refuse_model(const std::filesystem::path& path, const std::string& what) {
  throw Error(ErrorKind::kModel, path.string() + ": " + what);
}

std::string shape_of(const std::vector<int64_t>& sizes) {
  std::string text;
  for (int64_t size : sizes) text += (text.empty() ? "" : "x") + std::to_string(size);
  return text.empty() ? "of one number" : text;
}

// Whether all of a contiguous tensor's float32 numbers are finite and at most a million in
// magnitude. A few layers of larger weights would make features infinite. This is much faster than
// at::isfinite(), which matters at the program's start.
bool all_sane(const at::Tensor& tensor) {
  constexpr uint32_t kMagnitude = 0x7fffffff, kMillion = 0x49742400;
  const float* numbers = tensor.data_ptr<float>();
  bool found = false;
  for (int64_t i = 0; i < tensor.numel(); ++i) {
    uint32_t bits = 0;
    std::memcpy(&bits, numbers + i, sizeof(bits));
    found |= (bits & kMagnitude) > kMillion;
  }
  return !found;
}

// Goes through the modules and gives the layers their names in VGG's scheme.
class LayerWalker {
 public:
  LayerWalker(std::filesystem::path path, ScriptFile& file) : file_(file) {
    model_.path = std::move(path);
  }

  void add(const ScriptFile::Module& module) {
    const std::string kind = file_.class_of(module);
    if (model_.layers.size() == kMostLayers) {
      refuse_model(model_.path,
                   "has more than " + std::to_string(kMostLayers) + " layers; " + kExpected);
    }
    if (kind == "torch.nn.modules.conv.Conv2d") return add_convolution(module);
    if (kind == "torch.nn.modules.activation.ReLU") return add_relu();
    if (kind == "torch.nn.modules.pooling.MaxPool2d") {
      return add_pooling(LayerKind::kMaxPooling, is_plain_max_pooling(file_.text_of(module)));
    }
    if (kind == "torch.nn.modules.pooling.AvgPool2d") {
      return add_pooling(LayerKind::kAveragePooling,
                         is_plain_average_pooling(file_.text_of(module)));
    }
    if (kind == "torch.nn.modules.batchnorm.BatchNorm2d") {
      refuse_model(model_.path, "holds a BatchNorm2d; fold batch norm into the convolutions first");
    }
    refuse_model(model_.path, "holds a " + kind.substr(0, 100) + " module; " + kExpected);
  }

  Model finish() && {
    if (model_.layers.empty())
      refuse_model(model_.path, std::string("holds no layers; ") + kExpected);
    return std::move(model_);
  }

 private:
  void add_convolution(const ScriptFile::Module& module) {
    ++number_;
    if (block_ > kMostBlocks) {
      refuse_model(model_.path,
                   "has more than " + std::to_string(kMostBlocks) + " poolings; " + kExpected);
    }
    Layer layer{LayerKind::kConvolution, name("conv"), {}, {}};
    const auto* weight = parameter(module, "weight");
    if (!weight) refuse_model(model_.path, layer.name + " has no weight");
    const auto* bias = parameter(module, "bias");
    const ScriptTensor described = describe_weight(*weight, layer.name);
    if (!is_plain_convolution(file_.text_of(module))) {
      refuse_model(model_.path, layer.name +
                                    " is no plain convolution (stride, padding, dilation and " +
                                    "groups must be 1, padding_mode zeros)");
    }
    layer.weight = load(described);
    channels_ = layer.weight.size(0);
    layer.bias = bias ? biases(*bias, layer.name) : at::zeros({channels_}, at::kFloat);
    if (!all_sane(layer.weight) || !all_sane(layer.bias)) {
      refuse_model(model_.path,
                   layer.name + " holds values that are not finite or beyond a million");
    }
    model_.layers.push_back(std::move(layer));
  }

  // Null if the parameter is missing or None.
  const Pickle::Value* parameter(const ScriptFile::Module& module, const char* name) const {
    const Pickle::Value* value = file_.attribute(module, name);
    return value && value->kind != Pickle::Kind::kNone ? value : nullptr;
  }

  // Checks the shape before any numbers are read.
  ScriptTensor describe_weight(const Pickle::Value& value, const std::string& layer) const {
    const ScriptTensor tensor = file_.describe(value);
    const std::vector<int64_t>& sizes = tensor.sizes;
    if (sizes.size() != 4 || sizes[0] < 1 || sizes[1] != channels_ || sizes[2] != 3 ||
        sizes[3] != 3) {
      refuse_model(model_.path, layer + " has weights " + shape_of(sizes) + ", expected Nx" +
                                    std::to_string(channels_) + "x3x3; " + kExpected);
    }
    if (sizes[0] > kMostChannels) {
      refuse_model(model_.path, layer + " has " + std::to_string(sizes[0]) + " channels; at most " +
                                    std::to_string(kMostChannels) + " can be used");
    }
    return tensor;
  }

  at::Tensor biases(const Pickle::Value& value, const std::string& layer) {
    const ScriptTensor tensor = file_.describe(value);
    if (tensor.sizes != std::vector<int64_t>{channels_}) {
      refuse_model(model_.path, layer + " has biases " + shape_of(tensor.sizes) + " for " +
                                    std::to_string(channels_) + " channels");
    }
    return load(tensor);
  }

  at::Tensor load(const ScriptTensor& tensor) {
    int64_t count = 1;
    for (int64_t size : tensor.sizes) count *= size;
    weights_left_ -= count;
    if (weights_left_ < 0) {
      refuse_model(model_.path, "has more than " + std::to_string(kMostWeights) +
                                    " weights; VGG19's " + "feature layers have 20 million");
    }
    return file_.load(tensor);
  }

  void add_relu() {
    if (model_.layers.empty() || model_.layers.back().kind != LayerKind::kConvolution) {
      refuse_model(model_.path, "a ReLU does not follow a convolution");
    }
    model_.layers.push_back({LayerKind::kRelu, name("relu"), {}, {}});
  }

  void add_pooling(LayerKind kind, bool plain) {
    if (!plain) {
      refuse_model(model_.path, "pool" + std::to_string(block_) + " is not 2x2 with stride 2");
    }
    if (model_.layers.empty()) refuse_model(model_.path, "begins with a pooling");
    if (block_ > kMostBlocks) {
      refuse_model(model_.path,
                   "has more than " + std::to_string(kMostBlocks) + " poolings; " + kExpected);
    }
    model_.layers.push_back({kind, "pool" + std::to_string(block_), {}, {}});
    ++block_;
    number_ = 0;
  }

  std::string name(const char* kind) const {
    return kind + std::to_string(block_) + "_" + std::to_string(number_);
  }

  ScriptFile& file_;
  Model model_;
  int block_ = 1;
  int number_ = 0;
  int64_t channels_ = 3;
  int64_t weights_left_ = kMostWeights;
};

// input = (scale * pixel - mean) / std, so w * input = (w * scale / std) * pixel - w * mean / std.
// The second term is the same at every position, even at the borders, because the picture is
// extended there by replication, and not by zeros of the input.
void fold(const Preprocessing& preprocessing, Layer& first) {
  const auto options = at::TensorOptions(at::kDouble);
  const at::Tensor mean = at::tensor(at::ArrayRef<double>(preprocessing.mean), options);
  const at::Tensor std = at::tensor(at::ArrayRef<double>(preprocessing.std), options);
  at::Tensor weight = first.weight.to(at::kDouble) / std.reshape({1, 3, 1, 1});
  const at::Tensor shift = (weight * mean.reshape({1, 3, 1, 1})).sum({1, 2, 3});
  weight = weight * preprocessing.scale;
  if (preprocessing.blue_first) weight = weight.flip({1});
  first.weight = weight.to(at::kFloat).contiguous();
  first.bias = (first.bias.to(at::kDouble) - shift).to(at::kFloat);
}

void check_folded(const Model& model) {
  const Layer& first = model.layers.front();
  if (all_sane(first.weight) && all_sane(first.bias)) {
    return;
  }
  refuse_model(model.path, "the mean, std or scale of preprocess.json inside is out of any range");
}

// The module that contains the layers: the file's root, or its `features`.
const ScriptFile::Module& sequence_of(ScriptFile& file, const std::filesystem::path& path) {
  file.text_of(file.root());
  const Pickle::Value* features = file.attribute(file.root(), "features");
  if (!features) return file.root();
  if (features->kind != Pickle::Kind::kObject) {
    refuse_model(path, std::string("its features are no module; ") + kExpected);
  }
  file.text_of(*features);
  return *features;
}

Model read_model(const std::filesystem::path& path, ScriptFile file) {
  LayerWalker walker(path, file);
  for (const auto* child : file.children(sequence_of(file, path))) walker.add(*child);
  Model model = std::move(walker).finish();
  if (model.layers.front().kind != LayerKind::kConvolution) {
    refuse_model(path, "does not begin with a convolution");
  }
  fold(parse_preprocessing(path, file.extra("preprocess.json", kLongestNote)),
       model.layers.front());
  check_folded(model);
  apply_defaults(model, file.extra("defaults.json", kLongestNote));
  model.origin = parse_origin(path, file.extra("origin.json", kLongestNote));
  return model;
}

template <typename Bytes>
Model read_from(const std::filesystem::path& path, Bytes bytes) {
  try {
    const auto source = bytes();
    return read_model(path, ScriptFile(source));
  } catch (const Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::kMemory, path.string() + ": not enough memory to load this model");
  } catch (const c10::Error&) {  // here LibTorch only allocates memory, so this is what failed
    throw Error(ErrorKind::kMemory, path.string() + ": not enough memory to load this model");
  } catch (const std::exception& found) {
    refuse_model(path, std::string("cannot be loaded; ") + kExpected + ", found: " + found.what());
  }
}

}  // namespace

Model load_model(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) refuse_model(path, "no such model file");
  if (std::filesystem::is_directory(path, error))
    refuse_model(path, "is a folder, not a model file");
  return read_from(path, [&] { return FileSource(path); });
}

Model load_model(const std::filesystem::path& path, std::string_view bytes) {
  return read_from(path, [&] { return MemorySource(bytes); });
}

}  // namespace stylize

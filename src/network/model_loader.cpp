#include <ATen/ATen.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <unordered_map>
#include <utility>

#include "model_notes.h"
#include "stylize/error.h"
#include "stylize/network/model.h"

namespace stylize {
namespace {

using torch::jit::Module;

constexpr const char* kExpected =
    "expected a TorchScript file of VGG's feature layers (Conv2d, ReLU, MaxPool2d)";

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what) {
  throw Error(ErrorKind::kModel, path.string() + ": " + what);
}

// LibTorch's messages go on for lines with a stack trace; the first line says it all.
std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// The class of a module without TorchScript's mangling: Conv2d, ReLU, ...
std::string class_name(const Module& module) {
  const auto name = module.type()->name();
  return name ? name->name() : std::string();
}

// A constant of a module as a list of integers; empty where the file does not keep it (traced
// modules).
std::vector<int64_t> constant(const Module& module, const std::string& name) {
  const auto slot = module.type()->findConstantSlot(name);
  if (!slot) return {};
  const c10::IValue value = module.type()->getConstant(*slot);
  if (value.isInt()) return {value.toInt()};
  if (value.isBool()) return {value.toBool() ? 1 : 0};
  std::vector<int64_t> list;
  if (value.isIntList()) return value.toIntVector();
  if (value.isTuple()) {
    for (const c10::IValue& element : value.toTupleRef().elements()) {
      if (element.isInt()) list.push_back(element.toInt());
    }
  }
  return list;
}

bool constant_is(const Module& module, const std::string& name, int64_t expected) {
  for (int64_t value : constant(module, name)) {
    if (value != expected) return false;
  }
  return true;
}

at::Tensor parameter(const Module& module, const std::string& name) {
  if (!module.hasattr(name)) return {};
  const c10::IValue value = module.attr(name);
  if (!value.isTensor()) return {};
  return value.toTensor().detach().to(at::kCPU, at::kFloat).contiguous();
}

std::string shape_of(const at::Tensor& tensor) {
  std::string text;
  for (int64_t size : tensor.sizes()) text += (text.empty() ? "" : "x") + std::to_string(size);
  return text;
}

// Walks the modules and gives them their names in VGG's scheme.
class LayerWalker {
 public:
  explicit LayerWalker(std::filesystem::path path) { model_.path = std::move(path); }

  void add(const Module& module) {
    const std::string kind = class_name(module);
    if (kind == "Conv2d") return add_convolution(module);
    if (kind == "ReLU") return add_relu();
    if (kind == "MaxPool2d") return add_pooling(module, LayerKind::kMaxPooling);
    if (kind == "AvgPool2d") return add_pooling(module, LayerKind::kAveragePooling);
    if (kind == "BatchNorm2d") {
      fail(model_.path, "holds a BatchNorm2d; fold batch norm into the convolutions first");
    }
    fail(model_.path, std::string("holds a ") + kind + " module; " + kExpected);
  }

  Model finish() && {
    if (model_.layers.empty()) fail(model_.path, std::string("holds no layers; ") + kExpected);
    return std::move(model_);
  }

 private:
  void add_convolution(const Module& module) {
    ++number_;
    Layer layer{LayerKind::kConvolution, name("conv"), parameter(module, "weight"),
                parameter(module, "bias")};
    check_convolution(module, layer);
    channels_ = layer.weight.size(0);
    if (!layer.bias.defined()) layer.bias = at::zeros({channels_}, at::kFloat);
    model_.layers.push_back(std::move(layer));
  }

  void check_convolution(const Module& module, const Layer& layer) const {
    const at::Tensor& w = layer.weight;
    if (!w.defined()) fail(model_.path, layer.name + " has no weight");
    if (w.dim() != 4 || w.size(1) != channels_ || w.size(2) != 3 || w.size(3) != 3) {
      fail(model_.path, layer.name + " has weights " + shape_of(w) + ", expected Nx" +
                            std::to_string(channels_) + "x3x3");
    }
    if (layer.bias.defined() && layer.bias.numel() != w.size(0)) {
      fail(model_.path, layer.name + " has " + std::to_string(layer.bias.numel()) + " biases for " +
                            std::to_string(w.size(0)) + " channels");
    }
    if (!constant_is(module, "stride", 1) || !constant_is(module, "padding", 1) ||
        !constant_is(module, "dilation", 1) || !constant_is(module, "groups", 1)) {
      fail(model_.path, layer.name + " is no plain convolution (stride, padding, dilation and " +
                            "groups must be 1)");
    }
    const bool finite = at::isfinite(w).all().item<bool>() &&
                        (!layer.bias.defined() || at::isfinite(layer.bias).all().item<bool>());
    if (!finite) fail(model_.path, layer.name + " holds values that are not finite");
  }

  void add_relu() {
    if (model_.layers.empty() || model_.layers.back().kind != LayerKind::kConvolution) {
      fail(model_.path, "a ReLU does not follow a convolution");
    }
    model_.layers.push_back({LayerKind::kRelu, name("relu"), {}, {}});
  }

  void add_pooling(const Module& module, LayerKind kind) {
    if (!constant_is(module, "kernel_size", 2) || !constant_is(module, "stride", 2) ||
        !constant_is(module, "padding", 0) || !constant_is(module, "ceil_mode", 0)) {
      fail(model_.path, "pool" + std::to_string(block_) + " is not 2x2 with stride 2");
    }
    if (model_.layers.empty()) fail(model_.path, "begins with a pooling");
    model_.layers.push_back({kind, "pool" + std::to_string(block_), {}, {}});
    ++block_;
    number_ = 0;
  }

  std::string name(const char* kind) const {
    return kind + std::to_string(block_) + "_" + std::to_string(number_);
  }

  Model model_;
  int block_ = 1;
  int number_ = 0;
  int64_t channels_ = 3;
};

// input = (scale * pixel - mean) / std, so w * input = (w * scale / std) * pixel - w * mean / std.
// The second term does not depend on the position, also at the borders, because the picture is
// extended by replication there and not with zeros of the input.
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

// The texts of the extra files.
struct Notes {
  std::string preprocessing, recommendation;
};

Module load_module(const std::filesystem::path& path, Notes& notes) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) fail(path, "no such model file");
  if (std::filesystem::is_directory(path, error)) fail(path, "is a folder, not a model file");
  std::unordered_map<std::string, std::string> extra = {{"preprocess.json", ""},
                                                        {"defaults.json", ""}};
  try {
    Module module = torch::jit::load(path.string(), at::Device(at::kCPU), extra);
    notes = {extra["preprocess.json"], extra["defaults.json"]};
    return module;
  } catch (const c10::Error& failure) {
    fail(path, std::string("cannot be loaded; ") + kExpected +
                   ", found: " + first_line(failure.what_without_backtrace()));
  } catch (const std::exception& failure) {
    fail(path,
         std::string("cannot be loaded; ") + kExpected + ", found: " + first_line(failure.what()));
  }
}

void check_recommendation(const Model& model) {
  for (const auto* list :
       {&model.recommendation.content_layers, &model.recommendation.style_layers}) {
    for (const LayerWeight& entry : *list) {
      const bool found = std::any_of(model.layers.begin(), model.layers.end(),
                                     [&](const Layer& layer) { return layer.name == entry.layer; });
      if (!found)
        fail(model.path, "defaults.json inside names " + entry.layer + ", which it lacks");
    }
  }
}

}  // namespace

Model load_model(const std::filesystem::path& path) {
  Notes notes;
  const Module module = load_module(path, notes);
  const Module sequence = module.hasattr("features") ? module.attr("features").toModule() : module;
  LayerWalker walker(path);
  for (const auto& child : sequence.children()) walker.add(child);
  Model model = std::move(walker).finish();
  if (model.layers.front().kind != LayerKind::kConvolution) {
    fail(path, "does not begin with a convolution");
  }
  fold(parse_preprocessing(path, notes.preprocessing), model.layers.front());
  model.recommendation = parse_recommendation(path, notes.recommendation);
  check_recommendation(model);
  return model;
}

}  // namespace stylize

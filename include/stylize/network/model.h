#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "stylize/settings/objective_overrides.h"

namespace stylize {

enum class LayerKind { kConvolution, kRelu, kMaxPooling, kAveragePooling, kL2Pooling };

/// Whether this is one of the three poolings.
bool is_pooling(LayerKind kind);

/// One layer of a VGG network. Convolutions are 3x3 with stride 1 and padding 1. Poolings reduce
/// 2x2 values, with stride 2, to the largest of them, to their mean, or to the root of their mean
/// square (L2).
struct Layer {
  LayerKind kind;
  std::string name;   ///< conv1_1, relu1_1, ..., pool1, conv2_1, ...
  at::Tensor weight;  ///< convolutions: float32 [out, in, 3, 3], on the CPU
  at::Tensor bias;    ///< convolutions: float32 [out]
};

/// Where the weights of a model file come from, according to the file itself. None of this was
/// checked, and it may contain any characters. Empty: the file does not say.
struct Origin {
  std::string weights, licence, citation;  ///< each at most 1000 bytes
};

/// What was done with the defaults that a model file contains.
enum class DefaultsState {
  kOfFile,    ///< they became the recommendation, which is empty if there are none
  kReplaced,  ///< they were the official ones of version 1 and were replaced by the present
              ///< official ones: layers, weights and pooling
  kNewer      ///< their version is above kDefaultsVersion; the part that was understood is used
};

/// The latest version of defaults.json that this library knows.
constexpr int kDefaultsVersion = 2;

/// The feature layers of a VGG network, from the picture downwards. The first convolution takes
/// red, green and blue in 0..1: the preprocessing that the file asks for is folded into its
/// weights. The fold is exact because the picture is extended at its borders by replication (see
/// Network).
struct Model {
  std::filesystem::path path;
  std::vector<Layer> layers;
  ObjectiveOverrides recommendation;
  DefaultsState defaults_state = DefaultsState::kOfFile;
  int defaults_version = 0;  ///< as the file says; 0: it does not say
  Origin origin;
};

/// Reads a TorchScript file: a sequence of Conv2d, ReLU, MaxPool2d or AvgPool2d modules, as
/// obtained by scripting torchvision's vgg19().features, or a module with such a sequence as
/// `features`. 16-bit weights are widened to float32. The file may contain three extra files:
/// - `preprocess.json`, what the first convolution expects:
///     {"channels": "RGB" or "BGR", "scale": 1 or 255, "mean": [3 numbers], "std": [3 numbers]}
///   input = (scale * pixel - mean) / std, with mean and std in the order of `channels`. Without
///   this file, torchvision's convention is assumed: RGB, 0..1, mean and standard deviation of
///   ImageNet.
/// - `defaults.json`, the recommendation; every key is optional:
///     {"version": 2, "content_layers": {"relu3_1": 1}, "style_layers": {"relu1_1": 1, ...},
///      "content_weight": 1, "style_weight": 1000, "tv_weight": 0.1, "octave_weights": [1, 1, 0.5]}
/// - `origin.json`, the Origin: {"weights": "...", "licence": "...", "citation": ""}.
///
/// The file may come from a stranger: nothing in it is run or compiled. Modules, their constants
/// and tensors are read as data, within these limits: 128 layers in 5 blocks, 4096 channels, 128 Mi
/// weights, all of them finite. Throws Error (kModel) that says what was expected and what was
/// found.
Model load_model(const std::filesystem::path& path);

/// The same for a file whose bytes are in memory. `path` names it in errors.
Model load_model(const std::filesystem::path& path, std::string_view bytes);

/// The model up to the deepest of the named layers; the layers after it are dropped. Throws Error
/// (kModel), which lists the model's layers, when a name is unknown.
Model cut_after_deepest(Model model, const std::vector<std::string>& layer_names);

/// The model without the weights of the layers after the deepest of the named ones. Those layers
/// keep their names, but cannot be run. Unknown names are ignored.
Model without_weights_beyond(Model model, const std::vector<std::string>& layer_names);

/// The model with every pooling replaced by `pooling`, one of the three kinds.
Model with_pooling(Model model, LayerKind pooling);

/// By what factor the output of the named layer is smaller than the picture: 1, 2, 4, ... Throws
/// Error (kModel) when the name is unknown.
int reduction_at(const Model& model, const std::string& layer_name);

}  // namespace stylize

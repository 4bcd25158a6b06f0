#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "stylize/settings/objective_overrides.h"

namespace stylize {

enum class LayerKind { kConvolution, kRelu, kMaxPooling, kAveragePooling, kL2Pooling };

bool is_pooling(LayerKind kind);

/// One layer of a VGG network. Convolutions are 3x3, stride 1, padding 1; poolings 2x2, stride 2:
/// the largest of the four values, their mean, or the root of their mean square (L2).
struct Layer {
  LayerKind kind;
  std::string name;   ///< conv1_1, relu1_1, ..., pool1, conv2_1, ...
  at::Tensor weight;  ///< convolutions: float32 [out, in, 3, 3], on the CPU
  at::Tensor bias;    ///< convolutions: float32 [out]
};

/// Whose the weights of a model file are, as the file itself says: nothing of it was checked, and
/// it may hold any characters. Empty: not said.
struct Origin {
  std::string weights, licence, citation;  ///< each at most 1000 bytes
};

/// What became of the defaults that a model file brings.
enum class DefaultsState {
  kOfFile,    ///< they are the recommendation; without any it is empty
  kReplaced,  ///< they were the official ones of version 1, and the present ones are in their
              ///< place: layers, weights and pooling
  kNewer      ///< they are of a later version than kDefaultsVersion; what was understood is used
};

/// The last version of defaults.json that is known.
constexpr int kDefaultsVersion = 2;

/// The feature layers of a VGG network, from the picture downwards. The first convolution takes
/// red, green, blue in 0..1: the preprocessing that the file asks for is folded into its weights,
/// exactly, because the picture is extended at its borders by replication (see Network).
struct Model {
  std::filesystem::path path;
  std::vector<Layer> layers;
  ObjectiveOverrides recommendation;
  DefaultsState defaults_state = DefaultsState::kOfFile;
  int defaults_version = 0;  ///< as the file says; 0: nothing
  Origin origin;
};

/// Reads a TorchScript file: a sequence of Conv2d, ReLU, MaxPool2d or AvgPool2d modules, as
/// torchvision's vgg19().features scripts, or a module with such a sequence as `features`. 16-bit
/// weights are widened. An extra file `preprocess.json` inside says what the first convolution
/// wants:
///   {"channels": "RGB" or "BGR", "scale": 1 or 255, "mean": [3 numbers], "std": [3 numbers]}
/// input = (scale * pixel - mean) / std, mean and std in the order of `channels`. Without it,
/// torchvision's convention is assumed (RGB, 0..1, ImageNet mean and standard deviation). An extra
/// file `defaults.json` holds the recommendation, every key of it optional:
///   {"version": 2, "content_layers": {"relu3_1": 1}, "style_layers": {"relu1_1": 1, ...},
///    "content_weight": 1, "style_weight": 1000, "tv_weight": 0.1,
///    "octave_weights": [1, 1, 0.5]}
/// and an extra file `origin.json` the Origin: {"weights": "...", "licence": "...", "citation":
/// ""}. Nothing of the file is run or compiled: the modules, their constants and tensors are read
/// as data, within bounds, so that the file may come from a stranger. At most 128 layers in 5
/// blocks, 4096 channels and 128 Mi weights, all finite. Throws Error (kModel) that says what was
/// expected and what was found.
Model load_model(const std::filesystem::path& path);

/// The same of a file that is in memory; `path` names it in errors.
Model load_model(const std::filesystem::path& path, std::string_view bytes);

/// The model as far as the deepest of the named layers; the rest is dropped.
/// Throws Error (kModel) that lists the layers there are when one is unknown.
Model cut_after_deepest(Model model, const std::vector<std::string>& layer_names);

/// The model without the weights of what is beyond the deepest of the named layers: it can be
/// named, but not used. Unknown names count for nothing.
Model without_weights_beyond(Model model, const std::vector<std::string>& layer_names);

/// The model with every pooling replaced by `pooling`, one of the three kinds.
Model with_pooling(Model model, LayerKind pooling);

/// By how much the named layer is coarser than the picture: 1, 2, 4, 8 or 16.
int reduction_at(const Model& model, const std::string& layer_name);

}  // namespace stylize

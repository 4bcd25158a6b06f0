#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "support/zip_file.h"

namespace stylize {

// Pieces of a pickle.

inline std::string pickled(const std::string& text) {
  return "X" + little_endian(text.size(), 4) + text;
}

inline std::string pickled(int64_t number) {
  return "\x8a\x08" + little_endian(static_cast<uint64_t>(number), 8);
}

inline std::string pickled(const std::vector<int64_t>& numbers) {
  std::string tuple = "(";
  for (int64_t number : numbers) tuple += pickled(number);
  return tuple + "t";
}

/// "torch FloatStorage"
inline std::string pickled_name(std::string name) {
  name[name.find(' ')] = '\n';
  return "c" + name + "\n";
}

/// A tensor as described in a file, correctly or not.
struct PickledTensor {
  std::string record = "0", type = "Float";
  int64_t count = 0, offset = 0;
  std::vector<int64_t> sizes, strides;

  std::string text() const {
    return pickled_name("torch._utils _rebuild_tensor_v2") + "((" + pickled("storage") +
           pickled_name("torch " + type + "Storage") + pickled(record) + pickled("cuda:7") +
           pickled(count) + "tQ" + pickled(offset) + pickled(sizes) + pickled(strides) + "\x89" +
           pickled_name("collections OrderedDict") + ")RtR";
  }
};

/// A module: its class, and names and pickled values of its attributes.
inline std::string pickled_module(
    const std::string& name, const std::vector<std::pair<std::string, std::string>>& attributes) {
  std::string text = pickled_name(name) + ")\x81}(";
  for (const auto& [key, value] : attributes) text += pickled(key) + value;
  return text + "ub";
}

/// The smallest possible model file, a convolution from 3 to 4 channels and a ReLU; every part can
/// be replaced.
struct ScriptModel {
  PickledTensor weight{"0", "Float", 108, 0, {4, 3, 3, 3}, {27, 9, 3, 1}};
  PickledTensor bias{"1", "Float", 4, 0, {4}, {1}};
  std::string weights = std::string(432, '\0'), biases = std::string(16, '\0');
  std::string root = "__torch__.torch.nn.modules.container Sequential";
  std::string convolution = "__torch__.torch.nn.modules.conv Conv2d";
  std::string functions =
      "  def forward(self: __torch__.torch.nn.modules.conv.Conv2d,\n    input: Tensor) -> Tensor:\n"
      "    return torch.conv2d(input, self.weight, self.bias, [1, 1], [1, 1], [1, 1])\n";
  std::string constants =
      "  stride : Final[Tuple[int, int]] = (1, 1)\n  padding : Final[Tuple[int, int]] = (1, 1)\n"
      "  dilation : Final[Tuple[int, int]] = (1, 1)\n  groups : Final[int] = 1\n"
      "  padding_mode : Final[str] = \"zeros\"\n";
  std::string pickle;                                            ///< instead of the modules
  std::vector<std::pair<std::string, std::string>> layers = {};  ///< after the convolution
  std::vector<ZipEntry> more = {};                               ///< entries

  std::string relu() const {
    return pickled_module("__torch__.torch.nn.modules.activation ReLU", {});
  }

  std::string pooling() const {
    return pickled_module("__torch__.torch.nn.modules.pooling MaxPool2d", {});
  }

  std::string modules() const {
    std::vector<std::pair<std::string, std::string>> children = {
        {"0", pickled_module(convolution, {{"weight", weight.text()}, {"bias", bias.text()}})},
        {"1", relu()}};
    children.insert(children.end(), layers.begin(), layers.end());
    return "\x80\x02" + pickled_module(root, children) + ".";
  }

  std::vector<ZipEntry> entries() const {
    const std::string code = "model/code/__torch__/torch/nn/modules/";
    std::vector<ZipEntry> result = {
        {"model/data/0", weights},
        {"model/data/1", biases},
        {"model/data.pkl", pickle.empty() ? modules() : pickle},
        {code + "container.py", "class Sequential(Module):\n  __parameters__ = []\n", true},
        {code + "conv.py",
         "class Conv2d(Module):\n  __parameters__ = [\"weight\", \"bias\", ]\n" + constants +
             functions,
         true},
        {code + "activation.py", "class ReLU(Module):\n  __parameters__ = []\n", true},
        {code + "pooling.py",
         "class MaxPool2d(Module):\n  stride : Final[int] = 2\n  ceil_mode : Final[bool] = False\n"
         "  padding : Final[int] = 0\n  dilation : Final[int] = 1\n  kernel_size : Final[int] = "
         "2\n",
         true},
        {"model/constants.pkl", "\x80\x02).", true}};
    result.insert(result.end(), more.begin(), more.end());
    return result;
  }

  std::string file() const { return zip_file(entries()); }
};

}  // namespace stylize

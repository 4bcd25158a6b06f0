#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "support/script_model.h"

namespace stylize {

/// A model file with VGG's names and 4 channels everywhere: the given number of convolutions in
/// each block, max pooling between blocks. `notes` are extra files, such as {"defaults.json",
/// "{}"}.
inline std::string vgg_script(const std::vector<int>& convolutions,
                              const std::vector<std::pair<std::string, std::string>>& notes = {}) {
  ScriptModel model;
  const auto numbers = [](std::size_t count) {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) {
      const float number = static_cast<float>(i * 7 % 11) * 0.05F - 0.2F;
      bytes.append(reinterpret_cast<const char*>(&number), sizeof(number));
    }
    return bytes;
  };
  model.weights = numbers(108);
  model.more = {{"model/data/2", numbers(144)}};
  const PickledTensor weight{"2", "Float", 144, 0, {4, 4, 3, 3}, {36, 9, 3, 1}};
  const auto add = [&](const std::string& module) {
    model.layers.emplace_back(std::to_string(model.layers.size() + 2), module);
  };
  bool first = true;
  for (const int count : convolutions) {
    if (!first) add(model.pooling());
    for (int i = 0; i < count; ++i) {
      if (!first) {
        add(pickled_module(model.convolution, {{"weight", weight.text()}, {"bias", "N"}}));
        add(model.relu());
      }
      first = false;
    }
  }
  for (const auto& [name, text] : notes) model.more.push_back({"model/extra/" + name, text, true});
  return model.file();
}

/// What scripts/export_vgg19.py wrote into VGG19 before defaults had a version.
inline const std::string kFormerDefaults =
    R"({"content_layers": {"relu4_2": 1}, "style_layers": {"relu1_1": 1, "relu2_1": 1, "relu3_1": 1, )"
    R"("relu4_1": 1, "relu5_1": 1}, "content_weight": 1, "style_weight": 20, "tv_weight": 0.1})";

}  // namespace stylize

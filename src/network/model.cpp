#include "stylize/network/model.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "stylize/error.h"

namespace stylize {
namespace {

std::string names_of_features(const Model& model) {
  std::string names;
  for (const Layer& layer : model.layers) {
    if (layer.kind != LayerKind::kRelu) continue;
    names += (names.empty() ? "" : ", ") + layer.name;
  }
  return names;
}

std::size_t index_of(const Model& model, const std::string& name) {
  const auto found = std::find_if(model.layers.begin(), model.layers.end(),
                                  [&](const Layer& layer) { return layer.name == name; });
  if (found == model.layers.end()) {
    const std::string names = names_of_features(model);
    throw Error(ErrorKind::kModel, model.path.string() + ": has no layer " + name + "; it has " +
                                       (names.empty() ? "no ReLU at all, so it is no VGG" : names));
  }
  return static_cast<std::size_t>(found - model.layers.begin());
}

}  // namespace

bool is_pooling(LayerKind kind) {
  return kind == LayerKind::kMaxPooling || kind == LayerKind::kAveragePooling ||
         kind == LayerKind::kL2Pooling;
}

Model cut_after_deepest(Model model, const std::vector<std::string>& layer_names) {
  std::size_t count = 0;
  for (const std::string& name : layer_names) count = std::max(count, index_of(model, name) + 1);
  model.layers.resize(count);
  return model;
}

Model without_weights_beyond(Model model, const std::vector<std::string>& layer_names) {
  auto layer = model.layers.rbegin();
  const auto is_named = [&](const Layer& own) {
    return std::find(layer_names.begin(), layer_names.end(), own.name) != layer_names.end();
  };
  for (; layer != model.layers.rend() && !is_named(*layer); ++layer) {
    layer->weight.reset();
    layer->bias.reset();
  }
  return model;
}

Model with_pooling(Model model, LayerKind pooling) {
  for (Layer& layer : model.layers) {
    if (is_pooling(layer.kind)) layer.kind = pooling;
  }
  return model;
}

int reduction_at(const Model& model, const std::string& layer_name) {
  const std::size_t last = index_of(model, layer_name);
  int reduction = 1;
  for (std::size_t i = 0; i <= last; ++i) {
    if (is_pooling(model.layers[i].kind)) reduction *= 2;
  }
  return reduction;
}

}  // namespace stylize

#include "stylize/objective/style_target.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "stylize/objective/style_blend.h"

namespace stylize {

StyleTarget blend(StyleLoss loss, const std::vector<StyleTarget>& targets,
                  const std::vector<std::vector<double>>& weights) {
  StyleTarget result;
  for (std::size_t octave = 0;; ++octave) {
    // Styles of different sizes have different numbers of octaves.
    std::vector<LayerStyle> layers(weights.size());
    bool any = false;
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
      std::vector<LayerStyle> styles;
      std::vector<double> own;
      for (std::size_t i = 0; i < targets.size(); ++i) {
        if (octave >= targets[i].octaves.size()) continue;
        styles.push_back(targets[i].octaves[octave][layer]);
        own.push_back(weights[layer][i]);
      }
      any = any || !styles.empty();
      if (std::all_of(own.begin(), own.end(), [](double w) { return w == 0; })) continue;
      layers[layer] = blend_styles(loss, styles, own);
    }
    if (!any) return result;
    result.octaves.push_back(std::move(layers));
  }
}

int64_t bytes_of(const StyleTarget& target) {
  int64_t bytes = 0;
  for (const std::vector<LayerStyle>& layers : target.octaves) {
    for (const LayerStyle& layer : layers) {
      for (const at::Tensor& tensor : {layer.matrix, layer.mean, layer.spread, layer.metric}) {
        if (tensor.defined()) bytes += static_cast<int64_t>(tensor.nbytes());
      }
    }
  }
  return bytes;
}

}  // namespace stylize

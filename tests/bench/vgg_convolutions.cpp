#include "vgg_convolutions.h"

#include <ATen/ATen.h>

#include "stylize/network/model.h"
#include "stylize/settings/objective_options.h"

namespace stylize::bench {
namespace {

bool same_shape(const ConvolutionLayer& a, const ConvolutionLayer& b) {
  return a.inputs == b.inputs && a.outputs == b.outputs && a.reduction == b.reduction;
}

// conv3_2 and then conv3_3, conv3_4: conv3_2-4.
void add_to_group(ConvolutionLayer& group, const std::string& name) {
  group.name = group.name.substr(0, group.name.find('-')) + "-" + name.substr(name.find('_') + 1);
  ++group.count;
}

}  // namespace

std::vector<ConvolutionLayer> default_convolutions() {
  const Model whole = load_model(BOX_MODEL);
  const Model model =
      cut_after_deepest(whole, layers_of(recommended_objective(whole.recommendation)));
  std::vector<ConvolutionLayer> convolutions;
  int64_t reduction = 1;
  for (const Layer& layer : model.layers) {
    if (is_pooling(layer.kind)) reduction *= 2;
    if (layer.kind != LayerKind::kConvolution) continue;
    const ConvolutionLayer found{layer.name, layer.weight.size(1), layer.weight.size(0), reduction};
    if (!convolutions.empty() && same_shape(convolutions.back(), found)) {
      add_to_group(convolutions.back(), found.name);
    } else {
      convolutions.push_back(found);
    }
  }
  return convolutions;
}

}  // namespace stylize::bench

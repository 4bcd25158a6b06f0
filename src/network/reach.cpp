#include "reach.h"

namespace stylize {

// A convolution sees one value of its input more to each side, a pooling what it pools.
Reach reach_of(const Model& model) {
  Reach reach;
  for (const Layer& layer : model.layers) {
    if (layer.kind == LayerKind::kConvolution) reach.halo += reach.stride;
    if (is_pooling(layer.kind)) reach.stride *= 2;
  }
  return reach;
}

}  // namespace stylize

#include "reach.h"

namespace stylize {

// A 3x3 convolution sees one more value of its input on each side, which is `stride` pixels of the
// picture. A pooling sees only the values that it pools, and doubles the stride.
Reach reach_of(const Model& model) {
  Reach reach;
  for (const Layer& layer : model.layers) {
    if (layer.kind == LayerKind::kConvolution) reach.halo += reach.stride;
    if (is_pooling(layer.kind)) reach.stride *= 2;
  }
  return reach;
}

}  // namespace stylize

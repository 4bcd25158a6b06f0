#pragma once

#include <ATen/ATen.h>

#include "stylize/network/model.h"

namespace stylize {

/// conv1_1 relu1_1 conv1_2 relu1_2 pool1 conv2_1 relu2_1 with random weights and a few channels.
/// Double precision lets finite differences be compared to many digits.
inline Model small_model(LayerKind pooling = LayerKind::kAveragePooling,
                         at::ScalarType type = at::kDouble, int64_t seed = 5) {
  at::manual_seed(static_cast<uint64_t>(seed));
  const auto convolution = [&](const char* name, int64_t in, int64_t out) {
    return Layer{LayerKind::kConvolution, name, at::randn({out, in, 3, 3}, type) * 0.3,
                 at::randn({out}, type) * 0.1};
  };
  Model model;
  model.path = "small";
  model.layers = {convolution("conv1_1", 3, 6),         {LayerKind::kRelu, "relu1_1", {}, {}},
                  convolution("conv1_2", 6, 5),         {LayerKind::kRelu, "relu1_2", {}, {}},
                  {pooling, "pool1", {}, {}},           convolution("conv2_1", 5, 7),
                  {LayerKind::kRelu, "relu2_1", {}, {}}};
  return model;
}

}  // namespace stylize

#pragma once

#include <ATen/ATen.h>

#include <cmath>

#include "stylize/network/model.h"

namespace stylize {

/// Two blocks and a convolution of a third, with the fewest channels that the kernels support.
inline Model wide_model(LayerKind pooling) {
  at::manual_seed(11);
  const auto convolution = [](const char* name, int64_t in, int64_t out) {
    const double scale = std::sqrt(2.0 / static_cast<double>(9 * in));
    return Layer{LayerKind::kConvolution, name, at::randn({out, in, 3, 3}) * scale,
                 at::randn({out}) * 0.1};
  };
  const auto relu = [](const char* name) { return Layer{LayerKind::kRelu, name, {}, {}}; };
  Model model;
  model.path = "wide";
  model.layers = {convolution("conv1_1", 3, 32),
                  relu("relu1_1"),
                  convolution("conv1_2", 32, 64),
                  relu("relu1_2"),
                  Layer{pooling, "pool1", {}, {}},
                  convolution("conv2_1", 64, 32),
                  relu("relu2_1"),
                  convolution("conv2_2", 32, 96),
                  relu("relu2_2"),
                  Layer{pooling, "pool2", {}, {}},
                  convolution("conv3_1", 96, 64),
                  relu("relu3_1")};
  return model;
}

}  // namespace stylize

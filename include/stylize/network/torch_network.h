#pragma once

#include <memory>

#include "stylize/network/network.h"

namespace stylize {

/// The network on LibTorch's operators, without autograd: works on every device that LibTorch has.
/// Layers below the deepest of `layer_names` are dropped.
/// Throws Error (kModel) when a layer is unknown.
std::unique_ptr<Network> make_torch_network(const Model& model,
                                            const std::vector<std::string>& layer_names,
                                            c10::Device device);

}  // namespace stylize

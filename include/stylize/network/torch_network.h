#pragma once

#include <memory>

#include "stylize/network/network.h"

namespace stylize {

/// A network that runs on LibTorch's operators, without autograd, on any device that LibTorch
/// supports. It computes the features of `layer_names`; layers after the deepest of them are
/// dropped. Throws Error (kModel) when a layer is unknown.
std::unique_ptr<Network> make_torch_network(const Model& model,
                                            const std::vector<std::string>& layer_names,
                                            c10::Device device);

}  // namespace stylize

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stylize/network/network.h"

namespace stylize {

/// Why make_winograd_network() would refuse this model and these layers, in words that follow
/// "because "; nothing if it would not. Supported are networks whose first convolution has 3
/// inputs, all of whose convolutions have a multiple of 32 outputs and are followed by a ReLU,
/// whose poolings follow a ReLU, and features that are outputs of ReLUs. Throws Error (kModel) when
/// a layer is unknown.
std::optional<std::string> why_winograd_unsupported(const Model& model,
                                                    const std::vector<std::string>& layer_names);

/// A network on the CPU that uses Winograd convolutions F(4x4, 3x3) (Lavin and Gray, CVPR 2016),
/// with ReLU and pooling fused into them. Between forward() and backward() it keeps the features,
/// and of every other map one bit per value. Buffers are allocated once for each size. Features
/// stay valid until the next call of forward(), backward() or release(). On one kind of processor,
/// results are the same bit for bit for any number of threads. Throws Error (kModel) when a layer
/// is unknown or the network is unsupported.
std::unique_ptr<Network> make_winograd_network(const Model& model,
                                               const std::vector<std::string>& layer_names);

}  // namespace stylize

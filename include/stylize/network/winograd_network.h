#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stylize/network/network.h"

namespace stylize {

/// Why make_winograd_network() would refuse: in words that follow "because ", or nothing when it
/// would not. It takes networks whose first convolution has 3 inputs, whose every convolution has a
/// multiple of 32 outputs and is followed by a ReLU, and features that are outputs of ReLUs.
std::optional<std::string> why_winograd_unsupported(const Model& model,
                                                    const std::vector<std::string>& layer_names);

/// The network on the CPU by Winograd's convolutions, F(4x4, 3x3) (Lavin and Gray, CVPR 2016), with
/// ReLU and pooling fused. Kept between forward() and backward() are the features and one bit for
/// each value of every other map; buffers are allocated once for a size. Features stay valid until
/// the next call of forward(), backward() or release(). Results are the same for every number of
/// threads, bit for bit, on one kind of processor.
/// Throws Error (kModel) when a layer is unknown or the network is unsupported.
std::unique_ptr<Network> make_winograd_network(const Model& model,
                                               const std::vector<std::string>& layer_names);

}  // namespace stylize

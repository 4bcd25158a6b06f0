#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kernels/aligned_floats.h"
#include "kernels/kernel_table.h"
#include "stylize/network/model.h"

namespace stylize::winograd {

constexpr int64_t kNoFeature = -1;

/// A convolution with the ReLU and the pooling that follow it.
struct Unit {
  int64_t inputs = 0, outputs = 0;
  kernels::AlignedFloats weights, weights_back;  ///< packed; the first unit's are not transformed
  std::vector<float> bias;
  int64_t feature = kNoFeature;  ///< index into NetworkUnits::layers
  kernels::PoolKind pool = kernels::PoolKind::kNone;
};

/// A network as far as the deepest of the layers whose outputs are asked for.
struct NetworkUnits {
  std::vector<Unit> units;
  std::vector<std::string> layers;  ///< in the network's order
};

/// The weights are packed as `kernel` wants them. For models of which why_winograd_unsupported()
/// says nothing. Throws Error (kModel) when a layer is unknown.
NetworkUnits make_units(const Model& model, const std::vector<std::string>& layer_names,
                        const kernels::KernelTable& kernel);

/// Whether the pooling of unit i, if it has one, is a pass of its own. It is fused with the
/// convolution unless the map at full size is wanted, or the convolution is the first, which has a
/// loop of its own. An L2 pooling is rare and not fused.
bool pools_apart(const std::vector<Unit>& units, std::size_t i);

}  // namespace stylize::winograd

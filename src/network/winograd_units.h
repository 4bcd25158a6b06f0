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
  kernels::AlignedFloats weights, weights_back;  ///< packed; transformed except in the first unit
  std::vector<float> bias;
  int64_t feature = kNoFeature;  ///< index into NetworkUnits::layers
  kernels::PoolKind pool = kernels::PoolKind::kNone;
};

/// A network up to the deepest of the requested layers.
struct NetworkUnits {
  std::vector<Unit> units;
  std::vector<std::string> layers;  ///< in the network's order
};

/// Makes the units of a model, with weights packed as `kernel` expects. why_winograd_unsupported()
/// must have no objection to the model. Throws Error (kModel) when a layer is unknown.
NetworkUnits make_units(const Model& model, const std::vector<std::string>& layer_names,
                        const kernels::KernelTable& kernel);

/// Whether unit i has a pooling that is computed separately. A pooling is fused with the
/// convolution before it, except in three cases: the map at full size is wanted, the convolution is
/// the first, which has a loop of its own, or it is an L2 pooling, which is rare.
bool pools_apart(const std::vector<Unit>& units, std::size_t i);

}  // namespace stylize::winograd

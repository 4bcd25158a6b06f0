#pragma once

#include <ATen/core/Tensor.h>

#include "kernels/aligned_floats.h"
#include "kernels/kernel_table.h"
#include "stylize/network/network.h"
#include "winograd_plan.h"
#include "winograd_tiles.h"
#include "winograd_units.h"

namespace stylize::winograd {

/// What a pass forward or back through the units works with.
struct Pass {
  const Network& network;  ///< whose check() is called
  const kernels::KernelTable& kernel;
  const std::vector<Unit>& units;
  const Plan& plan;
  kernels::AlignedFloats& scratch;  ///< for all threads together; grows when needed
};

/// Computes the features in the plan from the picture, float32 [1, 3, plan.height, plan.width], as
/// far as `work` says.
void run_forward(const Pass& pass, const at::Tensor& picture, const Work& work);

/// Computes the gradient of the picture, [1, 3, plan.height, plan.width], from those of the
/// features. Call it after run_forward() with the same plan, which was made with `keep`. An
/// undefined gradient counts as zero; the others are overwritten. Pixels that do not follow from
/// `work` are undefined.
at::Tensor run_backward(const Pass& pass, Features gradients, const Work& work);

/// The bytes that Pass::scratch needs with the present number of threads.
int64_t scratch_bytes(const kernels::KernelTable& kernel, const std::vector<Unit>& units);

/// Computes these tiles of a convolution, divided among the threads.
void convolve(const Pass& pass, const kernels::ConvolutionTask& task, const Tiles& tiles);

}  // namespace stylize::winograd

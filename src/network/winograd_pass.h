#pragma once

#include <ATen/core/Tensor.h>

#include "kernels/aligned_floats.h"
#include "kernels/kernel_table.h"
#include "stylize/network/network.h"
#include "winograd_plan.h"
#include "winograd_units.h"

namespace stylize::winograd {

/// What a pass through the units works with.
struct Pass {
  const Network& network;  ///< whose check() is called
  const kernels::KernelTable& kernel;
  const std::vector<Unit>& units;
  const Plan& plan;
  kernels::AlignedFloats& scratch;  ///< of all threads; grows
};

/// From the picture, float32 [1, 3, plan.height, plan.width], to the features in the plan.
void run_forward(const Pass& pass, const at::Tensor& picture);

/// From the gradients of the features to that of the picture, [1, 3, plan.height, plan.width],
/// after a run_forward() with the same plan, made to keep. An undefined gradient counts as zero;
/// the others are overwritten.
at::Tensor run_backward(const Pass& pass, Features gradients);

/// What Pass::scratch takes with the present number of threads.
int64_t scratch_bytes(const kernels::KernelTable& kernel, const std::vector<Unit>& units);

/// One convolution, its tiles divided among the threads.
void convolve(const Pass& pass, const kernels::ConvolutionTask& task);

}  // namespace stylize::winograd

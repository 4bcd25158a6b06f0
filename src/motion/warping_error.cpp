#include "motion/warping_error.h"

#include <ATen/ATen.h>

#include "motion/optical_flow.h"
#include "motion/reliability.h"
#include "motion/warp.h"

namespace stylize {

WarpingError warping_error(const at::Tensor& source_before, const at::Tensor& source,
                           const at::Tensor& result_before, const at::Tensor& result) {
  const at::Tensor backward = optical_flow(source, source_before);
  const at::Tensor weights = reliability(optical_flow(source_before, source), backward);
  const double count = weights.sum(at::kDouble).item<double>();
  WarpingError found;
  found.reliable = count / static_cast<double>(weights.numel());
  if (count == 0) return found;
  const at::Tensor difference = result - warped(result_before, backward, Interpolation::kLinear);
  const at::Tensor squares = difference.square().sum(1, /*keepdim=*/true).mul_(weights);
  found.error = squares.sum(at::kDouble).item<double>() / count;
  return found;
}

}  // namespace stylize

#include "motion/warping_error.h"

#include <ATen/ATen.h>

#include "motion/optical_flow.h"
#include "motion/reliability.h"
#include "motion/warp.h"

namespace stylize {

SourceMotion motion_between(const at::Tensor& source_before, const at::Tensor& source) {
  const at::Tensor backward = optical_flow(source, source_before);
  return {backward, reliability(optical_flow(source_before, source), backward)};
}

WarpingError warping_error(const SourceMotion& motion, const at::Tensor& result_before,
                           const at::Tensor& result) {
  const double count = motion.reliable.sum(at::kDouble).item<double>();
  WarpingError found;
  found.reliable = count / static_cast<double>(motion.reliable.numel());
  if (count == 0) return found;
  const at::Tensor difference =
      result - warped(result_before, motion.backward, Interpolation::kLinear);
  const at::Tensor squares = difference.square().sum(1, /*keepdim=*/true).mul_(motion.reliable);
  found.error = squares.sum(at::kDouble).item<double>() / count;
  return found;
}

}  // namespace stylize

#include "sequence/inheritance.h"

#include <ATen/ATen.h>

#include <limits>

#include "motion/optical_flow.h"
#include "motion/reliability.h"
#include "motion/stillness.h"
#include "motion/warp.h"
#include "stylize/image/colour_transfer.h"

namespace stylize {

at::Tensor chosen(const at::Tensor& map, const at::Tensor& one, const at::Tensor& other) {
  return at::where(map > 0, one, other);
}

Inheritance inherited(const at::Tensor& source, const std::vector<PaintedFrame>& before,
                      const at::Tensor& still) {
  Inheritance found{
      at::zeros_like(source), at::zeros_like(still), still, at::zeros_like(still), {}};
  for (const PaintedFrame& frame : before) {
    at::Tensor backward = frame.backward;
    at::Tensor reliable = reliability(optical_flow(frame.source, source), backward);
    if (&frame == &before.front()) {
      // Around what moves the flow moves, too, what does not: there the pixels know better.
      const at::Tensor unchanged =
          stillness(frame.source, source, at::zeros_like(backward)) * (1 - reliable);
      const at::Tensor stays = at::maximum(unchanged, still);
      backward = backward * (1 - stays);
      reliable = at::maximum(reliable, stays);
    }
    const at::Tensor added = (reliable - found.known).clamp_min_(0);
    found.known.add_(added);
    found.age.add_((warped(frame.age, backward, Interpolation::kLinear) + 1).mul_(added));
    if (!frame.painting.defined()) continue;
    const at::Tensor painting = warped(frame.painting, backward, Interpolation::kCubic);
    found.painting.add_(painting.clamp(0, 1).mul_(added));
  }
  found.hold = found.known;
  return found;
}

Image held_to(const Inheritance& inheritance) {
  return {inheritance.painting,
          at::maximum(inheritance.hold / kStillness, inheritance.still).contiguous()};
}

double temporal_error(const Inheritance& inheritance, const at::Tensor& painting) {
  const double known = inheritance.known.sum(at::kDouble).item<double>();
  if (known == 0) return std::numeric_limits<double>::quiet_NaN();
  const at::Tensor difference = (painting - inheritance.painting).mul_(inheritance.known);
  return difference.square_().sum(at::kDouble).item<double>() / known;
}

// What is not known has the frame's own pixels, but in the colours that the painting has elsewhere:
// as it is, it would stay a piece of the photograph for a while.
Image beginning_of(const at::Tensor& source, const Inheritance& inheritance) {
  const at::Tensor& known = inheritance.known;
  if (known.min().item<float>() > 0) return {inheritance.painting, {}};
  const Image painted = match_colours({source, known}, {inheritance.painting, known});
  return {inheritance.painting + painted.colour * (1 - known), {}};
}

}  // namespace stylize

#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// Where a picture that is warped by `backward` can be trusted: float32 [1, 1, H, W], 1 or 0.
/// `forward` is the flow from the earlier picture to this one, `backward` from this one to the
/// earlier one, both [1, 2, H, W]. A pixel gets 0 in three cases. The first two are from Ruder,
/// Dosovitskiy, Brox: Artistic Style Transfer for Videos, GCPR 2016, equations 5 and 6; after
/// Sundaram, Brox, Keutzer 2010:
///   it was covered before:       |w~ + b|^2 > 0.01 (|w~|^2 + |b|^2) + 0.5
///   at a boundary of motion:     |grad u|^2 + |grad v|^2 > 0.01 |b|^2 + 0.002
///   it comes from outside of the earlier picture
/// with b = (u, v) the backward flow and w~ the forward flow at the point that b leads to.
at::Tensor reliability(const at::Tensor& forward, const at::Tensor& backward);

}  // namespace stylize

#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// Where a picture that is warped by `backward` may be believed: float32 [1, 1, H, W], 1 or 0.
/// `forward` is the flow from the picture before to this one, `backward` that from this one to the
/// one before, both [1, 2, H, W]. 0 have (Ruder, Dosovitskiy, Brox: Artistic Style Transfer for
/// Videos, GCPR 2016, equations 5 and 6; after Sundaram, Brox, Keutzer 2010)
///   what was covered before:  |w~ + b|^2 > 0.01 (|w~|^2 + |b|^2) + 0.5
///   boundaries of motion:     |grad u|^2 + |grad v|^2 > 0.01 |b|^2 + 0.002
/// with b = (u, v) the backward flow and w~ the forward flow where b leads; and what comes from
/// beyond the borders of the picture before.
at::Tensor reliability(const at::Tensor& forward, const at::Tensor& backward);

}  // namespace stylize

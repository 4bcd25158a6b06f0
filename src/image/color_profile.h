#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace stylize {

/// Converts interleaved pixels (float32 [height, width, 3], RGB 0..1) from the colour space of an
/// ICC profile to sRGB, in place. Profiles that are sRGB already, damaged, or not for RGB leave the
/// pixels as they are.
void convert_to_srgb(const std::vector<uint8_t>& profile, at::Tensor& pixels);

}  // namespace stylize

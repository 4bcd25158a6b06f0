#include "linear_light.h"

#include <ATen/ATen.h>

namespace stylize {

at::Tensor linear_light(const at::Tensor& rgb) {
  return at::where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055).pow(2.4));
}

at::Tensor srgb_of_linear_light(const at::Tensor& light) {
  return at::where(light <= 0.0031308, light * 12.92, light.pow(1 / 2.4) * 1.055 - 0.055);
}

}  // namespace stylize

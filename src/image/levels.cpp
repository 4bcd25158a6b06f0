#include "levels.h"

#include <ATen/ATen.h>

#include "stylize/image/transparency.h"

namespace stylize {

at::Tensor levels_of(const Image& image) {
  const at::Tensor colour = over_white(image);
  const at::Tensor channels = image.has_alpha() ? at::cat({colour, image.alpha}, 1) : colour;
  return channels.clamp(0, 1).mul_(255).round_();
}

}  // namespace stylize

#include "stylize/image/transparency.h"

#include <ATen/ATen.h>

namespace stylize {

at::Tensor over_white(const Image& image) {
  return image.has_alpha() ? image.color * image.alpha + (1 - image.alpha) : image.color;
}

}  // namespace stylize

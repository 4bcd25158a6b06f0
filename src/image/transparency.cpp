#include "stylize/image/transparency.h"

#include <ATen/ATen.h>

namespace stylize {

at::Tensor over_white(const Image& image) {
  return image.has_alpha() ? image.colour * image.alpha + (1 - image.alpha) : image.colour;
}

// c + (p' - p) / a, which is (p' - (1 - a)) / a.
at::Tensor off_white(const at::Tensor& on_white, const Image& picture) {
  if (!picture.has_alpha()) return on_white;
  return (on_white - over_white(picture))
      .div_(picture.alpha)
      .add_(picture.colour)
      .clamp_(0, 1)
      .masked_fill_(picture.alpha <= 0, 1);
}

}  // namespace stylize
